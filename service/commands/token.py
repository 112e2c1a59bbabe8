"""`plangraph token`: who may write over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from service.settings import SettingsError, from_environment
from service.writing.tokens import EVERYTHING, TokenFile

_MOST_DAYS = 3650


@click.group()
def command() -> None:
    """Make, list and revoke tokens for writing over HTTP; PLANGRAPH_TOKENS names the file that keeps them.

    A running service takes a change into account at once.
    """


@command.command(name="make", short_help="Make a token and print it, once.")
@click.argument("name")
@click.option("--days", type=click.IntRange(1, _MOST_DAYS), default=90, show_default=True, help="How long it is valid.")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="GRAPH",
    help="What it may write: an IRI, an IRI ending in * for all that begin so, or `default`. Can be repeated.",
)
@click.option("--everything", is_flag=True, help="It may write every graph.")
def make(name: str, days: int, graphs: tuple[str, ...], *, everything: bool) -> None:
    """Make a token called NAME and print it: this once, for only its hash is kept."""
    if everything == bool(graphs):
        raise click.UsageError("Say what the token may write: --graph (once or several times), or --everything.")
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
    click.echo(_file().make(name, expires, (EVERYTHING,) if everything else graphs))
    click.echo(f"{name} is valid until {expires.isoformat()}.", err=True)


@command.command(name="list", short_help="Print every token's name, end, state and graphs.")
def list_tokens() -> None:
    """Print every token: name, end, whether it is over, and what it may write."""
    now = datetime.now(UTC)
    for token in _file().tokens():
        end = token.expires.isoformat() if token.expires else "-"
        state = "expired" if token.has_expired(now) else "valid"
        click.echo(f"{token.name}\t{end}\t{state}\t{' '.join(token.graphs)}")


@command.command(name="revoke", short_help="Take a token out.")
@click.argument("name")
def revoke(name: str) -> None:
    """Take the token called NAME out; it opens nothing any more."""
    _file().revoke(name)


def _file() -> TokenFile:
    path = from_environment().tokens
    if not path:
        raise SettingsError("PLANGRAPH_TOKENS is not set: it is the path of the file that keeps the tokens.")
    return TokenFile(Path(path))
