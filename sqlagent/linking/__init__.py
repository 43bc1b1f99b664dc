"""Which tables, columns and stored values a question speaks of: how the offline model reads.

``tokens`` cuts the question into words, ``names`` the schema's names; ``name_links`` and
``value_links`` bring the two together, with the general English of ``english`` between them.
"""

from sqlagent.linking.links import (
    Link,
    Name,
    Query,
    is_text,
    name_links,
    names,
    value_links,
    word_match,
)
from sqlagent.linking.tokens import Token, tokens

__all__ = [
    "Link",
    "Name",
    "Query",
    "Token",
    "is_text",
    "name_links",
    "names",
    "tokens",
    "value_links",
    "word_match",
]
