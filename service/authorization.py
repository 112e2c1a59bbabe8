"""Who may write: nobody unless a token is set, and then who brings it."""

from __future__ import annotations

import hmac

from flask import Request

from service.problems import Problem


def require_writer(request: Request, token: str) -> None:
    """Let a request pass that carries the token; 403 where writing is off, 401 where the token is missing or wrong."""
    if not token:
        raise Problem(403, "Writing is switched off here; it is switched on by setting PLANGRAPH_WRITE_TOKEN.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Problem(
            401,
            "Writing needs a token: Authorization: Bearer …",
            headers={"WWW-Authenticate": 'Bearer realm="plangraph"'},
        )
    # Compared as bytes: compare_digest refuses text beyond ASCII, and its time tells nothing of where they differ.
    if not hmac.compare_digest(given.strip().encode(), token.encode()):
        raise Problem(
            401,
            "The token is not valid.",
            headers={"WWW-Authenticate": 'Bearer realm="plangraph", error="invalid_token"'},
        )
