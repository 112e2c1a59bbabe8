"""What a Chinese page says of an error, by its status; the detail that follows is English, and marked so."""

from __future__ import annotations

# A title, and a sentence on what it means for the reader.
_WORDS: dict[int, tuple[str, str]] = {
    400: ("请求有误", "请求里有一处读不懂,改正后再试。"),
    401: ("需要口令", "这里要凭口令才能写入。"),
    403: ("不允许", "这里不提供所要求的操作。"),
    404: ("没有找到", "这个地址下没有内容。"),
    405: ("不支持这种方法", "这个地址不接受这种请求方法。"),
    406: ("没有这种格式", "这里没有所要求的格式。"),
    408: ("等待超时", "请求发送得太慢,没有等到结尾。"),
    409: ("有冲突", "这次写入与现有数据冲突。"),
    410: ("已撤回", "这里的内容已经撤回。"),
    412: ("版本已变", "数据在此期间已经改变,请重新读取。"),
    413: ("内容太长", "请求的内容超过上限。"),
    414: ("地址太长", "请求的地址超过上限。"),
    415: ("不认识的格式", "这种格式的内容读不了。"),
    422: ("没有通过检查", "数据没有通过检查,未作改动。"),
    500: ("出错了", "是服务自己的差错,已记入日志。"),
    503: ("暂时不能回答", "现在太忙或数据暂时连不上,请稍后再试。"),
    504: ("查询超时", "查询用时超过上限,请缩小范围再试。"),
    507: ("空间不足", "存储空间不足,未作改动。"),
}
_OTHER = ("出错了", "请求没有完成。")


def chinese_words(status: int) -> tuple[str, str]:
    """The title and the sentence of a status."""
    return _WORDS.get(status, _OTHER)
