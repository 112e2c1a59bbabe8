"""Makes small PDFs with a text layer, so that no PDF needs to be kept beside the tests."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[float, float, str]  # left, bottom, words

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Identity def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def make_pdf(pages: Sequence[Sequence[Line]], size: float = 16.0, *, locked: bool = False) -> bytes:
    """Return a PDF whose pages hold the given lines; every character is `size` points wide."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor 6 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_TO_UNICODE),
        b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200"
        b" /ItalicAngle 0 /CapHeight 700 /StemV 80 >>",
    ]
    numbers = []
    for lines in pages:
        numbers.append(len(objects) + 1)
        contents = len(objects) + 2
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {contents} 0 R >>".encode()
        )
        objects.append(_stream(b"\n".join(_shown(line, size) for line in lines)))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>".encode()
    return _file(objects, locked=locked)


def _shown(line: Line, size: float) -> bytes:
    left, bottom, words = line
    glyphs = words.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf 1 0 0 1 {left} {bottom} Tm <{glyphs}> Tj ET".encode()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes], *, locked: bool) -> bytes:
    """Join the objects; a locked file has a password check that no empty password passes."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b" /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        b"ab" * 32,
        b"cd" * 32,
    )
    trailer = b"<< /Size %d /Root 1 0 R%s >>" % (len(objects) + 1, lock if locked else b"")
    return data + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, table)
