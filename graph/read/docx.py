"""A Word document → its text, a line a paragraph: automatic numbers and tables as they show on paper."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from graph.model import PlanError
from graph.read.docx_numbering import Numbering
from graph.read.limits import Limits
from graph.read.tables import Cell, table_lines

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
# what does not show: deleted and moved text, the twin of a drawing for old programs, text boxes (read on their own)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = frozenset(
    [_FALLBACK, *map(qn, ("w:del", "w:moveFrom", "w:txbxContent", "w:pPr", "w:rPr", "w:instrText", "w:rt"))]
)
_DEEPEST = 100
_FIT = "save it anew as .docx"


def read_docx(data: bytes, limits: Limits) -> str:
    """Return the text of a .docx. Raises `PlanError` where it is none, is damaged, locked, or too large."""
    _check_package(data, limits)
    try:
        document = docx.Document(BytesIO(data))
        return "\n".join(_lines(document))
    except (KeyError, ValueError, AttributeError, SyntaxError, OpcError, zipfile.BadZipFile, zlib.error) as error:
        raise PlanError(f"The Word document is damaged; {_FIT}.") from error
    except RecursionError as error:
        raise PlanError("The Word document's parts stand too deep in each other.") from error


def _check_package(data: bytes, limits: Limits) -> None:
    """Look at the package before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise PlanError(f"The file is a damaged .docx or .zip; {_FIT}.") from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise PlanError("The document is protected by a password; save it without one.")
    if "word/document.xml" not in names:
        what = "a spreadsheet" if any(name.startswith("xl/") for name in names) else "an archive"
        raise PlanError(f"This is {what}, not a Word document; save it as .docx, .pdf, .html or .txt.")
    if sum(part.file_size for part in parts) > limits.unpacked_bytes or any(
        part.file_size > limits.part_bytes for part in parts if part.filename.endswith((".xml", ".rels"))
    ):
        raise PlanError("The Word document is too large when unpacked; remove what is not text.")


def _lines(document: WordDocument) -> Iterator[str]:
    """The paragraphs and tables of a document, in reading order."""
    part = document.part
    numbering = part.numbering_part.element if _has_numbering(document) else None
    yield from _block_lines(document.element.body, Numbering(numbering, part.styles.element), 0)


def _has_numbering(document: WordDocument) -> bool:
    """Whether there is a numbering part; python-docx would make one where there is none."""
    return any(relation.reltype.endswith("/numbering") for relation in document.part.rels.values())


def _block_lines(container: Element, numbering: Numbering, depth: int) -> Iterator[str]:
    """The lines of the blocks in a body, cell, text box or content control."""
    if depth > _DEEPEST:
        raise PlanError("The Word document's parts stand too deep in each other.")
    for child in container:
        if child.tag == qn("w:p"):
            yield from _paragraph_lines(child, numbering, depth)
        elif child.tag == qn("w:tbl"):
            yield from table_lines(_grid(child, numbering, depth))
        elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            content = child.find(qn("w:sdtContent")) if child.tag == qn("w:sdt") else child
            if content is not None and child.find(f".//{qn('w:docPartGallery')}") is None:  # a table of contents
                yield from _block_lines(content, numbering, depth + 1)


def _paragraph_lines(paragraph: Element, numbering: Numbering, depth: int) -> Iterator[str]:
    """A paragraph with its number, and the text boxes anchored in it."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if style is not None and (style.get(qn("w:val")) or "").upper().startswith("TOC"):
        return
    text = "".join(_words(paragraph))
    if text.strip():
        yield from (numbering.marker(paragraph) + text).split("\n")
    for box in _text_boxes(paragraph):
        yield from _block_lines(box, numbering, depth + 1)


def _words(element: Element) -> Iterator[str]:
    """The words of a paragraph as they show."""
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            yield from _words(child)


def _text_boxes(paragraph: Element) -> list[Element]:
    """The text boxes anchored in a paragraph, each once."""
    boxes = paragraph.iter(qn("w:txbxContent"))
    return [
        box
        for box in boxes
        if not any(parent.tag in (_FALLBACK, qn("w:txbxContent")) for parent in box.iterancestors())
    ]


def _grid(table: Element, numbering: Numbering, depth: int) -> list[list[Cell]]:
    """The cells of a table, row by row; a merged cell stands in each place it covers."""
    rows: list[list[Cell]] = []
    above: list[Cell] = []
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue
        cells: list[Cell] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            properties = cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            is_below = merge is not None and merge.get(qn("w:val")) != "restart"
            if is_below and len(cells) < len(above):
                first = Cell(above[len(cells)].text, is_continued=True)
            else:
                first = Cell("\n".join(_block_lines(cell, numbering, depth + 1)))
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            width = min(int(span.get(qn("w:val")) or 1), 50) if span is not None else 1
            cells.append(first)
            cells.extend(Cell(first.text, is_continued=True) for _ in range(width - 1))
        rows.append(cells)
        above = cells
    return rows
