"""Questions that no query answers, and what is said instead of a guess."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from sqlagent.linking import nearness
from sqlagent.linking.english import lemma, listed
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.confidence import unplaced
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.overview import holds
from sqlagent.models.offline.question import Question
from sqlagent.models.offline.reading import State

_CHANGES = frozenset(
    """delete remove update insert add change set rename drop cancel mark move book create raise
    increase decrease assign transfer edit replace write send make fix reset erase truncate alter
    put save store clear wipe purge refund approve reject close reopen hire fire promote""".split()
)
# Verbs that are nouns as well: they need an object that is pointed at.
_NOUNS = frozenset(
    """change set drop cancel move mark book raise increase decrease transfer edit send fix reset
    put save store clear close hire fire post order make add insert update""".split()
)
_POINTED = frozenset(
    """a an the this that these those all every each any my our your his her their its new it them
    everything him me us another one two some table row column""".split()
)
_THANKS = frozenset("thanks thank thx cheers great ok okay cool nice perfect bye goodbye".split())
_GREETINGS = frozenset("hi hello hey thanks thank good morning evening you bye cheers".split())
_FOREIGN = frozenset(
    """wie viele wieviele der die das und ist welche welcher welches zeig zeige mir alle gibt es
    sind bitte für mit nach quels quelle quelles combien montre les des de du la le une est sont
    avec ont dans nos il cuántos cuántas cuantos cuáles qué que los las el muestra muéstrame dame
    hay por una quanti quante quali gli sono hoeveel welke wat zijn er het een quantos quantas quais
    mostre o os""".split()
)
_LIKE = 0.65  # how near a name must be to be suggested for a word
_WORDS = 4  # of a question without a reading that are named
_WHOLE = "Ask it as a whole question, please."
_TAKE = 'Take one with sqlagent ask --pick 2 "…", or by its number alone in a chat.'
_POLITE = frozenset(
    "please can could you would pls kindly i want need to let's just hey hi".split()
)


def refusal(question: str, has_answer: bool, catalog: Catalog) -> str | None:
    """Why a question is not one that a query answers, None where it may be one."""
    if not catalog.graph.tables:
        return "The database holds no tables, so there is nothing to ask of it."
    words = re.findall(r"[^\W\d_]+", question.lower())
    if not words:
        return "There is no question; ask, for example, how many of something there are."
    if len(words) <= 4 and set(words) <= _THANKS | {"you", "very", "much"}:
        return "You are welcome; ask on whenever you like."
    if len(words) <= 4 and set(words) <= _GREETINGS:
        return "Hello; ask me something about the data, and I will query it."
    said = [word for word in words if word not in _POLITE]
    if said and not has_answer and _is_command(said, question, catalog):
        return "I only read the database; I cannot change anything in it."
    small = [word for word in re.findall(r"[^\W\d_]+", question) if word.islower()]
    foreign = len(_FOREIGN.intersection([*small, words[0]]))
    if foreign >= 2 and foreign * 3 >= len(words):
        return "I only understand questions in English; a hosted model understands others."
    return None


def _is_command(said: list[str], question: str, catalog: Catalog) -> bool:
    """Whether the first word is a verb that changes data, with something to change."""
    verb, objects = said[0], said[1:]
    if verb not in _CHANGES or not objects:
        return False
    named = any(lemma(verb) in name.words for name in catalog.names)
    pointed = objects[0] in _POINTED or bool(re.search(r"\w\W+(?:['\"\d#]|[A-Z])", question))
    return pointed or (verb not in _NOUNS and not named)


def unsure(state: State) -> str:
    """What could not be placed, what lies near, and the readings there are, by their numbers."""
    left = state.readings[0].unplaced if state.readings else _unknown(state)
    said = "I am not sure what is asked."
    if left:
        said = f"I could not place {listed([f'“{word}”' for word in left])}."
        near = [found for word in left if (found := _nearest(word, state))]
        near = list(dict.fromkeys(near))
        said += f" Nearest {'are' if len(near) > 1 else 'is'} {listed(near)}." if near else ""
    if not state.readings:
        return f"{said} {_WHOLE if state.leans else holds(state.catalog)}"
    readings = [
        f"{number}. {understood(reading.query, state.catalog)}"
        for number, reading in enumerate(state.readings, 1)
    ]
    first = "Perhaps you mean:" if len(readings) == 1 else "Perhaps you mean one of these:"
    return "\n".join([f"{said} {first}", *readings, _TAKE])


def _unknown(state: State) -> tuple[str, ...]:
    """The words of a question without a reading that lead nowhere."""
    return unplaced(frozenset(), Question(state.analysis, state.scores))[:_WORDS]


def _nearest(said: str, state: State) -> str:
    """The table, column or stored value nearest to words that were not placed, "" for none."""
    words = {lemma(word) for word in said.lower().split()}
    places = [at for at, token in enumerate(state.analysis.tokens) if token.lemma in words]
    linked = [link for link in state.analysis.links if {*range(link.start, link.end)} & {*places}]
    for link in sorted(linked, key=lambda link: -link.score)[:1]:
        if link.kind == "value":
            return f"“{(link.value or '').strip('%')}” in {link.table}.{link.column}"
        return _name(link.table, link.column)
    known = state.catalog.names
    for word in words:
        scored = [(_likeness(word, own), at) for at, name in enumerate(known) for own in name.words]
        best, at = max(scored, default=(0.0, 0))
        if best > _LIKE:
            return _name(known[at].table, known[at].column)
    return ""


def _likeness(said: str, named: str) -> float:
    """How near two words are by meaning or by their letters, from 0 to 1."""
    return max(nearness(said, named), SequenceMatcher(None, said, named).ratio() - 0.1)


def _name(table: str, column: str | None) -> str:
    return f"{table}.{column}" if column else f"the table {table}"
