"""Write tokens: who may write which graphs until when, kept in a file that holds hashes and never a token."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.model import PlanError
from graph.store.sparql_text import is_iri

EVERYTHING = "*"
DEFAULT_GRAPH = "default"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OTHERS = 0o077


class TokenError(PlanError):
    """A token that cannot be made or revoked, or a file of tokens that cannot be used."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept.

    `graphs` are what it may write: `*` for everything, an IRI, an IRI with * at its end for all that begin so, or
    `default` for the store's own default graph.
    """

    name: str
    sha256: str
    expires: datetime | None  # None only for the one that the settings hold
    graphs: tuple[str, ...]

    def has_expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires is not None and now >= self.expires

    def may_write(self, graph: str | None) -> bool:
        """Whether it may write a graph; None is the default graph."""
        if graph is None:
            return EVERYTHING in self.graphs or DEFAULT_GRAPH in self.graphs
        return any(
            graph.startswith(pattern[:-1]) if pattern.endswith("*") else graph == pattern for pattern in self.graphs
        )

    @property
    def may_write_everything(self) -> bool:
        """Whether there is no graph that it may not write."""
        return EVERYTHING in self.graphs


def token_hash(secret: str) -> str:
    """What is kept of a token. It is random and long, so that a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_token(known: Sequence[Token], secret: str) -> Token | None:
    """The token with this secret; takes the same time whichever it is, or none."""
    wanted = token_hash(secret)
    found = None
    for token in known:
        if hmac.compare_digest(token.sha256, wanted):
            found = token
    return found


class TokenFile:
    """The tokens in a JSON file that only its owner may read or write (mode 0600)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int, int], tuple[Token, ...]] | None = None

    def tokens(self) -> tuple[Token, ...]:
        """The tokens as the file has them now; none where there is no file. Raises TokenError."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise TokenError(f"The tokens in {self._path} cannot be read: {error.strerror}.") from error
        if state.st_mode & _OTHERS:
            raise TokenError(f"{self._path} may be read or written by others; it must have mode 0600 (chmod 600).")
        stamp = (state.st_mtime_ns, state.st_ino, state.st_size)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, _parsed(self._path))
        return self._read[1]

    def make(self, name: str, expires: datetime, graphs: Sequence[str]) -> str:
        """Add a token and return its secret, which is told this once. Raises TokenError."""
        if not _NAME.fullmatch(name):
            raise TokenError(f"{name!r} is no name for a token: it has up to 64 letters, digits, '.', '-' and '_'.")
        for graph in graphs:
            _check_right(graph)
        secret = secrets.token_urlsafe(32)
        with self._alone():
            known = self.tokens()
            if any(token.name == name for token in known):
                raise TokenError(f"There is a token named {name}; revoke it first, or choose another name.")
            self._write((*known, Token(name, token_hash(secret), expires, tuple(graphs))))
        return secret

    def revoke(self, name: str) -> None:
        """Take a token out. Raises TokenError where there is none of that name."""
        with self._alone():
            known = self.tokens()
            kept = tuple(token for token in known if token.name != name)
            if len(kept) == len(known):
                names = ", ".join(token.name for token in known) or "none"
                raise TokenError(f"There is no token named {name!r}; there are {names}.")
            self._write(kept)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other commands from changing the file meanwhile."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            folder = os.open(self._path.parent, os.O_RDONLY)
        except OSError as error:
            raise TokenError(f"The tokens cannot be kept in {self._path}: {error.strerror}.") from error
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _write(self, known: Sequence[Token]) -> None:
        """Put another file in the place of the present one, whole, so that nobody reads half of it."""
        content = json.dumps({"tokens": [_as_json(token) for token in known]}, ensure_ascii=False, indent=1)
        other = self._path.with_name(f".{self._path.name}.new")
        try:
            other.unlink(missing_ok=True)
            with os.fdopen(os.open(other, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(content + "\n")
                file.flush()
                os.fsync(file.fileno())
            other.replace(self._path)
        except OSError as error:
            raise TokenError(f"The tokens cannot be kept in {self._path}: {error.strerror}.") from error


def _check_right(graph: str) -> None:
    if graph in (EVERYTHING, DEFAULT_GRAPH) or is_iri(graph.removesuffix("*")):
        return
    raise TokenError(f"{graph!r} names no graph: give an IRI, an IRI ending in *, 'default', or '*' for everything.")


def _as_json(token: Token) -> dict[str, Any]:
    expires = token.expires.isoformat() if token.expires else None
    return {"name": token.name, "sha256": token.sha256, "expires": expires, "graphs": list(token.graphs)}


def _parsed(path: Path) -> tuple[Token, ...]:
    """The tokens of a file; one that is not as we write it is refused whole."""
    try:
        content = json.loads(path.read_text("utf-8"))
        return tuple(_token(entry) for entry in content["tokens"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TokenError(f"{path} is no file of tokens ({type(error).__name__}: {error}).") from error


def _token(entry: dict[str, Any]) -> Token:
    expires = datetime.fromisoformat(entry["expires"])
    graphs = tuple(entry["graphs"])
    if expires.tzinfo is None or not all(isinstance(graph, str) for graph in graphs):
        raise ValueError(f"the token {entry['name']!r} is not complete")
    return Token(str(entry["name"]), str(entry["sha256"]), expires, graphs)
