// Makes one minified ES module of each library that pages load, and VENDORED.md, which says what is in it.
// `make vendor` installs what package-lock.json pins, runs this, and removes node_modules again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
// The entry, and the package whose version the file's name has.
const BUNDLES = [
  { entry: "codemirror.mjs", named: "@codemirror/view", purpose: "the SPARQL editor" },
  { entry: "cytoscape.mjs", named: "cytoscape", purpose: "graphs" },
  { entry: "echarts.mjs", named: "echarts", purpose: "charts" },
  { entry: "leaflet.mjs", named: "leaflet", purpose: "maps" },
  { entry: "leaflet.css", named: "leaflet", purpose: "the look of maps" },
  { entry: "pmtiles.mjs", named: "pmtiles", purpose: "tiles of raster pictures from one file" },
  { entry: "protomaps.mjs", named: "protomaps-leaflet", purpose: "tiles of vectors from one file" },
  { entry: "shpjs.mjs", named: "shpjs", purpose: "zipped shapefiles, in a worker" },
  { entry: "togeojson.mjs", named: "@tmcw/togeojson", purpose: "KML" },
];
const LICENCE_FILE = /^(licen[cs]e|notice)/i;

function manifest(name) {
  return JSON.parse(readFileSync(join(HERE, "node_modules", name, "package.json"), "utf8"));
}

// The package of a file below node_modules: its last folder there, two deep where it has a scope.
function packageOf(path) {
  const below = path.split("node_modules/").at(-1).split("/");
  return below.slice(0, below[0].startsWith("@") ? 2 : 1).join("/");
}

// Its licence, its notice, and the licences of what it has taken from others. A package that has none in it has the one
// of its repository in entries/licences.
function licenceTexts(name) {
  const kept = join(HERE, "entries", "licences", licenceName(name));
  if (existsSync(kept)) return [readFileSync(kept, "utf8").trim()];
  return readdirSync(join(HERE, "node_modules", name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path, "utf8").trim());
}

function sourceOf({ repository, homepage }) {
  const address = repository?.url ?? repository ?? homepage;
  return address.replace(/^git\+/, "").replace(/\.git$/, "").replace(/^git:/, "https:").replace(/^(?:git@github\.com:|ssh:\/\/git@github\.com\/)/, "https://github.com/");
}

async function bundle({ entry, named, purpose }) {
  const [name, kind] = entry.split(".");
  const suffix = kind === "css" ? "css" : "js";
  const file = `${name}-${manifest(named).version}.min.${suffix}`;
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: [join("entries", entry)],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2021", // the engine of WeChat's browser
    legalComments: "none", // the texts are in licences/
    loader: { ".png": "dataurl" },
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => path.includes("node_modules/"));
  const packages = [...new Set(inputs.map(packageOf))].sort();
  const content = readFileSync(join(HERE, file));
  return { file, purpose, packages, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}

function listing(bundles) {
  const files = bundles.map(
    ({ file, purpose, bytes, sha256, packages }) =>
      `| [${file}](${file}) | ${purpose} | ${bytes} | \`${sha256}\` | ${packages.join(", ")} |`,
  );
  const packages = [...new Set(bundles.flatMap((one) => one.packages))].sort().map((name) => {
    const described = manifest(name);
    const text = `[${licenceName(name)}](licences/${licenceName(name)})`;
    return `| ${name} | ${described.version} | ${described.license} | ${text} | <${sourceOf(described)}> |`;
  });
  return [
    "# Libraries of others",
    "",
    "Made by `make vendor` from the packages that `package-lock.json` pins; do not edit by hand.",
    "",
    "| file | for | bytes | sha256 | packages in it |",
    "|---|---|---|---|---|",
    ...files,
    "",
    "| package | version | licence | its text | source |",
    "|---|---|---|---|---|",
    ...packages,
    "",
  ].join("\n");
}

function licenceName(name) {
  return `${name.replace("@", "").replace("/", "-")}.txt`;
}

for (const file of readdirSync(HERE)) {
  if (/\.min\.(js|css)$/.test(file)) rmSync(join(HERE, file)); // of earlier versions
}
rmSync(join(HERE, "licences"), { recursive: true, force: true });
mkdirSync(join(HERE, "licences"));

const bundles = [];
for (const one of BUNDLES) bundles.push(await bundle(one));
for (const name of new Set(bundles.flatMap((one) => one.packages))) {
  const texts = licenceTexts(name);
  if (texts.length === 0) throw new Error(`${name} has no licence text.`);
  writeFileSync(join(HERE, "licences", licenceName(name)), `${texts.join("\n\n")}\n`);
}
writeFileSync(join(HERE, "VENDORED.md"), listing(bundles));
