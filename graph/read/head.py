"""Reads who issues a plan, when, for which years and under which title, from its beginning and its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from graph.model import Passage, Period
from graph.read.dates import find_days
from graph.read.folding import fold
from graph.read.periods import read_period
from graph.read.sentences import Span, plain
from graph.read.signatures import Signature, read_signature

_REGION = 3000  # characters of a head, where no passage says where it ends
_LONGEST_TITLE = 150
_DOCUMENT = r"(?:计划|方案|规划|纲要|意见|要点|办法|措施|安排|举措|细则|规定|决定|清单|工程|任务书|路线图|报告)"
_REMARK = r"\((?=[^()]*(?:\d{4}|[〇○零一二三四五六七八九]{4}|稿|草案|试行|暂行|修订|版|暂定))[^()]{1,30}\)"
_TITLE_END = re.compile(rf"(?!.*本(?:行动|实施|工作)?{_DOCUMENT})[^。,;:!?]*{_DOCUMENT}(?:{_REMARK})*")
_BARE_KIND = re.compile(rf"(?:[两二三四五六七八九十\d]+年)?(?:工作|实施|行动|发展|专项|规划)*{_DOCUMENT}(?:{_REMARK})*")
_UNFINISHED = re.compile(r"(?:关于|的|和|与|及|加强|加快|推进|推动|促进|深化|开展|落实|贯彻)$")
_REMARK_ALONE = re.compile(rf"(?:{_REMARK})+")
_NO_TITLE = re.compile(
    r".*[。,;:!?].*|附件\d*|附|.*文件|.*[\]号]\s*\d*号|[\[(]?\d{4}[\])]?\d*号?|[^一-鿿A-Za-z]+|.*\.(?:md|txt|docx?|pdf|html?)"
    r"|(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})年.{1,6}日"
)
_BODY = re.compile(r"(?:中共)?[一-鿿]{2,24}(?:委员会|人民政府|办公厅|办公室|[局委厅])")
_PROMULGATED = re.compile(r"(?:印发|发布|下发|批转|转发)\s*(?:关于)?\s*《([^《》]{4,150})》")
_WORD = re.compile(r"\S+")
_ISSUER_LABEL = re.compile(r"(?:发布机构|发布单位|发文机关|发文单位|制发机关|制定机关|印发机关|印发单位)\s*[:]\s*(\S+)")
_DATE_LABELS = (
    re.compile(r"(?:成文|发文|印发|签发|制定)(?:日期|时间)\s*[:]\s*"),
    re.compile(r"(?:发布|公布|公开|生成)(?:日期|时间)\s*[:]\s*"),
)
_FROM_TITLE = re.compile(rf"({_BODY.pattern})(?=关于|印发)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says of itself."""

    title: str
    issuers: tuple[str, ...]
    date: str | None  # ISO date of issue
    period: Period | None


def read_head(text: str, passages: Sequence[Passage], name: str) -> Head:
    """Return title, issuers, date of issue and period of the plan in `text`; `name` is its file's, for want of a title.

    *Title*: the last run of lines before the first passage that ends in 计划, 方案, 规划 … (so a plan's own title
    rather than that of the notice it comes with), with remarks such as (2023-2025年)(草案); else the 《…》 that a
    notice promulgates; else the first line; else the file's name. White space inside it, which only wraps the lines
    of a title, is taken out, except between Latin words; all other characters stay as written.

    *Issuers and date*: from the signature at the end, else that of the notice before the plan, else labelled lines
    (发布机构:, 成文日期:), else, for issuers only, the body with which the title begins (…委员会关于…). A signature
    without a date, and a date without a signature, are taken singly from the next of these.

    *Period*: see `graph.read.periods`.
    """
    folded = fold(text)
    region = Span(0, min((passage.start for passage in passages), default=min(len(text), _REGION)))
    own = _own_title(folded, region)
    title = _spell(text, own) if own else _other_title(text, folded, region) or PurePath(name).stem
    signatures = [found for found in (read_signature(folded, len(folded)), *_notice(folded, region)) if found]
    return Head(
        title=title,
        issuers=next((found.issuers for found in signatures if found.issuers), _named_issuers(folded, region)),
        date=next((found.date for found in signatures if found.date), _labelled_date(folded, region)),
        period=read_period(fold(title), folded, region.end),
    )


def _words(folded: str, region: Span) -> list[tuple[Span, bool]]:
    """Return the words (between white space) of `region`, each with whether a blank line stands before it.

    Where a document came without line breaks, two spaces are taken for a blank line.
    """
    words, position = [], region.start
    for match in _WORD.finditer(folded, *region):
        gap = folded[position : match.start()]
        blank = gap.count("\n") > 1 or ("\n" not in gap and len(gap) > 1)
        words.append((Span(*match.span()), blank))
        position = match.end()
    return words


