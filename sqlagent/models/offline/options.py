"""What each part of an outline may be filled with, from the mentions or from what is usual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from sqlagent.models.offline.keys import keys
from sqlagent.models.offline.material import (
    UNSAID,
    Key,
    Material,
    Option,
    apart,
    best_of,
    real,
    together,
)
from sqlagent.models.offline.quantities import ENDS, both_ends, named, usual
from sqlagent.models.offline.query import Field, Order

_BORN = frozenset("birth born".split())
_SURE = 0.85  # a table that fits its words so well is no worse than one that nobody names
_DEEPEST = 3  # keys between a table and a column that is shown with its rows
_NEAR = 2  # keys between a table and a thing that is shown with its rows
_ENOUGH = 5  # tables, so that no more are looked for among what belongs to them
_FARTHEST = 4  # keys between what is spoken of and the people who are asked for
_THING = 0.5  # for showing a thing that is named rather than listing it
_OWNED = 1.5  # what it is worth that it is said to belong to the rows: "and their owner"
_WITH = frozenset("their its his her with whose and".split())


def _is_birth(word: str, table: str, column: str, material: Material) -> bool:
    """Whether a date is of births, which only the old and the young are known by."""
    return word != "oldest" and bool(_BORN & {*material.catalog.words(table, column)})


class Options(Material):
    """One question's options."""

    @cached_property
    def _measures(self) -> dict[str, list[Option]]:
        return {}

    @cached_property
    def _shown(self) -> dict[tuple[str, frozenset[int]], list[Option]]:
        return {}

    @cached_property
    def subjects(self) -> list[Option]:
        """Tables whose rows may be listed or measured, best first."""
        found: dict[str, Option] = {}
        for at, mention in enumerate(self.mentions):
            if mention.column is None:
                option = self.used(at, "subject", mention.table)
                if mention.score > _SURE:
                    option = replace(option, gain=max(option.gain, UNSAID))
            else:
                gain = UNSAID + 0.3 * min(0.0, max(self.gains[at].values()))
                option = Option(mention.table, frozenset(), (), gain)
            best = found.get(mention.table)
            if best is None or option.gain > best.gain:
                found[mention.table] = option
        for place, table in enumerate(self.tested):
            gain = UNSAID - 0.4 * place
            found.setdefault(table, Option(table, frozenset(), (), gain))
        for table in self.graph.tables[:6] if not found else ():
            found[table] = Option(table, frozenset(), (), 2 * UNSAID)
        for table in [t for option in best_of(found.values(), 4) for t in self._owners(option)]:
            asked = self.cues.get("who", frozenset()) if self.catalog.is_person(table) else ()
            gain = UNSAID / 3 if asked else 1.5 * UNSAID
            found.setdefault(table, Option(table, frozenset(asked), (), gain))
        near = [*self._people([*found])]
        if len(found) < _ENOUGH:
            near += self._parts(best_of(found.values(), 2))
        for option in near:
            found.setdefault(str(option.value), option)
        return best_of(found.values(), 8)

    def _people(self, tables: Sequence[str]) -> Iterator[Option]:
        """The people who are asked for by "who", where they are linked to what is spoken of."""
        asked = self.cues.get("who", frozenset[int]())
        for table in self.graph.tables if asked else ():
            far = min(self.graph.distance(table, other) for other in tables)
            if far <= _FARTHEST and self.catalog.is_person(table):
                yield Option(table, asked, (), UNSAID / 3 - 0.3 * far)

    def _parts(self, options: Iterable[Option]) -> Iterator[Option]:
        """The tables whose rows belong to the likeliest rows: what each of them has."""
        for option in options:
            for edge in self.graph.children(str(option.value))[:4]:
                yield Option(edge.child, frozenset(), (), 1.6 * UNSAID)
                for other in self.graph.parents(edge.child)[:3]:
                    yield Option(other.parent, frozenset(), (), 2 * UNSAID)

    def _owners(self, option: Option) -> list[str]:
        """The tables that the rows of one belong to, two keys away at most."""
        return [
            table
            for table, way in self.graph.owners(str(option.value)).items()
            if len(way) in (1, 2)
        ]

    def shown(self, table: str, taken: frozenset[int]) -> list[Option]:
        """Sets of columns shown beside a row's name, best first; ``taken`` words are not free."""
        if (table, taken) not in self._shown:
            self._shown[table, taken] = self._sets(self._beside(table, taken))
        return self._shown[table, taken]

    def _beside(self, table: str, taken: frozenset[int]) -> dict[range, list[Option]]:
        """What each span of words may have shown with the rows of a table."""
        spans: dict[range, list[Option]] = {}
        for at, mention in enumerate(self.mentions):
            if taken & {*mention.span} or (mention.table == table and mention.column is None):
                continue
            far = self.graph.distance(table, mention.table)
            if far > (_DEEPEST if mention.column else _NEAR):
                continue
            if mention.column is None:
                option = self._thing(at, far)
            else:
                option = self.used(at, "show", self.asked(mention), 0.4 * far)
            if option.gain > -3 and option.value:
                spans.setdefault(mention.span, []).append(option)
        for one in self.derived:
            far = self.graph.distance(table, one.table)
            if one.level == "row" and far <= 1 and not taken & one.tokens:
                key = range(min(one.tokens, default=0), max(one.tokens, default=0) + 1)
                spans.setdefault(key, []).append(self.worked(one, (one.value,), 0.4 * far))
        return spans

    def _thing(self, at: int, far: int) -> Option:
        """A thing that is shown with the rows it belongs to: an order with its customer."""
        mention = self.mentions[at]
        label = tuple(Field(mention.table, c) for c in self.catalog.label(mention.table))
        before = {*self.said[max(0, mention.start - 2) : mention.start]}
        cost = _THING + 0.4 * far - (_OWNED if before & _WITH else 0.0)
        return self.used(at, "subject", label, cost)

    def _sets(self, spans: dict[range, list[Option]]) -> list[Option]:
        """Sets of what may be shown, best first."""
        for options in spans.values():
            options.sort(key=lambda option: -option.gain)
        heads = apart(options[0] for options in spans.values())
        sets = [heads[:count] for count in range(len(heads) + 1)]
        sure = [option for option in heads if option.gain > 0]
        for options in spans.values():
            sets += [apart([replace(other, gain=99.0), *sure])[:7] for other in options[1:3]]
        found = [together(real(chosen, spans)) for chosen in sets]
        return best_of(found, 8)

    def orders(self, table: str) -> list[Option]:
        """Orders of a table's rows by a column of theirs, or of what is near."""
        owners = self.graph.owners(table)
        found = []
        for at, mention in enumerate(self.mentions):
            far = self.graph.distance(table, mention.table)
            if mention.column is None or far > 2:
                continue
            ways = (True, False) if mention.upward is None else (mention.upward,)
            cost = 0.4 * far + (0.0 if mention.table in owners else 0.6)
            for upward in ways:
                order = Order(self.field(mention), upward)
                found.append(self.used(at, "order-" if upward else "order+", order, cost))
        for one in self.derived:
            if one.level == "row" and self.graph.distance(table, one.table) <= 1:
                found += [self.worked(one, Order(one.value, upward)) for upward in (True, False)]
        for at, word in enumerate(self.said):
            dates = [c for c in self.catalog.dates(table) if not _is_birth(word, table, c, self)]
            for place, column in enumerate(dates[:2] if word in ENDS else ()):
                order = Order(Field(table, column), ENDS[word])
                found.append(Option(order, frozenset({at}), (), 0.3 - place))
        return best_of(found, 7)

    def measures(self, table: str) -> list[Option]:
        """Measures of a table's rows and of what is named, best first."""
        if table not in self._measures:
            found = [*self._named, *usual(self, table)]
            self._measures[table] = best_of(found, 12)
        return self._measures[table]

    @cached_property
    def _named(self) -> list[Option]:
        return named(self)

    @cached_property
    def ends(self) -> list[list[Option]]:
        """Both ends of a column, where both are asked for."""
        return [*both_ends(self)]

    @cached_property
    def keys(self) -> list[Option]:
        """What may be grouped by, best first."""
        return keys(self, self.subjects)


__all__ = ["UNSAID", "Key", "Option", "Options", "apart", "best_of", "together"]
