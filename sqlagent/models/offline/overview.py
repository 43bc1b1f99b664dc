"""Questions about the database itself: which tables and columns there are, what can be asked."""

from __future__ import annotations

import re

from sqlagent.linking.english import lemma, listed
from sqlagent.models.offline.catalog import Catalog
from sqlagent.models.offline.nouns import noun

_MOST = 12
_WHOLE = r"(?:the |this |your )?(?:database|db|data ?base|schema|data|dataset|data set)"
_ASKS = re.compile(
    r"(?:help|help me|clear|schema|tables|database|info|usage|what is this|what can (?:you|i|we)"
    r" (?:do|ask|query|know|find out)(?: you| here)?|what (?:should|could) i ask(?: you)?"
    r"|how does this work|(?:what|which|list|show|name|give|describe|how many|see)?"
    r" ?(?:me )?(?:all )?(?:of )?(?:the )?tables(?: are there| exist| do you have| are in .*"
    r"| does .* have| there are| in .*| do we have| available)?"
    r"|(?:describe|explain|summari[sz]e|show|outline)(?: me)? "
    + _WHOLE
    + r"|what(?: is|s)? ?(?:in|inside)"
    r" (?:here|" + _WHOLE + r")|what (?:kind of |sort of )?(?:data|information) (?:is there"
    r"|do you have|is in .*|is available|do we have)|what is "
    + _WHOLE
    + r" about|what do you (?:know|have))"
)
_COLUMNS = re.compile(
    r"(?:what|which|list|show|describe|name)?(?: me)? ?(?:all )?(?:the )?"
    r"(?:columns|fields|structure|table)(?: (?:are|is|does|do|has|of|in|for|from))*"
    r"(?: the)?(?: table)? (\w+)(?: table)?(?: have| has| contain| hold)?"
    r"|(?:describe|desc)(?: the)? (\w+)(?: table)?"
)


def overview(question: str, catalog: Catalog) -> str | None:
    """What the database, or a table of it, holds, None where something else is asked."""
    said = re.sub(r"[^\w\s]", "", question.lower().replace("what's", "what is")).strip()
    said = re.sub(r"^(?:please|hi|hello|hey|ok|so|can you|could you) ", "", " ".join(said.split()))
    own = {word for table in catalog.graph.tables for word in catalog.words(table)}
    if "table" not in own and (found := _COLUMNS.fullmatch(said)):
        name = found[1] or found[2]
        for table in catalog.graph.tables:
            if {table.lower(), lemma(table.lower())} & {name, lemma(name)}:
                return f"{table} has the columns {listed(list(catalog.columns(table)))}."
    if not _ASKS.fullmatch(said) or (own & {"table"} and "table" in said) or lemma(said) in own:
        return None
    return f"{holds(catalog)} {_example(catalog)}"


def holds(catalog: Catalog) -> str:
    """The tables by name, as one sentence."""
    tables = catalog.graph.tables
    named = list(tables[:_MOST])
    more = len(tables) - len(named)
    parts = [*named, f"{more} more"] if more else named
    plural = "s" if len(tables) > 1 else ""
    return f"The database holds {len(tables)} table{plural}: {listed(parts)}."


def _example(catalog: Catalog) -> str:
    """A question or two that can be asked of it."""
    graph = catalog.graph
    things = [table for table in graph.tables if catalog.label(table) and graph.children(table)]
    table = (things or list(graph.tables))[0]
    many = noun(table, catalog, many=True)
    below = [edge.child for edge in graph.children(table) if not catalog.is_link(edge.child)]
    further = ""
    if below:
        one = noun(table, catalog, many=False)
        further = f" or “{noun(below[0], catalog, many=True)} per {one}”"
    return f"Ask, for example, “how many {many} are there”{further}."
