"""Every query ends: whatever is sent costs one process of the store, and others keep their answers."""

from __future__ import annotations

import os
import platform
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store.base import ask, select
from graph.store.errors import (
    Busy,
    QueryCancelled,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ReadOnly,
    StoreError,
    StoreUnavailable,
)
from graph.store.formats import Format
from graph.store.processes.forking import SLOW_NICENESS
from graph.store.processes.limits import MEGABYTE, Limits
from graph.store.processes.supervised import SupervisedStore

THINGS = 20_000  # of three triples each
SECONDS = 1.0
SLACK = 15.0  # how late an end may come on a machine that others use too
LIMITS = Limits(
    seconds=SECONDS,
    memory_bytes=200 * MEGABYTE,
    answer_bytes=20 * MEGABYTE,
    readers=6,
    slow_readers=3,
    at_hand_bytes=0,  # else the store asks a reader of its own accord
)

NUMBERS = " ".join(str(number) for number in range(100_000))
DOUBLINGS = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
PRODUCT = "?a ?p ?o . ?b ?q ?r"

# Each of them runs on past the time limit of the Oxigraph server, takes all memory, or ends the server.
BAD: dict[str, tuple[str, type[StoreError] | tuple[type[StoreError], ...]]] = {
    "filtered product": (f'SELECT ?a {{ {PRODUCT} FILTER(STR(?o) = CONCAT(STR(?r), "-")) }}', QueryTimeout),
    "sorted product": (f"SELECT ?a {{ {PRODUCT} }} ORDER BY ?r ?o LIMIT 1", (QueryTimeout, QueryTooLarge)),
    "not exists": (
        f"SELECT ?a {{ {PRODUCT} FILTER NOT EXISTS {{ ?x ?p ?o FILTER(STRLEN(STR(?r)) > 0) }} }}",
        QueryTimeout,
    ),
    "offset": (f"SELECT ?a {{ {PRODUCT} }} OFFSET 1000000000000", QueryTimeout),
    "hashing": (
        f"SELECT (COUNT(?h) AS ?n) {{ {PRODUCT} BIND(SHA512(CONCAT(STR(?o), STR(?r))) AS ?h) }}",
        QueryTimeout,
    ),
    "product of values": (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} FILTER(?a + ?b < 0) }}",
        QueryTimeout,
    ),
    "concatenation": (
        f"SELECT (STRLEN(GROUP_CONCAT(?t)) AS ?n) {{ {PRODUCT} BIND(CONCAT(STR(?a), STR(?b), STR(?o)) AS ?t) }}",
        (QueryTimeout, QueryTooLarge),
    ),
    "doubling": (f'SELECT ?x40 {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {DOUBLINGS} }}', (QueryTimeout, QueryTooLarge)),
    "long answer": (f"SELECT * {{ {PRODUCT} }}", (QueryTimeout, QueryTooLarge)),
    "parentheses": (f"SELECT ?s {{ ?s ?p ?o FILTER({'(' * 20_000}1{')' * 20_000}) }}", QueryFailed),
    "groups": (f"SELECT ?s {'{' * 20_000} ?s ?p ?o {'}' * 20_000}", QueryFailed),
    "optionals": (f"SELECT ?s {{ {'?s ?p ?o OPTIONAL { ' * 5000} ?s ?p ?o {'}' * 5000} }}", QueryFailed),
    "unions": (f"SELECT ?s {{ {{ ?s ?p ?o }} {'UNION { ?s ?p ?o } ' * 15_000} }}", QueryFailed),
    "long path": (f"SELECT ?s {{ ?s {'/'.join(['<http://a/p>'] * 20_000)} ?o }}", QueryFailed),
}


