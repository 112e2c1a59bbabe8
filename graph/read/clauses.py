"""Responsibility clauses: who is to do a task, in brackets, on a line of its own, or named without a label."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Problem
from graph.read.assigning_sentences import read_assigning_sentence
from graph.read.bracketed_lists import read_bracket
from graph.read.brackets import find_brackets, unclosed_problem
from graph.read.folding import FoldedText
from graph.read.labelled_lists import read_labelled_lists
from graph.read.units import NamedUnit


@dataclass(frozen=True, slots=True)
class Clause:
    """One responsibility clause, brackets included."""

    start: int
    end: int
    units: tuple[NamedUnit, ...]


def find_clauses(source: FoldedText, start: int, end: int) -> tuple[list[Clause], list[Problem]]:
    """Return the clauses between `start` and `end`, the own words of one passage, and unclosed brackets."""
    clauses: list[Clause] = []
    problems: list[Problem] = []
    for bracket in find_brackets(source.folded, start, end):
        if not bracket.is_closed:
            problems.append(unclosed_problem(source, bracket))
        if clauses and bracket.start < clauses[-1].end:
            continue
        units, clause_end = read_bracket(source, bracket, start, end)
        if units:
            clauses.append(Clause(bracket.start, clause_end, tuple(units)))
    free_from = start
    for clause in [*clauses, Clause(end, end, ())]:
        for list_start, list_end, units in read_labelled_lists(source, free_from, clause.start):
            clauses.append(Clause(list_start, list_end, tuple(units)))
        free_from = clause.end
    if not clauses and (sentence := read_assigning_sentence(source, start, end)):
        clauses.append(Clause(sentence[0], sentence[1], tuple(sentence[2])))
    return sorted(clauses, key=lambda clause: clause.start), problems
