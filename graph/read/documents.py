"""A file in any usual format → its text. What the file is, its content says, not its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from graph.model import Document, PlanError
from graph.read.encodings import decode
from graph.read.limits import Limits

Reader = Callable[[bytes, Limits], str]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READERS = {  # module and function, imported when such a file comes: most plans are text, and the libraries are large
    "application/pdf": ("graph.read.pdf", "read_pdf"),
    DOCX: ("graph.read.docx", "read_docx"),
    "text/html": ("graph.read.html", "read_html"),
}
_FOREIGN = (
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_FITTING = "save it as .docx, .pdf with a text layer, .html or UTF-8 .txt"


def read_document(path: Path, limits: Limits | None = None) -> Document:
    """Return the text of the document at `path`.

    The text of a .txt or .md file is the file's, character for character, without byte order mark. Raises
    `PlanError` with one sentence that says what is wrong and what would fit.
    """
    limits = limits or Limits()
    try:
        data = _read_bytes(path, limits)
        media_type = _media_type(data, path.suffix.lower())
        text = limits.check_characters(_reader(media_type)(data, limits))
    except PlanError as error:
        raise PlanError(f"{path.name}: {error}") from error
    if not text.strip():
        raise PlanError(f"{path.name}: The document is empty; give one with text.")
    # a lone surrogate has no UTF-8 form; only a broken UTF-16 file could hold one, and Python refuses to decode it
    return Document(text, hashlib.sha256(text.encode()).hexdigest(), path.name, media_type)


def _reader(media_type: str) -> Reader:
    """The function that reads files of a kind; text of any kind is only decoded."""
    if media_type not in _READERS:
        return lambda data, _: decode(data)
    module, function = _READERS[media_type]
    reader: Reader = getattr(import_module(module), function)
    return reader


def _read_bytes(path: Path, limits: Limits) -> bytes:
    """The file's content, if it is a file that can be read and is not too large."""
    try:
        if path.is_dir():
            raise PlanError("This is a folder; give a file.")
        if (size := path.stat().st_size) > limits.file_bytes:
            raise PlanError(f"The file has {size:,} bytes; at most {limits.file_bytes:,} are read.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanError("There is no such file.") from error
    except OSError as error:
        raise PlanError(f"The file cannot be read ({error.strerror}).") from error
    if not data:
        raise PlanError("The file is empty; give one with text.")
    return data


def _media_type(data: bytes, suffix: str) -> str:
    """What a file is, by its first bytes; `suffix` only tells text in Markdown from other text."""
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PlanError("The document is protected by a password; save it without one.")
        raise PlanError("This is an old Office file (.doc, .xls, .wps); save it as .docx.")
    for signature, what in _FOREIGN:
        if data.startswith(signature):
            raise PlanError(f"This is {what}; {_FITTING}.")
    if _is_html(data, suffix):
        return "text/html"
    return "text/markdown" if suffix in (".md", ".markdown") else "text/plain"


def _is_html(data: bytes, suffix: str) -> bool:
    """Whether a text is a web page: it begins as one, or is called one and has tags."""
    beginning = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", beginning, re.DOTALL):
        return True
    return suffix in (".html", ".htm", ".xhtml", ".shtml") and re.search(rb"<[a-z]+[ >/]", beginning) is not None