def filled(made: Path) -> Path:
    """A new folder with 60,000 triples in one named graph."""
    lines = (
        f'<http://a/{n}> <http://a/number> "{n}" .\n'
        f"<http://a/{n}> <http://a/next> <http://a/{n + 1}> .\n"
        f"<http://a/{n}> <http://a/kind> <http://a/kind/{n % 7}> .\n"
        for n in range(THINGS)
    )
    with SupervisedStore(made) as store:
        store.load("".join(lines).encode(), Format.N_TRIPLES, "http://a/graph")
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 60,000 triples in one named graph."""
    return filled(tmp_path_factory.mktemp("processes") / "store")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[SupervisedStore]:
    """The store under limits that the bad queries reach soon; afterwards no process of it is left."""
    with SupervisedStore(folder, read_only=True, limits=LIMITS) as opened:
        group = opened.process_group
        assert ask(opened, "ASK { ?s ?p ?o }")
        _wait_until(lambda: bool(opened.occupancy["in_memory"]))
        yield opened
    assert processes(group) == []


@pytest.fixture
def empty() -> Iterator[SupervisedStore]:
    """An empty store in a temporary folder."""
    with SupervisedStore(limits=LIMITS) as opened:
        yield opened


def processes(group: int) -> list[int]:
    """The processes of a group, those that nobody has taken leave of included."""
    listing = subprocess.run(["ps", "-A", "-o", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    return sorted(int(pid) for pgid, pid in map(str.split, listing.splitlines()) if int(pgid) == group)


def _wait_until(reached: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, f"not reached within {seconds} s"
        time.sleep(0.02)


def look_up(store: SupervisedStore, thing: int) -> object:
    """The number of a thing, through a query that takes well under a millisecond."""
    return select(store, f"SELECT ?n {{ <http://a/{thing}> <http://a/number> ?n }}").records[0]["n"]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_query_costs_its_own_process_only(store: SupervisedStore, name: str) -> None:
    """It ends within its limit with a sentence of the right kind, and the store answers as before."""
    text, kinds = BAD[name]
    begin = time.monotonic()
    with pytest.raises(kinds, match=r"\.$"):
        store.query(text).read()
    assert time.monotonic() - begin < SECONDS + SLACK
    assert look_up(store, 4711) == "4711"
    assert (store.occupancy["busy"], store.occupancy["slow"]) == (0, 0)


def test_after_the_limit_nothing_runs_on(store: SupervisedStore) -> None:
    """When the caller has its error, the process that worked for it is gone."""
    before = processes(store.process_group)
    with pytest.raises(QueryTimeout, match="longer than its limit of 1 s"):
        store.query(BAD["hashing"][0])
    _wait_until(lambda: set(processes(store.process_group)) <= set(before), seconds=SLACK)


def test_a_mixture_of_bad_queries_leaves_the_others_their_answers(store: SupervisedStore) -> None:
    """Thirty bad queries at once are stopped or refused, while point lookups go on and are right."""
    ended: list[StoreError] = []
    wrong: list[object] = []
    looked_up = 0

    def misbehave(text: str) -> None:
        try:
            store.query(text).read()
        except StoreError as error:
            ended.append(error)

    def ask_points(seed: int) -> None:
        nonlocal looked_up
        things = random.Random(seed)  # noqa: S311 - any numbers will do
        while any(thread.is_alive() for thread in bad):
            thing = things.randrange(THINGS)
            found = look_up(store, thing)
            looked_up += 1
            if found != str(thing):
                wrong.append((thing, found))

    texts = [text for text, _ in BAD.values()]
    bad = [threading.Thread(target=misbehave, args=(texts[n % len(texts)],)) for n in range(30)]
    good = [threading.Thread(target=ask_points, args=(seed,)) for seed in range(3)]
    for thread in [*bad, *good]:
        thread.start()
    for thread in [*bad, *good]:
        thread.join()
    assert len(ended) == 30
    assert wrong == []
    assert looked_up > 20
    assert (store.occupancy["busy"], store.occupancy["waiting"]) == (0, 0)


def test_a_caller_lowers_its_limit_and_never_raises_it(store: SupervisedStore) -> None:
    """The error names the limit that held."""
    with pytest.raises(QueryTimeout, match=r"limit of 0\.2 s"):
        store.query(BAD["hashing"][0], timeout=0.2)
    with pytest.raises(QueryTimeout, match="limit of 1 s"):
        store.query(BAD["hashing"][0], timeout=60)


def test_a_query_whose_asker_has_left_is_stopped(folder: Path) -> None:
    """`cancelled` is asked while the query runs, and ends it long before its limit."""
    with SupervisedStore(folder, read_only=True, limits=Limits(seconds=60, at_hand_bytes=0)) as store:
        left = threading.Event()
        threading.Timer(0.5, left.set).start()
        begin = time.monotonic()
        with pytest.raises(QueryCancelled):
            store.query(BAD["hashing"][0], cancelled=left.is_set)
        assert time.monotonic() - begin < 0.5 + SLACK
        _wait_until(lambda: store.occupancy["busy"] == 0)


def test_an_answer_that_is_closed_or_forgotten_gives_its_reader_free(store: SupervisedStore) -> None:
    """A long answer keeps a reader at work only as long as somebody may still read it."""
    text = f"SELECT * {{ {PRODUCT} }}"
    with store.query(text) as answer:
        assert store.occupancy["busy"] == 1
    assert store.occupancy["busy"] == 0
    with pytest.raises(QueryCancelled):
        answer.read()
    answer = store.query(text)
    del answer
    assert store.occupancy["busy"] == 0


def test_an_answer_that_breaks_off_is_an_error(store: SupervisedStore) -> None:
    """A time limit that is reached after the first bytes were there raises; nobody gets half an answer."""
    with pytest.raises((QueryTimeout, QueryTooLarge)):
        store.query(f"SELECT * {{ {PRODUCT} FILTER(STRLEN(SHA512(STR(?r))) > 0) }}").read()


def test_too_many_queries_are_refused(folder: Path) -> None:
    """When all readers are busy and the queue is full, one more is Busy at once; one that waits, after its patience."""
    limits = Limits(seconds=4, readers=1, slow_readers=1, queue=1, patience=0.5, at_hand_bytes=0)
    with SupervisedStore(folder, read_only=True, limits=limits) as store:

        def run_away() -> None:
            with pytest.raises(QueryTimeout):
                store.query(BAD["hashing"][0])

        runaway = threading.Thread(target=run_away)
        runaway.start()
        _wait_until(lambda: store.occupancy["busy"] == 1)
        refused: list[str] = []

        def wait() -> None:
            with pytest.raises(Busy) as caught:
                store.query("ASK {}")
            refused.append(str(caught.value))

        waiting = [threading.Thread(target=wait) for _ in range(3)]
        for thread in waiting:
            thread.start()
        for thread in [*waiting, runaway]:
            thread.join()
        assert len([text for text in refused if "wait already" in text]) >= 1
        assert len([text for text in refused if "within 0.5 s" in text]) >= 1
        assert ask(store, "ASK {}")


@pytest.mark.parametrize(("long_after", "refusals"), [(60.0, 0), (0.2, 1)])
def test_only_what_has_been_long_is_refused_for_others(folder: Path, long_after: float, refusals: int) -> None:
    """Of two queries that are both slow one ends for a third that waits, but not before it has gone on for a while."""
    limits = Limits(seconds=3, readers=2, slow_readers=1, long_after=long_after, at_hand_bytes=0)
    with SupervisedStore(folder, read_only=True, limits=limits) as store:
        ended: list[type[StoreError]] = []

        def run_away() -> None:
            with pytest.raises((QueryTimeout, Busy)) as caught:
                store.query(BAD["hashing"][0])
            ended.append(caught.type)

        runaways = [threading.Thread(target=run_away) for _ in range(2)]
        for thread in runaways:
            thread.start()
        _wait_until(lambda: store.occupancy["busy"] == 2)
        assert ask(store, "ASK {}")
        for thread in runaways:
            thread.join()
        assert ended.count(Busy) == refusals


def test_a_long_query_gives_way_though_nobody_waits_for_its_reader(folder: Path) -> None:
    """What the service does without a reader, and the rest of the machine, go before it after half a second."""
    with SupervisedStore(folder, read_only=True, limits=Limits(seconds=4, at_hand_bytes=0)) as store:

        def run_away() -> None:
            with pytest.raises(QueryTimeout):
                store.query(BAD["hashing"][0])

        runaway = threading.Thread(target=run_away)
        runaway.start()
        _wait_until(
            lambda: any(
                os.getpriority(os.PRIO_PROCESS, pid) == SLOW_NICENESS for pid in processes(store.process_group)
            ),
            4,
        )
        runaway.join()


def test_errors_cross_with_what_they_carry(store: SupervisedStore) -> None:
    """A syntax error has its line and column, and half a surrogate pair is an error and not a crash."""
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT ?x WHERE {\n ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 9)
    with pytest.raises(StoreError):
        store.query('SELECT ("\ud800" AS ?x) {}')


def test_a_read_sees_every_write_before_it(empty: SupervisedStore) -> None:
    """Whether memory or disk answers, what has been acknowledged is there, and the version is another."""
    versions = {empty.version()}
    for number in range(10):
        empty.update(f"INSERT DATA {{ <http://a> <http://b> {number} }}")
        versions.add(empty.version())
        assert select(empty, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", union_default=False).records == [{"n": number + 1}]
    assert len(versions) == 11


def test_an_update_over_its_limit_changes_nothing(empty: SupervisedStore) -> None:
    """It is ended, says so, and the next write is carried out; readers go on meanwhile."""
    numbers = "".join(f'<http://a/{n}> <http://a/number> "{n}" .\n' for n in range(3000))
    empty.load(numbers.encode(), Format.N_TRIPLES, "http://a/graph")
    size, answers = empty.size(), []
    hashed = f"GRAPH ?g {{ {PRODUCT} }} BIND(SHA512(CONCAT(STR(?o), STR(?r))) AS ?h)"
    runaway = f"INSERT {{ GRAPH <http://a/new> {{ ?a ?q ?h }} }} WHERE {{ {hashed} }}"
    ended: list[StoreError] = []

    def write() -> None:
        with pytest.raises(QueryTimeout, match=r"limit of 2 s\. Nothing was changed\.$") as caught:
            empty.update(runaway, timeout=2)
        ended.append(caught.value)

    writing = threading.Thread(target=write)
    writing.start()
    while writing.is_alive():
        answers.append(look_up(empty, 5))
    writing.join()
    assert len(ended) == 1
    assert set(answers) == {"5"}
    assert (empty.size(), empty.graph_names()) == (size, ["http://a/graph"])
    empty.update("INSERT DATA { GRAPH <http://a/new> { <http://a> <http://b> 1 } }")
    empty.remove_graph("http://a/new")
    assert empty.size() == size


@pytest.mark.parametrize("name", ["parentheses", "groups"])
def test_an_update_that_brings_the_engine_down_changes_nothing(empty: SupervisedStore, name: str) -> None:
    """The writing process ends with it and is started again."""
    empty.update("INSERT DATA { <http://a> <http://b> 1 }")
    pattern = BAD[name][0].partition("SELECT ?s")[2]
    with pytest.raises(QueryFailed, match="Nothing was changed"):
        empty.update(f"DROP ALL ; INSERT {{ ?s ?p ?o }} WHERE {pattern}")
    empty.update("INSERT DATA { <http://a> <http://b> 2 }")
    assert empty.size() == 2


def test_writers_in_many_threads_lose_nothing(empty: SupervisedStore) -> None:
    """Eight threads that each add one to a counter 25 times leave it at 200."""
    empty.update("INSERT DATA { <http://a/counter> <http://a/is> 0 }")
    add_one = (
        "DELETE { ?c <http://a/is> ?old } INSERT { ?c <http://a/is> ?new }"
        "WHERE { ?c <http://a/is> ?old BIND(?old + 1 AS ?new) }"
    )
    threads = [threading.Thread(target=lambda: [empty.update(add_one) for _ in range(25)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = select(empty, "SELECT ?n { <http://a/counter> <http://a/is> ?n }", union_default=False).records
    assert records == [{"n": 200}]


def test_a_folder_may_be_read_by_several_stores(folder: Path) -> None:
    """Two that only read share a folder, leave no file in it, and refuse writes."""
    entries = sorted(folder.iterdir())
    with SupervisedStore(folder, read_only=True) as one, SupervisedStore(folder, read_only=True) as two:
        assert look_up(one, 3) == look_up(two, 3) == "3"
        with pytest.raises(ReadOnly):
            one.update("DROP ALL")
    assert sorted(folder.iterdir()) == entries


def test_the_processes_end_when_the_store_is_not_closed(tmp_path: Path) -> None:
    """A service that is killed leaves no process behind, not even one at work, and its folder can be opened again."""
    program = (
        "import sys; from pathlib import Path\n"
        "from graph.store.processes.supervised import SupervisedStore\n"
        "store = SupervisedStore(Path(sys.argv[1]))\n"
        "print(store.process_group, flush=True)\n"
        "store.query(sys.argv[2])\n"
    )
    numbers = " ".join(str(number) for number in range(1000))
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{v} {{ {numbers} }}" for v in "abcdef") + " }"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "store"), endless], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        group = int(service.stdout.readline())
        _wait_until(lambda: len(processes(group)) >= 3)
        service.send_signal(signal.SIGKILL)
    _wait_until(lambda: processes(group) == [])
    SupervisedStore(tmp_path / "store").close()


def test_a_closed_store_answers_nothing() -> None:
    """After closing, which may be done twice, a query or a write is an error."""
    store = SupervisedStore()
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.query("ASK {}")
    with pytest.raises(StoreUnavailable, match="closed"):
        store.update("DROP ALL")


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="the filter is made for these processors")
def test_the_processes_reach_no_network() -> None:
    """What the service would take out of a text meets nobody even if it comes to the engine."""
    with socket.create_server(("127.0.0.1", 0)) as listener, SupervisedStore() as store:
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(QueryFailed):
            store.query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}").read()
        with pytest.raises(QueryFailed):
            store.update(f"LOAD <{address}>")
        assert store.size() == 0
        with pytest.raises(BlockingIOError):
            listener.accept()
