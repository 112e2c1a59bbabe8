"""The catalogue: every question there is, read from its files when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from rapidfuzz import process

from queries.errors import QuestionFileError, UnknownQuestion
from queries.front_matter import read_question
from queries.question import Question
from queries.subjects import SUBJECTS


class Catalogue(Mapping[str, Question]):
    """The questions by name, in the order of the subjects and names; `folder` holds a folder for each subject."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> Question:
        found = self._questions.get(name)
        if found is None:
            near = process.extract(name, list(self._questions), limit=3, score_cutoff=60)
            raise UnknownQuestion(name, tuple(match for match, _, _ in near))
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._questions

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        found: dict[str, Question] = {}
        for subject, file in self._files():
            name = file.name.removesuffix(".rq")
            if name in found:
                raise QuestionFileError(f"questions/{subject}/{name}.rq: {found[name].subject} has that name too")
            found[name] = read_question(name, subject, file.read_text("utf-8"))
        return found

    def _files(self) -> Iterator[tuple[str, Traversable]]:
        """Each subject's files, in the order of the subjects and then of the names."""
        folder = self._folder or files("queries") / "questions"
        filed = {entry.name: entry for entry in folder.iterdir() if entry.is_dir()}
        strange = sorted(set(filed) - set(SUBJECTS))
        if strange:
            raise QuestionFileError(
                f"questions/{strange[0]}: no subject is called that; there are {', '.join(SUBJECTS)}"
            )
        for subject in SUBJECTS:
            entries = filed[subject].iterdir() if subject in filed else ()
            for file in sorted(entries, key=lambda entry: entry.name):
                if file.name.endswith(".rq"):
                    yield subject, file
