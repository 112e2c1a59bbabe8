"""The settings and where they come from."""

from __future__ import annotations

from dataclasses import fields

import pytest

from service.settings import Settings, SettingsError, from_environment, settings_table, to_environment


def test_nothing_set_means_the_defaults() -> None:
    """Without any variable the settings are their defaults; empty variables count as not set."""
    assert from_environment({}) == from_environment({"PLANGRAPH_PORT": ""}) == Settings()


def test_variables_are_read_as_what_they_set() -> None:
    """Numbers become numbers, 0 and 1 become no and yes, texts stay as they are."""
    settings = from_environment(
        {"PLANGRAPH_PORT": "9000", "PLANGRAPH_UNION_DEFAULT_GRAPH": "0", "PLANGRAPH_STORE": "/tmp/x", "HOME": "/"}  # noqa: S108 - not opened
    )
    assert (settings.port, settings.union_default_graph, settings.store) == (9000, False, "/tmp/x")  # noqa: S108 - not opened


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PLANGRAPH_PORT", "80a", "whole number"),
        ("PLANGRAPH_PORT", "70000", "between 1 and 65535"),
        ("PLANGRAPH_THREADS", "0", "between 1 and"),
        ("PLANGRAPH_LOG_REQUESTS", "yes", "0 or 1"),
        ("PLANGRAPH_BASE", "localhost:8080", "http:// or https://"),
        ("PLANGRAPH_PUBLIC_BASE", "https://plans.example", "end in /"),
        ("PLANGRAPH_SERVICES", "data.example/sparql", "address of a SPARQL endpoint"),
        ("PLANGRAPH_SERVICES", "https://data.example/sparql?query=", "address of a SPARQL endpoint"),
        ("PLANGRAPH_SERVICES", "https://a.example/sparql https://u:p@b.example/", "'https://u:p@b.example/'"),
        ("PLANGRAPH_SERVICES", "https://data.example/sparql=other.example", "IP address"),
        ("PLANGRAPH_WRITE_TOKEN", "short", "16 characters"),
        ("PLANGRAPH_WRITE_TOKEN", "口令" * 10, "ASCII"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str, reason: str) -> None:
    """The error names the variable and what would fit."""
    with pytest.raises(SettingsError, match=name) as caught:
        from_environment({name: value})
    assert reason in str(caught.value)


def test_settings_survive_the_environment() -> None:
    """What is written for a child process is read back as the same settings."""
    settings = Settings(port=9001, union_default_graph=False, write_token="x" * 16, public_base="https://a.example/p/")
    assert from_environment(to_environment(settings)) == settings


def test_the_table_lists_every_setting_once() -> None:
    """The table has a row a setting, with its variable, default and help in both languages."""
    table = settings_table()
    rows = table.splitlines()[2:]
    assert len(rows) == len(fields(Settings))
    for setting, row in zip(fields(Settings), rows, strict=True):
        assert row.count("|") == 5
        for part in ("environment", "zh", "en"):
            assert setting.metadata[part] in row
    assert "| `PLANGRAPH_PORT` | `8080` |" in table
    assert "| `PLANGRAPH_UNION_DEFAULT_GRAPH` | `1` |" in table


def test_the_token_is_not_shown_by_mistake() -> None:
    """Settings that are printed or logged do not print the token."""
    secret = "x" * 16
    assert secret not in repr(Settings(write_token=secret))
