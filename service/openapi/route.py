"""/openapi.json and /features/api: the descriptions as answers, above the routes that they describe."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from service.answers.pages import page
from service.answers.tables import answer_json
from service.context import context
from service.features import formats
from service.features.parameters import COMMON
from service.http.negotiation import HTML, Choice
from service.openapi.description import description
from service.openapi.features import features_description

blueprint = Blueprint("openapi", __name__)


@blueprint.route("/openapi.json")
def whole() -> Response:
    """The description of every address, for generators of clients."""
    wiring = context()
    response = Response(json.dumps(description(wiring.address, wiring.catalogue), ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    return response


@blueprint.route("/features/api")
def features() -> Response:
    """The description of /features, in OpenAPI 3.0."""
    from service.features.resources import answered  # noqa: PLC0415 - as in `service.routes.features`

    def make(_: object, choice: Choice) -> Response:
        document = features_description(context().address)
        if choice.media_type is HTML:
            return page("features/api.html", document=document)
        response = answer_json(document, choice)
        if choice.content_type == formats.OPENAPI.mime:
            response.headers["Content-Type"] = f"{choice.content_type};version=3.0"
        return response

    return answered(formats.DEFINITION, COMMON, make)
