"""HTML pages: the words, links and formatting that templates may use, and the language they are in."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from jinja2 import StrictUndefined

from ontology.namespaces import PLANGRAPH
from service.answers.anchors import anchors, in_language
from service.context import context
from service.words.interface import LANGUAGES, language_of, word
from service.words.labels import short


def register(app: Flask) -> None:
    """Give every template its language, words and links."""
    app.context_processor(_template_context)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def page(template: str, **content: object) -> Response:
    """A page in the reader's language."""
    response = make_response(render_template(template, **content))
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    response.content_language.add("zh-Hans" if language_of(request) == "zh" else "en")
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _template_context() -> dict[str, object]:
    """What a template can call."""
    links = context().links
    language = language_of(request)
    chosen = request.args.get("lang")
    kept = chosen if chosen in LANGUAGES else None  # a language chosen by link is kept by every link

    def link(path: str, **query: str | int | None) -> str:
        return links.to(path, lang=kept, **query)

    def document(iri: str) -> str | None:
        target = links.document(iri)
        if target is None or kept is None or not target.startswith("/"):
            return target
        address, _, fragment = target.partition("#")
        return f"{address}?lang={kept}" + (f"#{fragment}" if fragment else "")

    other = "en" if language == "zh" else "zh"
    return {
        "language": language,
        "kept_language": kept,
        "word": lambda key: word(key, language),
        "link": link,
        "document": document,
        "anchor": anchors(document, language),
        "in_language": lambda label: in_language(label, language),
        "asset": lambda name: links.to(f"static/{name}"),
        "same_with": lambda **query: links.to(
            request.path.lstrip("/"), **{**request.args.to_dict(flat=False), **query}
        ),
        "short": short,
        "namespace_of": lambda name: f"{PLANGRAPH}{'ontology' if name == 'plan' else name}#",
        "other_language": links.to(request.path.lstrip("/"), **{**request.args.to_dict(), "lang": other}),
    }
