"""What stands around the text of a web page: menus, breadcrumbs, footers, lists of links."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import PreformattedString

_NEVER_TEXT = (
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "select", "button", "iframe", "svg",
    "object", "head", "menu", "input", "textarea",
)  # fmt: skip
_HIDDEN = "[hidden], [role=navigation], [style*='display:none'], [style*='display: none']"
_NAMES = re.compile(
    r"(?:^|[-_ ])(?:foot|footer|copyright|breadcrumbs?|crumbs?|nav|navbar|menu|share|sidebar|toolbar|header|topbar|"
    r"related|pager|print|qrcode|location|position)(?:[-_ ]|$)",
    re.IGNORECASE,
)
_SMALL = 0.3  # of the page's words; a larger element is no furniture, whatever it is called
_BOXES = ["div", "ul", "ol", "dl", "p", "td", "header", "section", "table", "span"]


def drop_furniture(body: Tag) -> None:
    """Remove from a page what is never its text."""
    for tag in [*body(_NEVER_TEXT), *body.select(_HIDDEN)]:
        if not tag.decomposed:
            tag.decompose()
    words, links = count_words(body)
    total = words.get(id(body), 0)
    doomed = [tag for tag in body.find_all(_BOXES) if _is_furniture(tag, words, links, total)]
    for tag in doomed:
        if not tag.decomposed:
            tag.decompose()


def count_words(body: Tag) -> tuple[dict[int, int], dict[int, int]]:
    """Return, by the `id` of each element, how many characters stand in it outside links, and in links."""
    words: dict[int, int] = {}
    links: dict[int, int] = {}
    for text in body.find_all(string=True):
        length = 0 if isinstance(text, PreformattedString) else len(text.strip())
        if not length:
            continue
        parents = list(text.parents)
        counts = links if any(parent.name == "a" for parent in parents) else words
        for parent in parents:
            counts[id(parent)] = counts.get(id(parent), 0) + length
    return words, links


def _is_furniture(tag: Tag, words: dict[int, int], links: dict[int, int], total: int) -> bool:
    """Whether an element is small and called what furniture is called, or holds little but links."""
    own, linked = words.get(id(tag), 0), links.get(id(tag), 0)
    if own > _SMALL * total:
        return False
    if linked > 9 * own and len(tag.find_all("a", limit=2)) > 1:
        return True
    names = [*tag.get_attribute_list("class"), tag.get("id")]
    return any(_NAMES.search(str(name)) for name in names if name)