def _own_title(folded: str, region: Span) -> list[Span] | None:
    """Return the words of the last title in `region`."""
    words = _words(folded, region)
    for index in range(len(words) - 1, -1, -1):
        if not _TITLE_END.fullmatch(folded, *words[index][0]):
            continue
        first = _first_word(folded, words, index)
        last = index
        while last + 1 < len(words) and _REMARK_ALONE.fullmatch(folded, *words[last + 1][0]):
            last += 1
        title = [span for span, _ in words[first : last + 1]]
        if _is_whole(folded, words, first, last) and 4 <= sum(s.end - s.start for s in title) <= _LONGEST_TITLE:
            return title
    return None


def _first_word(folded: str, words: Sequence[tuple[Span, bool]], index: int) -> int:
    """Return the first word of the title that ends with word `index`: back to a blank line or to what is no title.

    A blank line in the middle of a title, before 三年行动计划 alone or behind 关于, is passed over.
    """
    end = words[index][0].end
    while index and not _NO_TITLE.fullmatch(folded, *words[index - 1][0]):
        if end - words[index][0].start > _LONGEST_TITLE:
            break  # too long to be one already
        previous = words[index - 1][0]
        if words[index][1] and not (
            _BARE_KIND.fullmatch(folded, *words[index][0]) or _UNFINISHED.search(folded, *previous)
        ):
            break
        if _BODY.fullmatch(folded, *previous) and not folded.startswith("关于", words[index][0].start):
            break  # an issuer on a line of its own
        index -= 1
    return index


def _is_whole(folded: str, words: Sequence[tuple[Span, bool]], first: int, last: int) -> bool:
    """Whether the title begins and ends where a sentence could: not in the middle of a wrapped line."""
    if folded[words[last][0].end :].lstrip()[:1] in {",", "。", "、", ";"}:
        return False
    if first == 0 or words[first][1]:
        return True
    previous = folded[slice(*words[first - 1][0])]
    return previous[-1] not in ",、;" and not re.search("[,、;].*[^。:!?]$", previous)


def _spell(text: str, words: Sequence[Span]) -> str:
    return plain(" ".join(text[word.start : word.end] for word in words))


def _other_title(text: str, folded: str, region: Span) -> str | None:
    """Return the title that a notice promulgates, else the first line if it is no sentence and stands by itself."""
    if promulgated := _PROMULGATED.search(folded, *region):
        return plain(text[promulgated.start(1) : promulgated.end(1)])
    line = _first_line(folded, region)
    spelled = _spell(text, [span for span, _ in _words(folded, line)])
    return spelled if re.search("[一-鿿]", spelled) and "。" not in spelled and len(spelled) <= _LONGEST_TITLE else None


def _first_line(folded: str, region: Span) -> Span:
    """Return the first line of `region` if a blank line or nothing follows it, else nothing."""
    words = folded[slice(*region)]
    start = len(words) - len(words.lstrip())
    line, _, rest = words[start:].partition("\n")
    stands_alone = not rest.strip() or not rest.partition("\n")[0].strip()
    return Span(region.start + start, region.start + start + (len(line) if stands_alone else 0))


def _notice(folded: str, region: Span) -> Iterator[Signature]:
    """Yield the signature of the notice before the plan, and then a date that stands alone under a title."""
    for day in find_days(folded, *region):
        signature = read_signature(folded, day.end)
        if signature and signature.issuers:
            yield signature
    for day in find_days(folded, *region):
        if re.search(r"(?:\n\s*|\(\s*)$", folded[: day.start]) and re.match(r"\s*(?:\n|\)|印发|$)", folded[day.end :]):
            yield Signature((), day.lexical)


def _named_issuers(folded: str, region: Span) -> tuple[str, ...]:
    """Return the issuers of a labelled line, else the body with which a title begins."""
    if label := _ISSUER_LABEL.search(folded, *region):
        bodies = tuple(body for body in re.split("[、,;]", label[1]) if _BODY.fullmatch(body))
        if bodies and not re.search("相关|有关", label[1]):
            return bodies
    for word, _ in _words(folded, region):
        if named := _FROM_TITLE.match(folded, *word):
            return (named[1],)
    return ()


def _labelled_date(folded: str, region: Span) -> str | None:
    for pattern in _DATE_LABELS:
        for label in pattern.finditer(folded, *region):
            day = next(find_days(folded, label.end(), min(len(folded), label.end() + 20)), None)
            if day is not None and day.start == label.end():
                return day.lexical
    return None
