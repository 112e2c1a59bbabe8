"""The datasets in DCAT: a catalogue with who publishes what under which terms, and the services that give it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDFS, VOID, XSD
from rdflib.term import Node

from graph.store.answer import Cell
from ontology.namespaces import ONTOLOGY
from service.context import Context
from service.datasets.listing import Dataset, texts
from service.http.negotiation import GRAPHS, WHOLE, MediaType

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

_LANGUAGES = tuple(
    URIRef(f"http://publications.europa.eu/resource/authority/language/{code}") for code in ("ZHO", "ENG")
)
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_APACHE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")

_CATALOGUE_TITLE = ("规划图谱数据目录", "PlanGraph data catalogue")
_CATALOGUE_TEXT = (
    "政府行动计划的知识图谱:每一条事实都指回原文。",
    "Knowledge graphs of government action plans, in which every fact points back at the plan's own words.",
)
_WHOLE_TITLE = ("全部命名图", "All named graphs")
_WHOLE_TEXT = (
    "各计划、推导结果、词汇与来源记录的总和。",
    "All plans, what follows from them, vocabularies and provenance.",
)
_PLAN_TEXT = (
    "计划原文说了什么:任务、责任单位、目标、指标和提到的事物,每条都注明原文位置。",
    "What the plan's text says: tasks, responsible units, goals, targets and the things it names, each with its place.",
)
# The graphs that go with a plan's own, by the first part of their names: titles and descriptions.
_WITH_A_PLAN = {
    "inferred": (
        ("{}(推导)", "{} (inferred)"),
        ("由该计划推导出的结论,原文没有直接写。", "What follows from the plan by reasoning, not written in it."),
    ),
    "geometry": (
        ("{}(位置)", "{} (positions)"),
        (
            "该计划的地点、项目、设施在何处:方法、误差、来源,以及哪些只能示意、哪些未定位。",
            "Where the plan's places, projects and facilities are, with method, accuracy and source; which are drawn "
            "schematically only, and which are not located.",
        ),
    ),
    "spatial": (
        ("{}(空间关系)", "{} (spatial relations)"),
        ("由这些位置算出的空间关系。", "The spatial relations computed from those positions."),
    ),
}
_STATED = (("{}", "{}"), _PLAN_TEXT)
_FIXED = {
    "provenance": (("来源记录", "Provenance"), ("各图由什么、怎样生成。", "What each graph was made from, and how.")),
    "vocabulary/ontology": (
        ("行动计划本体", "Action plan ontology"),
        ("数据所用的类和属性。", "The classes and properties of the data."),
    ),
    "vocabulary/shapes": (
        ("行动计划图谱的检查规则", "Shapes of an action plan's graph"),
        ("数据应当满足的 SHACL 形状。", "The SHACL shapes that the data satisfy."),
    ),
    "vocabulary/schemes": (
        ("代码表", "Code lists"),
        ("地点、单位、产业等的 SKOS 分类。", "SKOS schemes of places, units, industries and statuses."),
    ),
    "vocabulary/questions": (
        ("问题目录", "Catalogue of questions"),
        ("作为 SHACL 可执行查询的问题。", "The questions as SHACL executables."),
    ),
}
_OTHER_TEXT = ("一个命名图。", "A named graph.")
# Where each service is, what it is called, which standard it follows, and where it is described.
_SERVICES = (
    ("sparql", ("SPARQL 查询", "SPARQL endpoint"), "http://www.w3.org/TR/sparql11-protocol/", "openapi.json"),
    ("graphs", ("图存取协议", "Graph store"), "http://www.w3.org/TR/sparql11-http-rdf-update/", "openapi.json"),
    ("features", ("地理要素", "Features"), "http://www.opengis.net/spec/ogcapi-features-1/1.0", "features/api"),
)
_KEYWORDS = (("行动计划", "zh"), ("责任单位", "zh"), ("action plan", "en"), ("linked data", "en"))

Both = Sequence[str]
"""A text in Chinese and in English."""


def describe_catalogue(graph: Graph, datasets: Iterable[URIRef], wiring: Context) -> None:
    """State the catalogue, its datasets, and the services they are got from."""
    graph.bind("vcard", VCARD)
    catalogue = _here(wiring, "set/#catalogue")
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    _describe_resource(graph, catalogue, _CATALOGUE_TITLE, _CATALOGUE_TEXT, wiring)
    graph.add((catalogue, FOAF.homepage, URIRef(wiring.address)))
    for dataset in datasets:
        graph.add((catalogue, DCAT.dataset, dataset))
    for path, title, standard, told_at in _SERVICES:
        service = _service(wiring, path)
        graph.add((catalogue, DCAT.service, service))
        graph.add((service, RDF.type, DCAT.DataService))
        _describe_resource(graph, service, title, title, wiring)
        graph.add((service, DCAT.endpointURL, URIRef(wiring.address + path)))
        graph.add((service, DCAT.endpointDescription, URIRef(wiring.address + told_at)))
        graph.add((service, DCTERMS.conformsTo, URIRef(standard)))
        graph.add((service, DCAT.servesDataset, _here(wiring, "set/")))


def describe_whole(graph: Graph, subject: URIRef, datasets: Sequence[Dataset], wiring: Context) -> None:
    """State the dataset that holds all others, in the formats that keep graphs apart."""
    graph.add((subject, RDF.type, DCAT.Dataset))
    _describe_resource(graph, subject, _WHOLE_TITLE, _WHOLE_TEXT, wiring)
    _describe_distributions(graph, subject, WHOLE, [], wiring)
    for dataset in datasets:
        graph.add((subject, DCTERMS.hasPart, _here(wiring, f"set/{dataset.name}")))


def describe_dataset(graph: Graph, subject: URIRef, dataset: Dataset, wiring: Context) -> None:
    """State what a named graph is as a dataset; a plan's with what the plan says of itself."""
    graph.add((subject, RDF.type, DCAT.Dataset))
    fixed = _FIXED.get(dataset.name)
    if dataset.facts:
        _describe_plan(graph, subject, dataset, wiring)
    elif fixed:
        _describe_resource(graph, subject, *fixed, wiring)
    else:
        _describe_resource(graph, subject, (dataset.name, dataset.name), _OTHER_TEXT, wiring)
    if dataset.name.startswith("vocabulary/"):
        graph.set((subject, DCTERMS.license, _APACHE))
    modified = wiring.writing.modified(dataset.graph)
    if modified is not None:
        graph.add((subject, DCTERMS.modified, Literal(modified.isoformat(), datatype=XSD.dateTime)))
    _describe_distributions(graph, subject, GRAPHS, [("graph", dataset.graph)], wiring)


