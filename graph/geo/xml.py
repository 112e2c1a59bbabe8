"""XML of strangers, read with entities, networks and depth shut off."""

from __future__ import annotations

from lxml import etree

from graph.geo.errors import GeometryError

_MOST_DEPTH = 64
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}


def read_xml(text: str, what: str) -> etree._Element:
    """The root of a document; raises GeometryError for what is no XML, has a document type or lies too deep."""
    try:
        root = etree.fromstring(
            text.strip().encode(), etree.XMLParser(remove_pis=True, huge_tree=True, **_PARSER_OPTIONS)
        )
    except etree.XMLSyntaxError as error:
        raise GeometryError(f"Not {what}: {error.msg}.") from error
    if root.getroottree().docinfo.doctype:
        raise GeometryError(f"Not {what}: a document type has no place in it.")
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_MOST_DEPTH}])"):
        raise GeometryError(f"Not {what} that is read here: its elements lie more than {_MOST_DEPTH} deep.")
    return root
