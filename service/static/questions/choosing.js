// What scripts add to a form of ours: names suggested while one types (the combobox of the ARIA Authoring Practices),
// values of a repeatable parameter added and removed, texts copied. Everything works without.

const PAUSE = 80; // milliseconds without a key before we ask
let combos = 0;

suggestAll();
for (const group of document.querySelectorAll("[data-repeat]")) repeat(group);
for (const text of document.querySelectorAll("pre[data-copy]")) copyable(text);

function made(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// The site's own search box has a script of its own.
export function suggestAll() {
  for (const input of document.querySelectorAll("main input[data-suggest]:not([role])")) suggest(input);
}

function suggest(input) {
  const list = made("ul", { className: "suggestions", hidden: true, id: `choices-${(combos += 1)}` });
  let asked = null;
  let timer = 0;
  let chosen = -1;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.firstChild?.textContent.trim() ?? input.name);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }
  const place = made("span", { className: "combo" });
  input.before(place);
  place.append(input, list);

  function show(isShown) {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) choose(-1);
  }

  function choose(index) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = index;
    const option = list.children[chosen];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function take(option) {
    input.value = option.dataset.value;
    show(false);
  }

  // A name that several of the suggestions have is given as the IRI, which is one thing's alone.
  function offer({ suggestions }) {
    const titles = suggestions.map(({ title }) => title);
    const options = suggestions.map(({ title, iri, kind_name, matched, number }, index) => {
      const isShared = titles.indexOf(title) !== titles.lastIndexOf(title);
      const option = made("li", { id: `${list.id}-${index}` }, made("span", {}, title));
      if (matched !== title) option.append(made("span", { className: "quiet" }, matched));
      option.append(made("span", { className: "kind" }, number ? `${kind_name} ${number}` : kind_name));
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = isShared ? iri : title;
      return option;
    });
    list.replaceChildren(...options);
    chosen = -1;
    show(options.length > 0 && document.activeElement === input);
  }

  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (!text) {
      show(false);
      return;
    }
    asked = new AbortController();
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("lang", document.documentElement.lang.startsWith("zh") ? "zh" : "en");
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (response.ok) offer(await response.json());
      else show(false);
    } catch (error) {
      if (error.name !== "AbortError") show(false); // what is typed can be sent all the same
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  input.addEventListener("input", (event) => event.isComposing || soon());
  input.addEventListener("compositionend", soon);
  input.addEventListener("blur", () => setTimeout(show, 150, false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys belong to the input method
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose((chosen + count - (chosen < 0 ? 0 : 1)) % count);
    else if (event.key === "Escape" && count) show(false);
    else if (event.key === "Enter" && count && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    event.preventDefault();
    take(option);
  });
}

// Without scripts there is one empty field more than values; with them, a button that adds one.
function repeat(group) {
  const { add, remove } = group.dataset;
  const fields = () => [...group.querySelectorAll("label")];
  const pattern = fields().at(-1).querySelector("input");
  const blank = pattern.cloneNode();
  const title = fields()[0].firstChild.textContent.trim();
  if (blank.value === "" && fields().length > 1) fields().at(-1).remove();
  const more = made("button", { type: "button", className: "second" }, `+ ${add}`);

  function removable(label) {
    const button = made("button", { type: "button", className: "second", title: remove }, "×");
    button.setAttribute("aria-label", remove);
    button.addEventListener("click", () => {
      label.remove();
      button.remove();
      more.focus();
    });
    label.after(button);
  }

  function another() {
    const input = blank.cloneNode();
    for (const name of ["role", "aria-controls", "aria-expanded", "aria-autocomplete"]) input.removeAttribute(name);
    input.required = false;
    const label = made("label", {}, title, input);
    more.before(label);
    if (input.dataset.suggest) suggest(input);
    removable(label);
    input.focus();
  }

  for (const label of fields().slice(1)) removable(label);
  fields().at(-1).parentElement.append(more);
  more.addEventListener("click", another);
}

function copyable(text) {
  const { copy, copied } = text.dataset;
  const button = made("button", { type: "button", className: "second copy" }, copy);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = copied;
    } catch {
      getSelection().selectAllChildren(text); // the browser keeps the clipboard from pages without TLS
    }
  });
  text.before(button);
}
