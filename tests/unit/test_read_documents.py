"""A file of any kind becomes its text, or one sentence that says what is wrong with it."""

from __future__ import annotations

import codecs
import hashlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from graph.model import PlanError
from graph.read import read_document
from graph.read.limits import Limits

PLAN = "一、重点任务\r\n（一）修桥。年底前完成。（责任单位：规建办）\n\n\t（二）种树。\n"
LATIN = "Plan A 2024: see http://example.org\n" * 20 + "1.修桥。（责任单位：规建办）\n"


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("text", [PLAN, LATIN, "一、修路"], ids=["plan", "mostly-latin", "very-short"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "utf-16-le-bom", "utf-16-be-bom", "utf-16-le", "utf-16-be"],
)
def test_a_text_file_is_read_character_for_character(tmp_path: Path, text: str, encoding: str, mark: bytes) -> None:
    """Whatever its encoding, the text is the file's own, line ends and white space kept; only the mark is left out."""
    document = read_document(_file(tmp_path, "plan.txt", mark + text.encode(encoding)))
    assert document.text == text
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (document.name, document.media_type) == ("plan.txt", "text/plain")


def test_rare_characters_of_gb18030_are_kept(tmp_path: Path) -> None:
    """A place name with a character outside GB 2312 (㴔, 𠅤) stays as it is."""
    text = "一、治理㴔河。\n二、建设𠅤村，推动全镇经济社会高质量发展。"
    assert read_document(_file(tmp_path, "plan.txt", text.encode("gb18030"))).text == text


def test_a_file_is_what_it_holds_not_what_it_is_called(tmp_path: Path) -> None:
    """A web page called .txt is a page, a text called .html without a tag is a text, Markdown is text."""
    page = f"<!DOCTYPE html><html><body><p>{PLAN}</p></body></html>".encode()
    assert read_document(_file(tmp_path, "page.txt", page)).media_type == "text/html"
    assert read_document(_file(tmp_path, "text.html", PLAN.encode())).media_type == "text/plain"
    assert read_document(_file(tmp_path, "text.md", PLAN.encode())).media_type == "text/markdown"


def _zip(entries: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return data.getvalue()


def _locked_zip() -> bytes:
    data = bytearray(_zip({"word/document.xml": b"<w/>"}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1  # the flag of an encrypted entry
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", b" \r\n\t\n", "empty"),
    "only a byte order mark": ("a.txt", codecs.BOM_UTF8, "empty"),
    "binary": ("a.txt", bytes(range(256)) * 40, "no text"),
    "cut in the middle of a character": ("a.txt", "推动全镇高质量发展".encode()[:-1] + b"\xff\xff", "no text"),
    "replacement characters": ("a.txt", ("推动" + "�" * 9 + "发展").encode(), "wrong conversion"),
    "UTF-8 taken for Latin-1": ("a.txt", PLAN.encode().decode("latin-1").encode(), "wrong conversion"),
    "UTF-8 taken for GB18030": ("a.txt", (PLAN * 5).encode().decode("gb18030", "replace").encode(), "wrong conversion"),
    "locked .docx": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "locked zip": ("a.docx", _locked_zip(), "password"),
    "old .doc": ("a.doc", OLE, "save it as .docx"),
    "spreadsheet": ("a.xlsx", _zip({"xl/workbook.xml": b"<x/>"}), "spreadsheet"),
    "archive": ("a.zip", _zip({"a.txt": PLAN.encode()}), "archive"),
    "damaged zip": ("a.docx", b"PK\x03\x04" + b"\x00" * 60, "damaged"),
    "damaged .docx": ("a.docx", _zip({"word/document.xml": b"<w/>"}), "damaged"),
    "rich text": ("a.rtf", rb"{\rtf1 a}", "rich text"),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 30, "picture"),
    "damaged PDF": ("a.pdf", b"%PDF-1.7\nnothing", "damaged"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_cannot_be_read_gets_one_clear_sentence(tmp_path: Path, case: str) -> None:
    """The sentence names the file and says what is wrong."""
    name, data, words = BAD[case]
    with pytest.raises(PlanError) as caught:
        read_document(_file(tmp_path, name, data))
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert words in message
    assert "\n" not in message


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """What is not there, or is no file, is said so."""
    with pytest.raises(PlanError, match=r"missing\.txt: There is no such file"):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(PlanError, match="This is a folder"):
        read_document(tmp_path)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The limits are arguments: bytes of the file, characters of the text."""
    path = _file(tmp_path, "plan.txt", PLAN.encode())
    with pytest.raises(PlanError, match="at most 10 are read"):
        read_document(path, Limits(file_bytes=10))
    with pytest.raises(PlanError, match=r"at most 5 are read: split it"):
        read_document(path, Limits(characters=5))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """A small .docx that unpacks to more than the limit is not unpacked."""
    bomb = _zip({"word/document.xml": b" " * 3_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(PlanError, match="too large when unpacked"):
        read_document(_file(tmp_path, "bomb.docx", bomb), Limits(part_bytes=1_000_000))
