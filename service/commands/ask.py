"""`plangraph ask`: a question of the catalogue, each a command of its own with its parameters as options."""

from __future__ import annotations

import csv
import json
import sys
from functools import partial

import click

from queries.ask import AnswerPage, ask
from queries.catalogue import Catalogue
from queries.errors import UnknownQuestion
from queries.question import Parameter, ParameterType, Question
from service.commands.store_option import add_store
from service.process.stores import reached
from service.settings import from_environment
from service.words.interface import LANGUAGES

_DELIMITERS = {"tsv": "\t", "csv": ","}


class QuestionGroup(click.Group):
    """The catalogue's questions as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The questions' names."""
        return list(Catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The question of that name as a command; raises UnknownQuestion, which says what is near."""
        try:
            question = Catalogue()[cmd_name]
        except UnknownQuestion as error:
            ctx.fail(str(error))
        asking = click.Command(
            question.name,
            params=[*(_option(parameter) for parameter in question.parameters), _format_option()],
            callback=partial(_answer, question),
            help="\n\n".join(
                f"{question.title[language]} · {question.description[language]}" for language in LANGUAGES
            ),
            short_help=f"{question.title['zh']} · {question.title['en']}",
        )
        add_store(asking)
        return asking


@click.command(name="ask", cls=QuestionGroup, no_args_is_help=True)
def command() -> None:
    """Answer a question of the catalogue, e.g. `plangraph ask tasks-of-unit --unit 经发办`."""


def _option(parameter: Parameter) -> click.Option:
    """A parameter as an option."""
    hint = {ParameterType.IRI: "NAME|IRI", ParameterType.DATE: "DATE", ParameterType.WKT: "WKT"}.get(parameter.type)
    example = f"{'、'.join(parameter.example)}" if parameter.example else ""
    return click.Option(
        [f"--{parameter.name}", parameter.name.replace("-", "_")],
        multiple=parameter.repeatable,
        required=parameter.required,
        type=click.Choice(parameter.choices) if parameter.choices else str,
        metavar=None if parameter.choices else hint or "TEXT",
        help=f"{parameter.title['zh']} · {parameter.title['en']}{f' ({example})' if example else ''}",
    )


def _format_option() -> click.Option:
    """How the rows are written."""
    return click.Option(
        ["--format", "output_format"],
        type=click.Choice(["tsv", "csv", "json"]),
        default="tsv",
        show_default=True,
        help="How the rows are written; as JSON as over HTTP.",
    )


def _answer(question: Question, output_format: str, **options: str | tuple[str, ...] | None) -> None:
    """Print the whole answer."""
    names = {parameter.name.replace("-", "_"): parameter.name for parameter in question.parameters}
    values = {names[option]: value for option, value in options.items() if value}
    with reached(from_environment(), read_only=True) as store:
        page = ask(store, question, values)
        rows = page.rows
        while page.next_offset is not None:
            page = ask(store, question, values, offset=page.next_offset)
            rows = [*rows, *page.rows]
    if output_format == "json":
        click.echo(json.dumps({**_head(page), "rows": rows, "total": page.total, "next": None}, ensure_ascii=False))
        return
    writer = csv.writer(sys.stdout, delimiter=_DELIMITERS[output_format], lineterminator="\n")
    writer.writerow(page.columns)
    writer.writerows([row[name] for name in page.columns] for row in rows)


def _head(page: AnswerPage) -> dict[str, object]:
    """What the JSON says before the rows, as over HTTP."""
    return {"question": page.question, "parameters": dict(page.parameters), "columns": page.columns}
