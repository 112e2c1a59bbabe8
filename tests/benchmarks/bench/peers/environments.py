"""Python environments of their own for what is published on PyPI: our lock files never see them."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.peers.base import run
from bench.processes import BenchmarkError


def installed(home: Path, requirement: str, program: str) -> Path:
    """The path of a program of a PyPI package, installed below `home` if it is not yet."""
    environment = home / f"venv-{requirement.replace('==', '-').replace('[', '-').replace(']', '')}"
    path = environment / "bin" / program
    if not path.exists():
        run([sys.executable, "-m", "venv", environment])
        try:
            run([environment / "bin" / "python", "-m", "pip", "install", "--quiet", requirement])
        except BenchmarkError as error:
            raise BenchmarkError(f"{requirement} cannot be installed: {error}") from error
    return path
