"""Whether every server gives the answers ours gives: only then is their speed worth comparing."""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterable

from bench.client import Rows
from bench.peers.all import OURS
from bench.processes import BenchmarkError
from bench.questions import Question
from bench.run import Figures, Run

_SECONDS = 60
SAME = "same"


def measure(run: Run, questions: Iterable[Question]) -> dict[str, Figures]:
    """By server and question: "same", or what is different."""
    verdicts: dict[str, Figures] = {name: {} for name in run.running}
    for question in questions:
        answers = {name: _answer(run, name, question) for name in [*run.running]}
        expected = answers[OURS]
        for name, answer in answers.items():
            verdicts[name][question.name] = _verdict(expected, answer)
    return verdicts


def answered(run: Run, questions: Iterable[Question]) -> list[Question]:
    """Those that every server answers, each asked once more where that was not known to fail."""
    questions = list(questions)
    for name in [*run.running]:
        for question in run.answerable(questions):
            _answer(run, name, question)
    return run.answerable(questions)


def _answer(run: Run, name: str, question: Question) -> Rows | str:
    """The rows, or why there are none: then the server is not asked that again."""
    try:
        return run.running[name].endpoint.rows(question.query, _SECONDS)
    except TimeoutError:
        run.unanswered.add((name, question.name))
        run.restart(name)
        return f"none within {_SECONDS} s"
    except (BenchmarkError, OSError, http.client.HTTPException, ValueError) as error:
        run.unanswered.add((name, question.name))
        return " ".join(str(error).split())[:160]


def _verdict(expected: Rows | str, answer: Rows | str) -> str:
    if isinstance(answer, str):
        return answer
    if isinstance(expected, str):
        return f"{len(answer)} rows where ours says: {expected}"
    if answer == expected:
        return SAME
    common = (Counter(answer) & Counter(expected)).total()
    return f"{len(answer)} rows where ours has {len(expected)}, {common} in common"
