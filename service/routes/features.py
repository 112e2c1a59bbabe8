"""/features: OGC API – Features; what answers is imported with its libraries when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

blueprint = Blueprint("features", __name__)

_RESOURCES = {
    "/features": "landing",
    "/features/": "landing",
    "/features/conformance": "conformance",
    "/features/collections": "collections",
    "/features/collections/<collection>": "collection",
    "/features/collections/<collection>/queryables": "queryables",
    "/features/collections/<collection>/items": "items",
    "/features/collections/<collection>/items/<path:feature>": "item",
}


def _answering(resource: str) -> Callable[..., Response]:
    """What answers requests for a resource."""

    def answer(**path: str) -> Response:
        # Geometry and projections take a third of a second and 30 MB, which who never asks for features never pays.
        from service.features import resources  # noqa: PLC0415

        response: Response = getattr(resources, resource)(**path)
        return response

    return answer


_VIEWS = {resource: _answering(resource) for resource in _RESOURCES.values()}
for _rule, _resource in _RESOURCES.items():
    blueprint.add_url_rule(_rule, endpoint=_resource, view_func=_VIEWS[_resource])
