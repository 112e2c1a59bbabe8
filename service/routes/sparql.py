"""/sparql: the SPARQL 1.1 Protocol's query operation, the service description, and a page to write queries on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, make_response, request

from graph.store.answer import Answer, read_boolean, read_table
from graph.store.formats import Form, Format
from ontology.namespaces import PLANGRAPH, PREFIXES
from service.answers.pages import page
from service.context import context
from service.http.links import Links
from service.http.negotiation import DATASETS, GRAPHS, HTML, RESULTS, TABLES, Choice, MediaType, choose
from service.sparql.answers import SHOWN_ROWS, send
from service.sparql.description import description
from service.sparql.examples import examples
from service.sparql.geometry_warnings import GeometryWarning, geometry_warnings, warning_headers
from service.sparql.held import held
from service.sparql.protocol import Operation, query_operation
from service.sparql.querying import answered, choices, is_volatile
from service.sparql.result_tables import result_table
from service.words.editor import editor_words
from service.words.interface import language_of

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"])
def answer_query() -> Response:
    """Answer a query; without one, say what this is: as a page, or as a service description."""
    operation = query_operation(request)
    if operation is None:
        return _introduction()
    chosen = choices(request.headers.get("Accept"), operation.format)
    answer = answered(request, operation, chosen, context())
    choice = chosen[answer.form]
    warnings = geometry_warnings(operation.text)
    response = _made(operation, answer, choice, warnings)
    response.headers.extend(warning_headers(warnings))
    response.vary.add("Accept")
    if is_volatile(operation.text):
        response.headers["Cache-Control"] = "no-store"
    return response


def _introduction() -> Response:
    """The service description, or the page for a browser."""
    choice = choose(request.headers.get("Accept"), (*GRAPHS, HTML), request.args.get("format"))
    if choice.media_type is HTML:
        question = request.args.get("question")
        return _editor(_without_front_matter(context().catalogue[question].text) if question else "", None)
    response = make_response(description(context(), Format(choice.media_type.mime)))
    response.headers["Content-Type"] = choice.content_type
    response.vary.add("Accept")
    return response


def _made(operation: Operation, answer: Answer, choice: Choice, warnings: Sequence[GeometryWarning]) -> Response:
    """The answer as a page, as a table for people, or as the store wrote it."""
    if choice.media_type is HTML:
        return _result_page(operation, answer, warnings)
    if choice.media_type in TABLES:
        return result_table(answer, choice)
    return send(answer, choice.content_type)


def _result_page(operation: Operation, answer: Answer, warnings: Sequence[GeometryWarning]) -> Response:
    """The page with the query and its answer."""
    return _editor(operation.text, {"warnings": warnings, **_shown(answer)})


def _shown(answer: Answer) -> dict[str, object]:
    with held(answer, HTML.label, context().tables) as content:
        if answer.form is Form.BOOLEAN:
            return {"boolean": read_boolean(content)}
        if answer.form is Form.GRAPH:
            return {"graph": content.decode()}
        table = read_table(content)
        return {"variables": table.variables, "rows": table.rows[:SHOWN_ROWS], "total": len(table.rows)}


def _editor(text: str, result: Mapping[str, object] | None) -> Response:
    """The page that takes queries, with the one it has and its answer."""
    language = language_of(request)
    return page(
        "sparql/editor.html",
        text=text,
        result=result,
        examples=examples(language),
        questions=_questions_by_subject(language),
        words=editor_words(language),
        configuration=_configuration(language),
        union_default=context().settings.union_default_graph,
        formats=(*RESULTS, *TABLES, *GRAPHS, *DATASETS),
    )


def _without_front_matter(text: str) -> str:
    """A question's query without the comment lines that describe it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()


def _questions_by_subject(language: str) -> dict[str, list[tuple[str, str]]]:
    """The names and titles of the catalogue's questions, below the titles of their subjects."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in context().catalogue.values():
        found.setdefault(question.subject_title[language], []).append((question.name, question.title[language]))
    return found


def _configuration(language: str) -> dict[str, object]:
    """What the editor's scripts cannot know: words, prefixes, addresses, the formats to download."""
    links = context().links
    return {
        "words": editor_words(language),
        "prefixes": {prefix: str(namespace) for prefix, namespace in PREFIXES.items()},
        "base": links.base,
        "pages": _pages(links),
        "sparql": links.to("sparql"),
        "terms": links.to("sparql/terms", lang=language),
        "suggestions": links.to("search/suggest", lang=language),
        "formats": {"rows": _names((*RESULTS, *TABLES)), "graph": _names(GRAPHS)},
    }


def _pages(links: Links) -> dict[str, str]:
    """The addresses where ours and the vocabulary's things have their pages, by how their IRIs begin."""
    ours = [str(namespace) for namespace in PREFIXES.values() if namespace.startswith(PLANGRAPH)]
    return {links.base: links.to(""), **{name: str(links.document(f"{name}x")).removesuffix("x") for name in ours}}


def _names(offered: Sequence[MediaType]) -> list[tuple[str, str]]:
    """Formats by the name in ?format= and the one that people know."""
    return [(media_type.name, media_type.label) for media_type in offered]
