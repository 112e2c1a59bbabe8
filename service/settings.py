"""The settings of the service: the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.model import PlanError

_WEB = ("http://", "https://")
_TILE = frozenset("zxy")
_NAMED = re.compile(r"\{([a-z])\}")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[^'\";,<>\\]*$")  # a host that may stand in a security policy
_SERVICE = re.compile(
    r"https?://[^/?#@=\s]+(?:/[^?#=\s<>]*)?(?:=(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*))?"
)
_NO_ADDRESS = re.compile(r"""[<>"{}|^`\\\s]""")


class SettingsError(PlanError):
    """A setting whose value cannot be used; the message names it and what would fit."""


def _setting(default: str | int | bool, environment: str, zh: str, en: str) -> Any:
    """A field that knows its environment name and its help in both languages."""
    secret = environment.endswith(("_TOKEN", "_PASSWORD"))
    return field(default=default, repr=not secret, metadata={"environment": environment, "zh": zh, "en": en})


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, with its default; `from_environment` reads the rest."""

    store: str = _setting(
        "var/store",
        "PLANGRAPH_STORE",
        "图谱存放处:文件夹、:memory:(内存)或远程 SPARQL 服务的 https 地址",
        "where the graph is kept: a folder, :memory:, or the address of a SPARQL server",
    )
    store_user: str = _setting(
        "", "PLANGRAPH_STORE_USER", "远程存储的用户名", "the user name that a remote store is shown"
    )
    store_password: str = _setting("", "PLANGRAPH_STORE_PASSWORD", "远程存储的密码", "the password that goes with it")
    store_token: str = _setting(
        "", "PLANGRAPH_STORE_TOKEN", "远程存储的口令(Bearer)", "the bearer token that a remote store is shown instead"
    )
    store_engine: str = _setting(
        "",
        "PLANGRAPH_STORE_ENGINE",
        "远程存储的引擎(Oxigraph、Virtuoso、GraphDB、Stardog、Neptune、QLever);空则由其 Server 头识别",
        "what a remote store is: Oxigraph, Virtuoso, GraphDB, Stardog, Neptune, QLever; empty: what it calls itself",
    )
    base: str = _setting(
        "http://localhost:8080/",
        "PLANGRAPH_BASE",
        "数据中标识符(IRI)的开头,以 / 结尾;改动后要重新 build",
        "the beginning of the data's identifiers, ending in /; build again after changing it",
    )
    public_base: str = _setting(
        "",
        "PLANGRAPH_PUBLIC_BASE",
        "对外服务的地址,以 / 结尾;空则取请求的地址(反向代理之后应当设置)",
        "the address the public reaches us at, ending in /; empty: the address of the request (set it behind a proxy)",
    )
    host: str = _setting(
        "127.0.0.1", "PLANGRAPH_HOST", "监听的地址;0.0.0.0 为所有网卡", "the address to listen on; 0.0.0.0 is every one"
    )
    port: int = _setting(8080, "PLANGRAPH_PORT", "监听的端口", "the port to listen on")
    threads: int = _setting(
        6,
        "PLANGRAPH_THREADS",
        "同时处理的请求数(应多于 PLANGRAPH_READERS)",
        "how many requests are worked on at once; more than PLANGRAPH_READERS, so that queries can wait for one",
    )
    write_token: str = _setting(
        "",
        "PLANGRAPH_WRITE_TOKEN",
        "写入口令(至少 16 个字符);空则不接受写入",
        "the token for writing, at least 16 characters; empty: no writing at all",
    )
    tokens: str = _setting(
        "",
        "PLANGRAPH_TOKENS",
        "写入口令文件(plangraph token 生成,权限 0600);空则只认 PLANGRAPH_WRITE_TOKEN",
        "the file of write tokens (made by plangraph token, mode 0600); empty: only PLANGRAPH_WRITE_TOKEN counts",
    )
    union_default_graph: bool = _setting(
        True,
        "PLANGRAPH_UNION_DEFAULT_GRAPH",
        "查询的默认图是否为所有命名图之并;0 为严格的数据集",
        "whether a query's default graph is the union of the named graphs; 0: strict datasets",
    )
    services: str = _setting(
        "",
        "PLANGRAPH_SERVICES",
        "查询可用 SERVICE 访问的 SPARQL 端点地址,以空格分隔,内网主机写作 地址=IP;空则都不访问",
        "SPARQL endpoints that queries may ask by SERVICE, with spaces between; a host within the network as "
        "address=IP; empty: none",
    )
    publisher: str = _setting(
        "PlanGraph", "PLANGRAPH_PUBLISHER", "数据目录的发布者名称", "who publishes the catalogue of datasets, by name"
    )
    contact: str = _setting(
        "",
        "PLANGRAPH_CONTACT",
        "数据目录的联系方式(mailto: 或 http 地址)",
        "whom to ask about the data: a mailto: or http address, told in the catalogue of datasets",
    )
    licence: str = _setting(
        "",
        "PLANGRAPH_LICENCE",
        "数据许可的地址(IRI);空则不声明",
        "the address of the licence of the data; empty: none is stated",
    )
    max_body: int = _setting(
        16 * 1024 * 1024, "PLANGRAPH_MAX_BODY", "请求正文的上限(字节)", "the longest request body, in bytes"
    )
    max_url: int = _setting(
        16 * 1024, "PLANGRAPH_MAX_URL", "请求地址的上限(字符)", "the longest request address, in characters"
    )
    client_seconds: int = _setting(
        20,
        "PLANGRAPH_CLIENT_SECONDS",
        "客户端发完请求头、请求正文各有多少秒",
        "how long a client may take to send its headers, and its body, in seconds",
    )
    query_seconds: int = _setting(
        30, "PLANGRAPH_QUERY_SECONDS", "一次查询的时限(秒)", "the longest a query may take, in seconds"
    )
    query_memory: int = _setting(
        1024,
        "PLANGRAPH_QUERY_MEMORY",
        "一次查询可用的内存上限(MB)",
        "the most memory a query may take, in MB",
    )
    memory: int = _setting(
        0,
        "PLANGRAPH_MEMORY",
        "所有查询合计、以及一次写入可用的内存上限(MB);0 为机器内存的一半",
        "the most memory that all queries together, and that a write, may take, in MB; 0: half of the machine's",
    )
    readers: int = _setting(
        4, "PLANGRAPH_READERS", "同时执行的查询数(每个查询一个进程)", "how many queries run at once, a process each"
    )
    cache_bytes: int = _setting(
        64 * 1024 * 1024,
        "PLANGRAPH_CACHE_BYTES",
        "答案缓存的上限(字节);0 为不缓存",
        "the most room for answers that are kept, in bytes; 0: none is kept",
    )
    cache_file_bytes: int = _setting(
        1024 * 1024 * 1024,
        "PLANGRAPH_CACHE_FILE_BYTES",
        "过长而不宜留在内存的答案,缓存在图谱文件夹内无名文件中的上限(字节);0 为不缓存",
        "the most room for answers too long for memory, kept in files without a name in the store's folder, in bytes; "
        "0: none",
    )
    search: str = _setting(
        "",
        "PLANGRAPH_SEARCH",
        "搜索索引的文件夹;空则放在图谱文件夹旁边,:memory: 为临时文件夹",
        "the folder of the search index; empty: beside the store's folder; :memory:: a temporary one",
    )
    search_seconds: int = _setting(
        300,
        "PLANGRAPH_SEARCH_SECONDS",
        "远程存储的搜索索引多少秒后重建",
        "how old the search index of a remote store may be, in seconds, before it is made anew",
    )
    map_tiles: str = _setting(
        "",
        "PLANGRAPH_MAP_TILES",
        "地图底图:栅格瓦片地址模板,含 {z}、{x}、{y},几层以空格隔开(天地图带密钥);须为 WGS84/CGCS2000;空则只用自有几何",
        "tiles below the map: address templates with {z}, {x} and {y}, several layers parted by spaces; WGS84 or "
        "CGCS2000; empty: our own geometry only",
    )
    map_pmtiles: str = _setting(
        "",
        "PLANGRAPH_MAP_PMTILES",
        "地图底图:本机 PMTiles 文件(栅格或矢量),由本服务提供,不需外网",
        "tiles below the map: a PMTiles file of this machine (raster or vector), which we serve",
    )
    map_credit: str = _setting(
        "",
        "PLANGRAPH_MAP_CREDIT",
        "底图的署名(如审图号),显示在地图角上",
        "whom the tiles are from, shown in the map's corner",
    )
    slow_request: int = _setting(
        1000,
        "PLANGRAPH_SLOW_REQUEST",
        "超过多少毫秒的请求连同查询语句记入日志",
        "a request that takes this many milliseconds is logged with its query",
    )
    log_requests: bool = _setting(
        False, "PLANGRAPH_LOG_REQUESTS", "是否为每个请求记一行日志", "whether every request is logged, a line each"
    )

    @property
    def writable(self) -> bool:
        """Whether anybody can write over HTTP."""
        return bool(self.write_token or self.tokens)

    def __post_init__(self) -> None:
        """Refuse what could only fail later, and less clearly."""
        for name in ("base", "public_base"):
            value = getattr(self, name)
            if value and not (value.startswith(_WEB) and value.endswith("/")):
                raise SettingsError(
                    f"{_environment(name)} is {value!r}: it must begin with http:// or https:// and end in /"
                )
        for name, starts in (("contact", ("mailto:", *_WEB)), ("licence", _WEB)):
            value = getattr(self, name)
            if value and not (value.startswith(starts) and _NO_ADDRESS.search(value) is None):
                raise SettingsError(
                    f"{_environment(name)} is {value!r}: it must be an address, without spaces ({' or '.join(starts)}…)"
                )
        self._check_map()
        self._check_services()
        if self.write_token and (len(self.write_token) < 16 or not self.write_token.isascii()):
            raise SettingsError(f"{_environment('write_token')} must have at least 16 characters, all of them ASCII")
        for name, least, most in (
            ("port", 1, 65535),
            ("threads", 1, 1024),
            ("max_body", 1024, 2**40),
            ("max_url", 256, 2**16),
            ("client_seconds", 1, 3600),
            ("query_seconds", 1, 24 * 3600),
            ("query_memory", 16, 2**20),
            ("memory", 0, 2**20),
            ("readers", 1, 1024),
            ("cache_bytes", 0, 2**40),
            ("cache_file_bytes", 0, 2**50),
            ("search_seconds", 1, 2**31),
            ("slow_request", 1, 2**31),
        ):
            if not least <= getattr(self, name) <= most:
                raise SettingsError(
                    f"{_environment(name)} is {getattr(self, name)}: it must be between {least} and {most}"
                )

    def _check_services(self) -> None:
        """Endpoints need an address that can be asked; a host may have the one that it is at behind it."""
        for entry in self.services.split():
            if _SERVICE.fullmatch(entry) is None:
                raise SettingsError(
                    f"{_environment('services')} has {entry!r}: it must be the address of a SPARQL endpoint (http:// "
                    "or https://, without ? and #), and may have = and the IP address of its host behind it"
                )

    def _check_map(self) -> None:
        """Tiles need an address that can be asked, or a file that is there."""
        for template in self.map_tiles.split():
            if not (_ORIGIN.match(template) and _TILE.issubset(_NAMED.findall(template))):
                raise SettingsError(
                    f"{_environment('map_tiles')} has {template!r}: it must begin with http:// or https:// and a host, "
                    "and have {z}, {x} and {y} in it"
                )
        if self.map_pmtiles and not Path(self.map_pmtiles).is_file():
            raise SettingsError(f"{_environment('map_pmtiles')} is {self.map_pmtiles!r}: there is no such file")


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from PLANGRAPH_* variables; what is not set keeps its default."""
    source = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    for setting in fields(Settings):
        name = setting.metadata["environment"]
        if source.get(name, "") != "":
            given[setting.name] = _parsed(name, source[name], type(setting.default))
    return Settings(**given)


