"""XML of strangers, read with entities, networks and depth shut off."""

from __future__ import annotations

from lxml import etree

from graph.geo.errors import GeometryError

_DOCTYPE = "<!DOCTYPE"  # which XML writes so and in no other way
_MOST_DEPTH = 64
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}


def read_xml(text: str, what: str) -> etree._Element:
    """The root of a document; raises GeometryError for what is no XML, has a document type or lies too deep."""
    if _DOCTYPE in text:  # before the parser sees it: entities in attributes it replaces whatever it is told
        raise GeometryError(f"Not {what}: a document type has no place in it.")
    parser = etree.XMLParser(encoding="utf-8", remove_pis=True, huge_tree=True, **_PARSER_OPTIONS)
    try:
        root = etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise GeometryError(f"Not {what}: {error.msg}.") from error
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_MOST_DEPTH}])"):
        raise GeometryError(f"Not {what} that is read here: its elements lie more than {_MOST_DEPTH} deep.")
    return root
