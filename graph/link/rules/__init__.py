"""What no list can know: rules that find names by their form. This is their register."""

from graph.link.rules.boundary import stands_alone
from graph.link.rules.divisions import DIVISIONS, LONE_DIVISIONS
from graph.link.rules.documents import DOCUMENTS
from graph.link.rules.events import EVENTS
from graph.link.rules.facilities import FACILITIES
from graph.link.rules.finding import Finding, Rule
from graph.link.rules.industries import INDUSTRIES
from graph.link.rules.lines import LINES
from graph.link.rules.organizations import ORGANIZATIONS
from graph.link.rules.parcels import PARCELS
from graph.link.rules.programmes import PROGRAMMES
from graph.link.rules.projects import PROJECTS
from graph.link.rules.quoted import QUOTED
from graph.link.rules.roads import ROADS

# Where two rules find the same characters, the earlier one is believed.
RULES: tuple[Rule, ...] = (
    DOCUMENTS,
    QUOTED,
    PARCELS,
    LINES,
    PROJECTS,
    FACILITIES,
    EVENTS,
    ORGANIZATIONS,
    PROGRAMMES,
    ROADS,
    DIVISIONS,
    LONE_DIVISIONS,
    INDUSTRIES,
)

__all__ = ["DOCUMENTS", "RULES", "Finding", "Rule", "stands_alone"]
