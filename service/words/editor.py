"""The words of the query editor, which its scripts show, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from service.words.interface import LANGUAGES

# One row a word, both languages side by side; {} is filled in by the script.
_WORDS: dict[str, tuple[str, str]] = {
    "editor": ("SPARQL 查询语句", "SPARQL query"),
    "editor_hint": (
        "Ctrl+Enter 运行，Ctrl+空格 补全；输入地名、单位名可得到它的 IRI。",
        "Ctrl+Enter runs, Ctrl+Space completes; typing a place's or unit's name offers its IRI.",
    ),
    "run": ("运行", "Run"),
    "stop": ("停止", "Stop"),
    "running": ("正在查询…", "Asking…"),
    "stopped": ("已停止。", "Stopped."),
    "rows": ("{} 行，{} 毫秒", "{} rows in {} ms"),
    "row": ("1 行，{} 毫秒", "1 row in {} ms"),
    "triples": ("{} 个三元组，{} 毫秒", "{} triples in {} ms"),
    "boolean": ("答案，{} 毫秒", "Answer in {} ms"),
    "true": ("是（true）", "Yes (true)"),
    "false": ("否（false）", "No (false)"),
    "no_rows": ("没有结果。", "No rows."),
    "first_rows": (
        "这里只显示前 {} 行，共 {} 行；下载的文件有全部。",
        "The first {} of {} rows are shown; the downloads have them all.",
    ),
    "too_large": (
        "答案超过 {} MB，浏览器里不显示；请下载，或加上 LIMIT。",
        "The answer is longer than {} MB and is not shown here; download it, or add a LIMIT.",
    ),
    "unreachable": (
        "无法连到服务器，请检查网络后重试。",
        "The server cannot be reached; check the network and try again.",
    ),
    "at_line": ("第 {} 行，第 {} 列", "line {}, column {}"),
    "go_there": ("跳到出错处", "Go to the error"),
    "declare": ("补上缺少的 PREFIX 并运行", "Add the missing PREFIX lines and run"),
    "as_table": ("表格", "Table"),
    "as_graph": ("关系图", "Graph"),
    "as_map": ("地图", "Map"),
    "views": ("结果的显示方式", "How the answer is shown"),
    "result": ("结果", "Result"),
    "graph_label": (
        "关系图：{} 个节点，{} 条边；同样的内容见表格。",
        "A graph of {} nodes and {} edges; the table has the same.",
    ),
    "graph_cut": ("只画前 {} 个节点。", "Only the first {} nodes are drawn."),
    "map_label": ("地图：{} 个形状；同样的内容见表格。", "A map of {} shapes; the table has the same."),
    "map_skipped": (
        "有 {} 个值不是 CRS84 坐标的 WKT，没有画出。",
        "{} values are not WKT in CRS84 and are not drawn.",
    ),
    "map_cut": ("只画前 {} 个形状。", "Only the first {} shapes are drawn."),
    "downloads": ("下载", "Download"),
    "too_long": (
        "语句太长，放不进下载链接；请用 POST 方式发送。",
        "The query is too long for a download link; send it by POST.",
    ),
    "share": ("复制链接", "Copy link"),
    "shared": ("链接已复制。", "The link is copied."),
    "share_failed": ("请复制地址栏里的链接。", "Copy the link from the address bar."),
    "recent": ("最近的查询", "Recent queries"),
    "recent_hint": ("只保存在这台设备的浏览器里。", "Kept in this browser only."),
    "forget": ("删除", "Delete"),
    "forget_all": ("全部删除", "Delete all"),
    "geometry_unreadable": ("语句里的这个几何不能读。", "This geometry in the query cannot be read."),
    "geometry_empty": ("语句里的这个几何是空的。", "This geometry in the query is empty."),
    "geometry_invalid": (
        "语句里的这个几何自相交叉或不合规则，已按修复后的形状计算。",
        "This geometry in the query crosses itself or is not valid otherwise; it is computed with as repaired.",
    ),
    "geometry_latitude": (
        "语句里的这个几何纬度超过 90 度：经纬度的顺序可能颠倒，或者单位不是度。",
        "A latitude of this geometry in the query is beyond 90 degrees: its axes are swapped, or it is not in degrees.",
    ),
    "geometry_axes-swapped": (
        "语句里的这个几何把两个坐标对调后才在中国境内：坐标的顺序可能颠倒。",
        "This geometry in the query would lie in China if its axes were swapped.",
    ),
    "geometry_longitude": (
        "语句里的这个几何经度超过 180 度。",
        "A longitude of this geometry in the query is beyond 180 degrees.",
    ),
    "geometry_wide": (
        "语句里的这个几何宽过半个地球；跨越 180 度经线的要写成两部分。",
        "This geometry in the query is wider than half the earth; one across the antimeridian is written in two parts.",
    ),
    "used": ("数据中有 {} 处", "{} in the data"),
    "unused": ("数据中没有", "not in the data"),
    "class": ("类", "class"),
    "property": ("属性", "property"),
    "concept": ("概念", "concept"),
    "prefix": ("前缀", "prefix"),
    "catalogue": ("问题库里的查询", "Queries of the catalogue"),
}


def editor_words(language: str) -> Mapping[str, str]:
    """All words in a language, by key."""
    which = LANGUAGES.index(language)
    return {key: texts[which] for key, texts in _WORDS.items()}
