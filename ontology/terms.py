"""The vocabulary's names in Python; a test proves them equal to `plan.ttl`."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace

from ontology.namespaces import ONTOLOGY


class PLAN(DefinedNamespace):
    """`https://w3id.org/plangraph/ontology#`: an unknown name raises AttributeError."""

    _NS = ONTOLOGY
    _fail = True

    # classes
    Plan: URIRef
    SourceText: URIRef
    Node: URIRef
    Section: URIRef
    Task: URIRef
    Principle: URIRef
    Safeguard: URIRef
    Goal: URIRef
    Target: URIRef
    Responsibility: URIRef
    Entity: URIRef
    Unit: URIRef
    CollectiveUnit: URIRef
    Place: URIRef
    Project: URIRef
    Facility: URIRef
    Brand: URIRef
    Industry: URIRef
    Programme: URIRef
    Policy: URIRef
    Event: URIRef
    Organization: URIRef
    Landmark: URIRef
    SchematicGeometry: URIRef
    SpatialRelation: URIRef

    # properties
    partOf: URIRef
    hasPart: URIRef
    number: URIRef
    marker: URIRef
    position: URIRef
    level: URIRef
    text: URIRef
    sourceText: URIRef
    sha256: URIRef
    periodStart: URIRef
    periodEnd: URIRef
    jurisdiction: URIRef
    serves: URIRef
    contributesTo: URIRef
    taskItself: URIRef
    hasTarget: URIRef
    quote: URIRef
    subject: URIRef
    value: URIRef
    minValue: URIRef
    maxValue: URIRef
    unitOfMeasure: URIRef
    dueDate: URIRef
    status: URIRef
    responsibility: URIRef
    unit: URIRef
    role: URIRef
    order: URIRef
    responsibilityLabel: URIRef
    responsibleUnit: URIRef
    collaboratesWith: URIRef
    concerns: URIRef
    concernsPlace: URIRef
    concernsProject: URIRef
    concernsFacility: URIRef
    concernsBrand: URIRef
    concernsIndustry: URIRef
    concernsProgramme: URIRef
    concernsPolicy: URIRef
    concernsEvent: URIRef
    concernsOrganization: URIRef
    within: URIRef
    locatedAt: URIRef
    adjacentTo: URIRef
    basis: URIRef
    locatingMethod: URIRef
    hasSchematicGeometry: URIRef
    schematicWKT: URIRef
    whyNotLocated: URIRef
    inArea: URIRef
    activeIn: URIRef
    kind: URIRef
    evidence: URIRef
    inNode: URIRef
    method: URIRef
    confidence: URIRef

    # the roles of units
    Roles: URIRef
    Responsible: URIRef
    Lead: URIRef
    Support: URIRef
