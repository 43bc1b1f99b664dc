"""Questions that no query answers, and what is said instead of a guess."""

from __future__ import annotations

import re

from sqlagent.linking.english import lemma, listed
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.explain import understood
from sqlagent.models.offline.overview import holds
from sqlagent.models.offline.state import State

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
    """wie viele der die das und ist welche zeige quels quelle combien les des est sont cuántos
    cuantos cuáles qué que los las el muestra dame quanti quali hoeveel welke wat quantos quais
    o zijn mir alle nos avec ont il gli""".split()
)
_WEAK, _FAR, _LONGEST = 0.5, 0.6, 90  # of what is suggested: links, doubt, characters
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
    foreign = sum(word in _FOREIGN for word in words)
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
    """What could not be placed, what lies near, and the readings there are, in words."""
    best = state.readings[0] if state.readings else None
    words = (
        list(dict.fromkeys(item.text for item in best.unplaced if item.text.strip()))
        if best
        else []
    )
    parts = ["I am not sure what is asked"]
    if words:
        quoted = listed([f"“{word}”" for word in words])
        parts = [f"I could not place {quoted}"]
    near = _nearest(state)
    if near:
        parts.append(f"what I found is {near}")
    readings = _readings(state)
    said = "; ".join(parts) + "."
    if readings:
        said += f" Perhaps you mean: {'; or '.join(readings)}."
    elif not near:
        said += f" {holds(state.catalog)}"
    return said


def _nearest(state: State) -> str:
    best = state.readings[0] if state.readings else None
    found = []
    for item in best.items if best else ():
        link = item.link
        if link and link.kind == "value" and link.score <= _WEAK and not item.named:
            continue
        if link and link.kind == "table":
            found.append(f"the table {link.table}")
        elif link and link.kind == "column":
            found.append(f"the column {link.table}.{link.column}")
        elif link:
            found.append(f"“{(link.value or '').strip('%')}” in {link.table}.{link.column}")
    return listed(list(dict.fromkeys(found))[:4])


def _readings(state: State) -> list[str]:
    said = []
    for reading in state.readings:
        if reading.query is None or len(reading.unplaced) > 1 or reading.doubt > _FAR:
            continue
        text = understood(reading.query, state.catalog)
        if text not in said and len(text) <= _LONGEST:
            said.append(text)
    return said[:2]
