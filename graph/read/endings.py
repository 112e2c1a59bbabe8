"""Where the last passage ends: signature, date, annexes and what a web page leaves behind belong to none."""

from __future__ import annotations

import re
from functools import cache

_ORGANISATION = (
    r"[^\s。,;:()\[\]“”《》\d]{2,40}"
    r"(?:委员会|委|人民政府|政府|办公室|办公厅|办事处|局|厅|部|会|院|中心|领导小组|指挥部|公司|集团)"
)
_CHINESE_YEAR = r"[一二][〇○零OＯ0-9一二三四五六七八九]{3}"
_DATE = (
    r"(?:\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
    rf"|{_CHINESE_YEAR} ?年 ?[一二三四五六七八九十]{{1,2}} ?月 ?[一二三四五六七八九十]{{1,3}} ?日)"
)
_CLOSING = (
    r"本(?:行动|工作|实施|专项|若干)?(?:方案|计划|意见|措施|规划|办法|通知|要点|清单|细则|政策|文件)"
    r"(?:自|由|各项|印发|发布|有效期|所称|所列|实施|执行|确定|中|明确|未尽)"
)
_DEBRIS = (
    r"附 ?件 ?(?:\d|[一二三四五六]|:|下载|$)|附 ?[:表录]|\(?此件|\(?联系人|抄 ?送|主 ?送|信息公开|公开(?:方式|属性)"
    r"|\[(?:原文|打印|关闭|相关|返回)|打印(?:本页|此页)?(?:$|[ \n])|关闭(?:窗口|本页)|[上下]一[篇条]|分享到|扫一扫"
    r"|责任编辑|相关(?:链接|附件|文章|解读|阅读)|政策解读[:\n ]|版权所有|网站地图|主办单位:.{0,30}(?:ICP|备案)"
    r"|- ?\[|https?://"
)


@cache
def _ending() -> re.Pattern[str]:
    signature = rf"(?:{_ORGANISATION}[ \n]{{1,20}}){{1,6}}{_DATE}|{_DATE} *(?=$|\(此|印发)"
    alone = rf"{_ORGANISATION}[ \n]*\Z|{_CLOSING}|{_DEBRIS}"
    on_new_line = rf"(?:(?<=\n)|(?<=[。)\]]) ) *(?:{alone})"  # a space may stand for the line break
    return re.compile(rf"(?<=[\n。)\]]) *(?:{signature})|{on_new_line}", re.MULTILINE)


def find_end(folded: str, start: int, end: int) -> int:
    """Return where the words of the last passage end, which begins at `start`; `end` is the end of the text."""
    match = _ending().search(folded, start, end)
    return end if match is None else match.start()
