"""What an address gives as a number."""

from __future__ import annotations

from flask import request

from service.http.problem import Problem


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """A whole number of the address; 400 for anything else."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 15 and least <= int(text) <= most):
        raise Problem(400, f"{name} must be a whole number from {least} to {most}, not {text[:50]!r}.")
    return int(text)
