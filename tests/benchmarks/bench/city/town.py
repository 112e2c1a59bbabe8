"""The things a town's plans name: its units, places, projects, brands …, some of them shared by the whole city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.city.names import Name, Namer
from bench.city.shape import ENTITY_TYPES, Shape

# One plan cannot tell how much the towns of a city share; assumed, and said in docs/benchmarks.md.
SHARED = {"industry": 0.5, "event": 0.3, "policy": 0.5, "programme": 0.2, "organization": 0.3}
PLANS_PER_TOWN = 3  # one after another, three years each
TOWNS_PER_DISTRICT = 12
COLLECTIVE = ("各村", "各居村", "相关村", "相关居村", "各居委", "镇属公司", "各单位")


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity, and what a plan says of it."""

    path: str  # its IRI below {base}id/
    classes: tuple[str, ...]  # local names in plan:
    label: str
    english: str
    alternative: str | None = None
    note: str | None = None
    kind: str | None = None
    within: Thing | None = None  # places
    located: Thing | None = None  # projects, facilities

    @property
    def type(self) -> str:
        """The folder of its identifier."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Town:
    """A town, and what its plans name, by type: a thing as often as a plan names it."""

    name: Name
    place: Thing
    named: Mapping[str, tuple[Thing, ...]]


class City:
    """Makes the towns of one city, each the same for the same seed and number."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._seed = seed
        random = self._random("city")
        self._namer = Namer(random)
        nation = _place("huadong", Name("华东沿海", "huadongyanhai"), "region", None)
        self.place = _place("city", Name("海平市", "haipingshi"), "province", nation)
        self._above = [nation, self.place]
        self._shared = {
            kind: [self._thing(kind, "city", position, self._namer, random, ()) for position in self._some(kind)]
            for kind in SHARED
        }
        self._districts: dict[int, Thing] = {}

    def town(self, number: int) -> Town:
        """The town of this number, from 0."""
        random = self._random(f"town {number}")
        namer = Namer(random)
        stem = namer.proper(number)
        district = self._district(number // TOWNS_PER_DISTRICT)
        place = _place(stem.slug, stem + Name("镇", "zhen"), "town", district)
        places = self._places(stem.slug, place, namer, random)
        named = {"place": self._as_named("place", places, random)}
        for kind in ENTITY_TYPES[1:]:
            shared = self._shared.get(kind, [])
            own = [
                self._thing(kind, stem.slug, position, namer, random, places)
                for position in range(len(shared), len(self._shape.entities[kind].popularity))
            ]
            named[kind] = self._as_named(kind, [*shared, *own], random)
        return Town(stem, place, named)

    def _random(self, what: str) -> Random:
        return Random(f"{self._seed} {what}")  # noqa: S311 - figures to measure with, not secrets

    def _some(self, kind: str) -> range:
        return range(round(SHARED[kind] * len(self._shape.entities[kind].popularity)))

    def _district(self, number: int) -> Thing:
        if number not in self._districts:
            name = self._namer.proper(number)
            self._districts[number] = _place("city", name + Name("区", "qu"), "district", self.place)
        return self._districts[number]

    def _places(self, area: str, town: Thing, namer: Namer, random: Random) -> list[Thing]:
        """The town, what lies around it, and its places, some within others: as many of each as in the real plan."""
        places = [town]
        district = town.within
        for position, home in enumerate(self._shape.place_homes):
            if home == "above":
                continue
            parent = town if home == "town" else random.choice(places)
            places.append(self._thing("place", area, position, namer, random, (parent,)))
        above = [*self._above, *([district] if district else [])]
        while len(places) + len(above) < len(self._shape.place_homes) + 1:
            position = len(places) + len(above) - 1
            above.append(self._thing("place", area, position, namer, random, (district or self.place,)))
        return [*places, *above]

    def _thing(
        self, kind: str, area: str, position: int, namer: Namer, random: Random, homes: Sequence[Thing]
    ) -> Thing:
        """An entity whose features are those of the one in this position in the real plan."""
        shape = self._shape.entities[kind]
        name = namer.name(kind, shape.label_lengths[position % len(shape.label_lengths)])
        classes: tuple[str, ...] = (kind.capitalize(),)
        if kind == "unit" and position < self._shape.collective_units:
            name = Name(COLLECTIVE[position % len(COLLECTIVE)], f"{name.slug}jiti")
            classes = ("CollectiveUnit",)
        home = random.choice(homes) if homes else None
        return Thing(
            path=f"{kind}/{area}/{name.slug}",
            classes=classes,
            label=name.text,
            english=f"{name.slug.capitalize()} ({kind})",
            alternative=f"{name.text}(简称)" if random.random() < shape.with_alternative else None,
            note=f"与同名的其他事物不同:{name.text}只指{area}的这一个。" if random.random() < shape.with_note else None,
            kind=shape.kinds[position % len(shape.kinds)],
            within=home if kind == "place" else None,
            located=home if kind != "place" and random.random() < shape.located else None,
        )

    def _as_named(self, kind: str, things: list[Thing], random: Random) -> tuple[Thing, ...]:
        """Each thing as often as one of the real plan's is named; which one is drawn."""
        popularity = [*self._shape.entities[kind].popularity][: len(things)]
        popularity += [1] * (len(things) - len(popularity))
        random.shuffle(popularity)
        return tuple(thing for thing, times in zip(things, popularity, strict=True) for _ in range(times))


def _place(area: str, name: Name, kind: str, within: Thing | None) -> Thing:
    return Thing(
        path=f"place/{area}/{name.slug}",
        classes=("Place",),
        label=name.text,
        english=name.slug.capitalize(),
        kind=f"https://w3id.org/plangraph/kind#{kind}",
        within=within,
    )