def _describe_plan(graph: Graph, subject: URIRef, dataset: Dataset, wiring: Context) -> None:
    """State a plan's title, dates, publishers, source and subjects, for what it states or what goes with it."""
    facts = dataset.facts
    titles, descriptions = _WITH_A_PLAN.get(dataset.name.partition("/")[0], _STATED)
    _describe_terms(graph, subject, wiring)
    for title, language in texts(facts.get("label", ())):
        graph.add((subject, DCTERMS.title, Literal(titles[language != "zh"].format(title), lang=language)))
    _say(graph, subject, DCTERMS.description, descriptions)
    for keyword, language in (*_KEYWORDS, *texts(facts.get("goal", ()))):
        graph.add((subject, DCAT.keyword, Literal(keyword, lang=language)))
    graph.add((subject, DCTERMS.conformsTo, URIRef(str(ONTOLOGY)[:-1])))
    told = {"issued": DCTERMS.issued, "source": DCTERMS.source, "place": DCTERMS.spatial}
    for fact, predicate in told.items():
        for cell in facts.get(fact, ()):
            graph.add((subject, predicate, _term(cell)))
    _describe_publishers(graph, subject, dataset, wiring)
    start, end = (next(iter(facts.get(fact, ())), None) for fact in ("start", "end"))
    if start and end:
        period = URIRef(f"{subject}#period")
        graph.add((subject, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, _term(start)))
        graph.add((period, DCAT.endDate, _term(end)))


