"""Asks PostGIS the SQL of each case of postgis.json and writes its answers there.

    python tests/unit/fixtures_geosparql/ask_postgis.py [what psql needs to reach a database with PostGIS]

Debian: apt install postgresql postgresql-15-postgis-3, then CREATE EXTENSION postgis in a database.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ANSWERS = Path(__file__).with_name("postgis.json")


def answers(statements: list[str], connection: list[str]) -> list[str]:
    """What the statements say, a line each."""
    command = ["psql", *connection, "--no-align", "--tuples-only", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    script = "".join(f"{statement};\n" for statement in statements)
    return subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout.splitlines()


def main(connection: list[str]) -> None:
    """Ask everything anew."""
    asked = json.loads(ANSWERS.read_text("utf-8"))
    version, *found = answers(["SELECT postgis_full_version()", *(case["sql"] for case in asked["cases"])], connection)
    asked["postgis"] = version
    for case, answer in zip(asked["cases"], found, strict=True):
        case["answer"] = answer
    ANSWERS.write_text(json.dumps(asked, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
