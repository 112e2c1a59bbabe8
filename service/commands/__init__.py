"""The command line: one command a module, each exposing `command`, imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from service.commands.store_option import add_store

# Module name and what `plangraph --help` says of it, so that listing the commands imports none of them.
COMMANDS = {
    "serve": "Answer over HTTP what the graph knows.",
    "build": "Read the plans that come with the program and put their checked graph into the store.",
    "extract": "Read a document and print what was found in it, as JSON.",
    "add": "Read a document and add its checked graph to the store.",
    "ask": "Answer a question of the catalogue.",
    "query": "Answer a SPARQL query from a file.",
    "geo": "Take positions from a town's GIS file, and write them out as GeoJSON.",
    "check": "Check the graph, and report what was not understood.",
    "load": "Put an RDF file into the store.",
    "dump": "Write the graph out as RDF.",
    "backup": "Copy the store, also while it is served.",
    "verify": "Check that a store or a backup is as it was written.",
    "restore": "Put a backup in the place of the store.",
    "token": "Make, list and revoke tokens for writing over HTTP.",
    "bench": "Measure the program beside other SPARQL servers.",
}

_WITHOUT_STORE = frozenset({"extract", "check", "token", "bench"})


class LazyGroup(click.Group):
    """A group whose commands live in modules named as they are."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"service.commands.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"service.commands.{cmd_name}.command is not a click command")
        if cmd_name not in _WITHOUT_STORE:
            for taking in (command, *getattr(command, "commands", {}).values()):
                add_store(taking)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of commands, from the table instead of from their modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plangraph", prog_name="plangraph")
def plangraph() -> None:
    """PlanGraph (规划图谱): a government action plan as a checked, cited knowledge graph.

    Settings are environment variables named PLANGRAPH_…; the README lists them.
    """


def main() -> None:
    """Run the command line; what cannot be done is one sentence on stderr and exit status 2."""
    try:
        plangraph()
    except Exception as error:
        from graph.model import PlanError  # noqa: PLC0415 - it brings rdflib, which would double the time of --help

        if not isinstance(error, PlanError):
            raise
        click.echo(f"plangraph: {error}", err=True)
        sys.exit(2)
