"""What is said, in Chinese and English, to whoever gives a question a value that does not fit."""

from __future__ import annotations

from collections.abc import Sequence

from queries.errors import Fit, ParameterError
from queries.question import Parameter, Question, Titles

SHOWN = 20  # of the things that one name may mean


def unknown(question: Question, name: str) -> ParameterError:
    """Refuse a parameter that the question does not have."""
    known = tuple(Fit(parameter.name, parameter.title["zh"]) for parameter in question.parameters)
    names = [fit.value for fit in known]
    takes = f"它的参数是:{'、'.join(names)}" if names else "它不带参数"
    return ParameterError(
        name,
        None,
        {
            "zh": f"问题 {question.name} 没有参数“{name}”,{takes}。",
            "en": f"{question.name} takes {', '.join(names) or 'no parameters'}, not “{name}”.",
        },
        known,
    )


def missing(parameter: Parameter, *, empty: bool) -> ParameterError:
    """Refuse a question without a value that it needs, or with an empty one."""
    zh = f"{'参数为空' if empty else '缺少参数'}:{parameter.name}({parameter.title['zh']})。"
    en = f"{parameter.name} is {'empty' if empty else 'needed'}."
    for example in parameter.example[:1]:
        zh, en = f"{zh}例如:{example}。", f"{en} For example: {example}."
    return ParameterError(parameter.name, "" if empty else None, {"zh": zh, "en": en})


def too_often(parameter: Parameter, given: Sequence[str], allowed: int) -> ParameterError:
    """Refuse more values than a parameter may have."""
    return ParameterError(
        parameter.name,
        ", ".join(given[:3]),
        {
            "zh": f"参数 {parameter.name} 给了 {len(given)} 次,最多 {allowed} 次。",
            "en": f"{parameter.name} is given {len(given)} times; it may be {allowed}.",
        },
    )


def no_text(parameter: Parameter, given: str) -> ParameterError:
    """Refuse what is no Unicode text."""
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"参数 {parameter.name} 的值含有半个代理对,不是合法的文字。",
            "en": f"{parameter.name} holds half a surrogate pair, which is no character.",
        },
    )


def no_date(parameter: Parameter, given: str) -> ParameterError:
    """Refuse what is no date."""
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"参数 {parameter.name}:“{given}”不是日期,请写 2025、2025-05 或 2025-05-31。",
            "en": f"{parameter.name}: “{given}” is no date; write 2025, 2025-05 or 2025-05-31.",
        },
    )


def no_number(parameter: Parameter, given: str) -> ParameterError:
    """Refuse what is no whole number, or one beyond the parameter's bounds."""
    bounds = [
        (zh, en, bound)
        for zh, en, bound in (("不小于", "at least", parameter.minimum), ("不大于", "at most", parameter.maximum))
        if bound is not None
    ]
    zh_bounds = "、".join(f"{zh} {bound}" for zh, _, bound in bounds)
    en_bounds = " and ".join(f"{en} {bound}" for _, en, bound in bounds)
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"参数 {parameter.name}:“{given}”不是{zh_bounds}{' 的' if bounds else ''}整数。",
            "en": f"{parameter.name}: “{given}” is no whole number{f' of {en_bounds}' if bounds else ''}.",
        },
    )


def no_choice(parameter: Parameter, given: str) -> ParameterError:
    """Refuse what is none of the words to choose from."""
    fits = tuple(Fit(choice, parameter.choice_titles[choice]["zh"]) for choice in parameter.choices)
    named = "、".join(f"{fit.value}({fit.title})" for fit in fits)
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"参数 {parameter.name}:没有“{given}”这一选项,可选:{named}。",
            "en": f"{parameter.name}: “{given}” is none of {', '.join(parameter.choices)}.",
        },
        fits,
    )


def no_shape(parameter: Parameter, given: str, why: Titles) -> ParameterError:
    """Refuse what is no shape that can be asked with, and say why."""
    sentences = {"zh": f"参数 {parameter.name}:{why['zh']}", "en": f"{parameter.name}: {why['en']}"}
    return ParameterError(parameter.name, given, sentences)


def no_such_thing(parameter: Parameter, given: str, near: tuple[Fit, ...]) -> ParameterError:
    """Refuse a name that nothing of the class has, and offer those that are like it."""
    offered = [fit.title for fit in near]
    zh = f",是否指:{'、'.join(offered)}?" if offered else "。"
    en = f" Is {' or '.join(offered)} meant?" if offered else ""
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"没有叫“{given}”的{parameter.title['zh']}{zh}",
            "en": f"No {_noun(parameter)} is called “{given}”.{en}",
        },
        near,
    )


def several_things(parameter: Parameter, given: str, found: tuple[Fit, ...]) -> ParameterError:
    """Refuse a name that several things of the class have, and list them: `found` has one too many if more have it."""
    shown, more = found[:SHOWN], len(found) > SHOWN
    listed = [f"{fit.title} <{fit.value}>" for fit in shown]
    zh = f"{len(shown)} 个以上:{'、'.join(listed)}……" if more else f"{len(shown)} 个:{'、'.join(listed)}"
    en = f"more than {len(shown)} things" if more else f"{len(shown)} things"
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"叫“{given}”的{parameter.title['zh']}有 {zh};请给出其中一个的 IRI。",
            "en": f"“{given}” names {en} that may be the {_noun(parameter)}: {', '.join(listed)}"
            f"{' …' if more else ''}; give the IRI of one.",
        },
        shown,
    )


def no_iri(parameter: Parameter, given: str) -> ParameterError:
    """Refuse what begins as an IRI and is none."""
    return ParameterError(
        parameter.name,
        given,
        {"zh": f"“{given}”不是合法的 IRI。", "en": f"“{given}” is not a valid IRI."},
    )


def nothing_there(parameter: Parameter, given: str) -> ParameterError:
    """Refuse an IRI of which nothing is known here."""
    return ParameterError(
        parameter.name,
        given,
        {"zh": f"这里没有 IRI 为 <{given}> 的事物。", "en": f"Nothing here has the IRI <{given}>."},
    )


def another_class(parameter: Parameter, given: str, has: Titles) -> ParameterError:
    """Refuse the IRI of a thing of another class than the parameter takes."""
    return ParameterError(
        parameter.name,
        given,
        {
            "zh": f"<{given}> 是{has['zh']},不是{parameter.title['zh']}。",
            "en": f"<{given}> is {has['en']}, not {_noun(parameter)}.",
        },
    )


def _noun(parameter: Parameter) -> str:
    """What the parameter takes, within a sentence."""
    title = parameter.title["en"]
    return title[:1].lower() + title[1:]