def to_environment(settings: Settings) -> dict[str, str]:
    """The variables from which `from_environment` makes these settings again: what a child process is given."""
    return {setting.metadata["environment"]: _written(getattr(settings, setting.name)) for setting in fields(Settings)}


def settings_table() -> str:
    """The settings as a Markdown table: environment name, default, help in Chinese and in English."""
    rows = ["| setting | default | 说明 | meaning |", "|---|---|---|---|"]
    defaults = Settings()
    for setting in fields(Settings):
        written = _written(getattr(defaults, setting.name))
        about = setting.metadata
        rows.append(
            f"| `{about['environment']}` | {f'`{written}`' if written else ''} | {about['zh']} | {about['en']} |"
        )
    return "\n".join(rows) + "\n"


def _written(value: str | int | bool) -> str:
    """A value as the environment holds it."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _environment(name: str) -> str:
    """The environment name of a setting."""
    return next(str(setting.metadata["environment"]) for setting in fields(Settings) if setting.name == name)


def _parsed(name: str, text: str, kind: type) -> str | int | bool:
    """The text of a variable as the kind its default has."""
    if kind is bool:
        if text not in ("0", "1"):
            raise SettingsError(f"{name} is {text!r}: it must be 0 or 1")
        return text == "1"
    if kind is int:
        if not (text.isascii() and text.isdigit()):
            raise SettingsError(f"{name} is {text!r}: it must be a whole number")
        return int(text)
    return text
