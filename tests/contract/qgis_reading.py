"""Run by the Python that has QGIS: opens every collection of a service as its users do, and prints what it found."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.request import Request, urlopen

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsNetworkAccessManager,
    QgsNetworkRequestParameters,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

_BOX = QgsRectangle(121.35, 31.15, 121.37, 31.17)


def collections(address: str) -> list[str]:
    """The collections that are listed."""
    request = Request(f"{address}/collections", headers={"Accept": "application/json"})  # noqa: S310 - of this test
    with urlopen(request) as answer:  # noqa: S310
        return [one["id"] for one in json.load(answer)["collections"]]


def read(address: str, name: str, asked: list[str]) -> dict[str, Any]:
    """A collection whole in pages of three, then in a box."""
    source = f"url='{address}' typename='{name}' pageSize='3'"
    layer = QgsVectorLayer(source, name, "OAPIF")
    features = list(layer.getFeatures())
    shapes = [QgsWkbTypes.geometryType(one.geometry().wkbType()) for one in features if one.hasGeometry()]
    boxed = QgsVectorLayer(f"{source} restrictToRequestBBOX='1'", name, "OAPIF")
    QgsApplication.processEvents()
    asked.clear()
    found = len(list(boxed.getFeatures(QgsFeatureRequest(_BOX))))
    QgsApplication.processEvents()
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "fields": {field.name(): field.typeName() for field in layer.fields()},
        "features": len(features),
        "drawable": shapes.count(layer.geometryType()),
        "boxed": found,
        "boxed_requests": list(asked),
    }


def main(address: str) -> None:
    """Print a line of JSON."""
    application = QgsApplication([], False)
    application.initQgis()
    asked: list[str] = []
    QgsNetworkAccessManager.instance().requestAboutToBeCreated[QgsNetworkRequestParameters].connect(
        lambda made: asked.append(made.request().url().toString())
    )
    print(json.dumps({name: read(address, name, asked) for name in collections(address)}))
    application.exitQgis()


if __name__ == "__main__":
    main(sys.argv[1])
