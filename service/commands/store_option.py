"""The option that names the store, which every command that uses one has."""

from __future__ import annotations

import os

import click


def add_store(command: click.Command) -> None:
    """Give a command the option, once."""
    if all(parameter.name != "store" for parameter in command.params):
        told = "Folder, :memory: or address of the store; PLANGRAPH_STORE."
        command.params.append(click.Option(["--store"], expose_value=False, callback=_use_store, help=told))


def _use_store(context: click.Context, parameter: click.Parameter, value: str | None) -> None:  # noqa: ARG001 - click's signature
    """Take a store for the one that the settings name, here and in the processes that are started from here."""
    if value is not None:
        os.environ["PLANGRAPH_STORE"] = value
