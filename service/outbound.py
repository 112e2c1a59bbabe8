"""No way out: SERVICE and LOAD never make this service fetch anything, whatever the engine would do."""

from __future__ import annotations

from service.problems import Problem
from service.sparql_tokens import Token, tokens, unescaped

# Not an address any engine can fetch: a SILENT operation fails quietly on it, as the standard says it may.
_NOWHERE = "<urn:plangraph:not-reached>"
_REACHING = ("SERVICE", "LOAD")


def closed(text: str) -> str:
    """The query or update with every SILENT target made unreachable; 403 where one is not SILENT.

    Oxigraph has an HTTP client of its own and no switch for it (measured: SERVICE and LOAD reach a loopback listener).
    """
    if not any(word in unescaped(text).upper() for word in _REACHING):
        return text
    plain = unescaped(text)
    found = list(tokens(plain))
    targets = [_silent_target(found, index) for index, token in enumerate(found) if _reaches(token)]
    for target in reversed(targets):
        plain = plain[: target.start] + _NOWHERE + plain[target.end :]
    return plain


def _reaches(token: Token) -> bool:
    """Whether a token is one of the keywords that fetch."""
    return token.kind == "word" and token.text in _REACHING


def _silent_target(found: list[Token], index: int) -> Token:
    """The target of the SERVICE or LOAD at `index`, which must be SILENT."""
    keyword, rest = found[index], found[index + 1 : index + 3]
    if len(rest) == 2 and rest[0].text == "SILENT" and rest[1].kind in ("iri", "name"):
        return rest[1]
    raise Problem(403, f"{keyword.text} is not carried out here: this service fetches nothing from other addresses.")
