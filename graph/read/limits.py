"""How much of a document is taken in, so that a bomb neither hangs the reader nor fills the memory."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import PlanError


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document that is read. The longest plans published have some 100,000 characters."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 200_000_000  # of all parts of a .docx together
    part_bytes: int = 50_000_000  # of one part of a .docx that is parsed
    pages: int = 2_000
    characters: int = 2_000_000

    def check_characters(self, text: str) -> str:
        """Return `text`, or refuse it where it is too long."""
        if len(text) > self.characters:
            raise PlanError(
                f"The document has {len(text):,} characters; at most {self.characters:,} are read: split it."
            )
        return text
