"""Who may write what: nobody unless a token is set, and then who brings one, in the graphs it was made for."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from flask import Request

from service.http.problem import Problem
from service.settings import Settings
from service.writing.tokens import EVERYTHING, Token, TokenError, TokenFile, find_token, token_hash

log = logging.getLogger("plangraph")

_REALM = 'Bearer realm="plangraph"'


class Writers:
    """The tokens that are valid here: the one of the settings, and those of the file they name."""

    def __init__(self, settings: Settings) -> None:
        self._file = TokenFile(Path(settings.tokens)) if settings.tokens else None
        secret = settings.write_token
        self._set = (Token("PLANGRAPH_WRITE_TOKEN", token_hash(secret), None, (EVERYTHING,)),) if secret else ()

    def require(self, request: Request) -> Token:
        """The token that a request brings; 403 where writing is off, 401 where it brings none that is valid."""
        known = self._known()
        if self._file is None and not known:
            raise Problem(
                403, "Writing is switched off here; it is switched on by PLANGRAPH_TOKENS or PLANGRAPH_WRITE_TOKEN."
            )
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "Writing needs a token: Authorization: Bearer …", headers={"WWW-Authenticate": _REALM})
        found = find_token(known, secret.strip())
        if found is None:
            raise _invalid("The token is not valid.")
        if found.has_expired(datetime.now(UTC)):
            raise _invalid("The token has expired.")
        return found

    def _known(self) -> tuple[Token, ...]:
        if self._file is None:
            return self._set
        try:
            return (*self._set, *self._file.tokens())
        except TokenError as error:
            log.error("%s", error)
            raise Problem(503, "Nobody can write at present: the tokens cannot be read (the log says why).") from error


def require_right(token: Token, graphs: Iterable[str | None], *, everywhere: bool = False) -> None:
    """403 where the token may not write all of these graphs, or not everything where that may be written."""
    if token.may_write_everything:
        return
    if everywhere:
        raise _insufficient(
            "What this update writes cannot be told from its text (GRAPH with a variable, ALL, NAMED, relative or "
            "undeclared names …), so it needs a token for all graphs; name the graphs in full."
        )
    for graph in graphs:
        if not token.may_write(graph):
            named = "the default graph" if graph is None else f"<{graph[:500]}>"
            raise _insufficient(f"The token {token.name} may not write {named}.")


def _invalid(detail: str) -> Problem:
    challenge = f'{_REALM}, error="invalid_token", error_description="{detail}"'
    return Problem(401, detail, headers={"WWW-Authenticate": challenge})


def _insufficient(detail: str) -> Problem:
    return Problem(403, detail, headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"'})
