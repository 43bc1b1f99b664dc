"""A question as all its candidates are judged against it."""

from __future__ import annotations

from sqlagent.models.offline.analysis import Analysis
from sqlagent.models.offline.cues import cues_at, is_light, is_stop
from sqlagent.models.offline.cuts import asked
from sqlagent.models.offline.hearing import Hearing
from sqlagent.models.offline.measures import ranking
from sqlagent.models.offline.parts import Scores
from sqlagent.models.offline.places import Places
from sqlagent.models.offline.query import Compare, Field
from sqlagent.models.offline.rivals import Rivals


class Question:
    """What all candidates of one question are judged against."""

    def __init__(self, analysis: Analysis, scores: Scores) -> None:
        self.analysis = analysis
        self.places = Places(analysis, scores)
        self.rivals = Rivals(analysis, scores)
        self._usual: dict[str, object] = {}
        self._equal: dict[object, set[str]] = {}
        for proposal in analysis.proposals:
            match proposal.condition:
                case Compare(of=Field(table=table), operator="=", value=str(value)):
                    self._equal.setdefault(value, set()).add(table)
        tokens = analysis.tokens
        count = len(tokens)
        linked = [0.0] * count
        for mention in analysis.mentions:
            for at in mention.span:
                linked[at] = max(linked[at], mention.score)
        valued = [0.0] * count
        for link in analysis.links:
            if link.kind == "value":
                for at in range(link.start, link.end):
                    valued[at] = max(valued[at], link.score)
        cued = [False] * count
        self.cues: set[str] = set()
        for at in range(count):
            for end, cue in cues_at(tokens, at):
                self.cues.add(cue)
                for place in range(at, end):
                    cued[place] = True
        self.kinds = [self._kind(at, linked[at], valued[at], cued[at]) for at in range(count)]
        self.hearing = Hearing(analysis, scores, self.kinds)
        best = [m for m in analysis.mentions if m.rank == 0 and m.score > 0.6]
        values = [link for link in analysis.links if link.kind == "value" and link.score > 0.8]
        self.tables = {m.table for m in best} | {link.table for link in values}
        if "who" in self.cues:
            self.tables.update(analysis.catalog.people())
        self.cut = asked(tokens, analysis.mentions)
        self.sure = {m.table for m in best if m.column is None and m.score > 0.85}
        self.content = max(1, sum(kind not in ("stop", "cue") for kind in self.kinds))

    def labels(self, table: str) -> tuple[str, ...]:
        """The columns that name the rows of a table."""
        return self.analysis.catalog.label(table)

    def is_above(self, condition: Compare) -> bool:
        """Whether a table that this one belongs to has a row of the same name."""
        return isinstance(condition.of, Field) and any(
            other in self._equal.get(condition.value, ())
            for other in self.analysis.catalog.graph.owners(condition.of.table)
            if other != condition.of.table
        )

    def usual(self, table: str) -> object:
        """What the rows of a table are ranked by where nobody says it."""
        if table not in self._usual:
            self._usual[table] = ranking(table, self.analysis.catalog)
        return self._usual[table]

    def _kind(self, at: int, linked: float, valued: float, cued: bool) -> str:
        """What sort of token it is, by how much it matters that it is explained."""
        token = self.analysis.tokens[at]
        if token.quoted:
            return "quoted"
        if token.number is not None:
            return "number"
        if not token.lemma[:1].isalnum():
            return "stop"
        if token.capital:
            return "name"
        if is_stop(token.text):
            return "stop"
        if cued:
            return "cue"
        if linked > 0.85:
            return "linked"
        if linked > 0.5:
            return "near"
        if valued > 0.8:
            return "value"
        return "light" if is_light(token.lemma) else "word"