def _describe_publishers(graph: Graph, subject: URIRef, dataset: Dataset, wiring: Context) -> None:
    """State who published the plan; who publishes this description of it, where the plan names nobody."""
    publishers = dataset.facts.get("publisher", ())
    if not publishers:
        graph.add((subject, DCTERMS.publisher, _publisher(graph, wiring)))
    for cell in publishers:
        agent = _term(cell)
        graph.add((subject, DCTERMS.publisher, agent))
        graph.add((agent, RDF.type, FOAF.Agent))
    if len(publishers) == 1:
        for name, language in texts(dataset.facts.get("publisher name", ())):
            graph.add((_term(publishers[0]), FOAF.name, Literal(name, lang=language)))


def _describe_distributions(
    graph: Graph, subject: URIRef, formats: Iterable[MediaType], query: Sequence[tuple[str, str]], wiring: Context
) -> None:
    """State the address at which the dataset is had in each format."""
    for media_type in formats:
        given = [*query, ("format", media_type.name)]
        address = URIRef(wiring.links.absolute(wiring.address, "graphs", given))
        distribution = URIRef(f"{subject}#{media_type.name}")
        graph.add((subject, VOID.dataDump, address))
        graph.add((subject, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCTERMS.title, Literal(media_type.label)))
        graph.add((distribution, DCAT.accessURL, address))
        graph.add((distribution, DCAT.downloadURL, address))
        graph.add((distribution, DCAT.accessService, _service(wiring, "graphs")))
        graph.add((distribution, DCAT.mediaType, URIRef(_MEDIA_TYPES + media_type.mime)))
        for licence in graph.objects(subject, DCTERMS.license):
            graph.add((distribution, DCTERMS.license, licence))


def _describe_resource(graph: Graph, subject: URIRef, title: Both, text: Both, wiring: Context) -> None:
    """State what every resource of the catalogue has."""
    _say(graph, subject, DCTERMS.title, title)
    _say(graph, subject, DCTERMS.description, text)
    graph.add((subject, DCTERMS.publisher, _publisher(graph, wiring)))
    _describe_terms(graph, subject, wiring)


def _describe_terms(graph: Graph, subject: URIRef, wiring: Context) -> None:
    """State the languages, the licence and whom to ask, as far as the settings say."""
    settings = wiring.settings
    for language in _LANGUAGES:
        graph.add((subject, DCTERMS.language, language))
    if settings.licence:
        graph.add((subject, DCTERMS.license, URIRef(settings.licence)))
    if settings.contact:
        contact = _here(wiring, "set/#contact")
        graph.add((subject, DCAT.contactPoint, contact))
        graph.add((contact, RDF.type, VCARD.Organization))
        graph.add((contact, VCARD.fn, Literal(settings.publisher)))
        kind = VCARD.hasEmail if settings.contact.startswith("mailto:") else VCARD.hasURL
        graph.add((contact, kind, URIRef(settings.contact)))


def _publisher(graph: Graph, wiring: Context) -> URIRef:
    """Who runs this service, stated once."""
    publisher = _here(wiring, "set/#publisher")
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal(wiring.settings.publisher)))
    graph.add((publisher, RDFS.label, Literal(wiring.settings.publisher)))
    return publisher


def _service(wiring: Context, path: str) -> URIRef:
    return _here(wiring, f"set/#{path}")


def _here(wiring: Context, path: str) -> URIRef:
    return URIRef(wiring.links.iri(path))


def _say(graph: Graph, subject: Node, predicate: URIRef, text: Both) -> None:
    """State a text in both languages."""
    for words, language in zip(text, ("zh", "en"), strict=True):
        graph.add((subject, predicate, Literal(words, lang=language)))


def _term(cell: Cell) -> URIRef | Literal:
    """A value as it stands in the graph."""
    if cell.kind == "uri":
        return URIRef(cell.value)
    return Literal(cell.value, lang=cell.language, datatype=URIRef(cell.datatype) if cell.datatype else None)
