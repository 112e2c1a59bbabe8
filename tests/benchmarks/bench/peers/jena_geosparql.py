"""Apache Jena GeoSPARQL of Maven Central behind Fuseki, which its standalone program does not bring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.data import Data
from bench.peers.base import found, run
from bench.peers.fuseki import HEAP, VERSION, FusekiTdb2
from bench.processes import BenchmarkError

_LOG4J = "2.25.1"  # what Fuseki's program brings along
_PROJECT = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>plangraph</groupId><artifactId>peers</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.jena</groupId><artifactId>jena-fuseki-main</artifactId><version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.jena</groupId><artifactId>jena-geosparql</artifactId><version>{VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j2-impl</artifactId><version>{_LOG4J}</version>
    </dependency>
  </dependencies>
</project>
"""
# Relations as properties are not asked for, so nothing need be rewritten; everything stated has its own geometry.
_SERVICE = """PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX geosparql: <http://jena.apache.org/geosparql#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Service ; fuseki:name "city" ; fuseki:dataset <#located> ;
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] .
<#located> a geosparql:GeosparqlDataset ; geosparql:dataset <#stored> ;
    geosparql:indexEnabled true ; geosparql:inference false ; geosparql:queryRewrite false ;
    geosparql:applyDefaultGeometry false .
<#stored> a tdb2:DatasetTDB2 ; tdb2:location "%s" ; tdb2:unionDefaultGraph true .
"""


class JenaGeosparql(FusekiTdb2):
    """Fuseki over a dataset with GeoSPARQL's functions, its spatial index and its cache of geometries."""

    name = "jena-geosparql"
    label = "Jena GeoSPARQL, TDB2"
    on_plans = False

    def prepare(self) -> str:
        """Fetch its jars and those that they need."""
        java = found("java", "openjdk-17-jre-headless")
        if not self._jars().exists():
            project = self.home / "pom.xml"
            project.write_text(_PROJECT, encoding="utf-8")
            maven = found("mvn", "maven")
            run([maven, "-q", "-B", "-f", project, "dependency:copy-dependencies", f"-DoutputDirectory={self._jars()}"])
        run([java, "-version"])
        return VERSION

    def load(self, data: Data) -> float:
        """Fill a new folder with TDB2's loader."""
        folder = self.empty_folder(data)
        return run([*self._java(), "tdb2.tdbloader", "--quiet", f"--loc={folder}", data.path])[1]

    def command(self, data: Data, port: int) -> Sequence[str]:
        """Serve the folder; the spatial index is made in memory at each start."""
        folder = self.folder(data)
        if '"' in str(folder) or "\\" in str(folder):
            raise BenchmarkError(f"{folder} cannot be written into a configuration")
        configuration = self.home / f"{data.name}.ttl"
        configuration.write_text(_SERVICE % folder, encoding="utf-8")
        server = "org.apache.jena.fuseki.main.cmds.FusekiServerCmd"
        return [*self._java(), server, "--localhost", "--port", str(port), f"--config={configuration}"]

    def _java(self) -> list[str]:
        return ["java", HEAP, "-cp", f"{self._jars()}/*"]

    def _jars(self) -> Path:
        return self.home / "jars"
