"""Which tables, columns and stored values a question speaks of: how the offline model reads.

``tokens`` cuts the question into words; ``names`` indexes a schema's names once and ``Stored``
holds a database's texts; ``link`` brings them together, with the general English of
``english``, ``synonyms`` and ``words`` between them. A ``Link`` says how sure it is (``score``) and
how its words came to fit (``how``).
"""

from sqlagent.linking.links import Link, name_links
from sqlagent.linking.matching import How, word_match
from sqlagent.linking.stored import Query, Stored, is_text
from sqlagent.linking.synonyms import near, nearness
from sqlagent.linking.tokens import Token, tokens
from sqlagent.linking.values import link, value_links
from sqlagent.linking.vocabulary import LIGHT, Name, Names, names

__all__ = [
    "LIGHT",
    "How",
    "Link",
    "Name",
    "Names",
    "Query",
    "Stored",
    "Token",
    "is_text",
    "link",
    "name_links",
    "names",
    "near",
    "nearness",
    "tokens",
    "value_links",
    "word_match",
]
