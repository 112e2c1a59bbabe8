"""What can be wrong with a geometry, a unit or a reference system: an expression error for SPARQL, with its reason."""

from __future__ import annotations

from graph.model import PlanError


class GeometryError(PlanError):
    """A value from which nothing spatial can be computed; the message says why."""


class UnknownCrs(GeometryError):
    """A coordinate reference system that PROJ does not know."""


class UnknownUnit(GeometryError):
    """A unit of measure that is not known, or that does not measure this."""
