"""Words that say what is done with the data rather than which data: counts, order, limits.

Each line is a cue and the phrases that give it, in general English. Phrases are matched on the
question's words as typed, longest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from sqlagent.linking.english import MONTHS, mistyped
from sqlagent.linking.tokens import Token
from sqlagent.models.offline.degrees import adjectives

_CUES = """
count: how many|number of|total number of|the number|# of|#|count of|count|counts|no of|num of
|nr of|how often|how many times|how many different|headcount|tally
sum: total|totals|sum of|sum|how much|total amount of|in total|altogether|overall|combined
|total of|in all
avg: average|avg|mean|on average|averages|average of|avg of|on avg|typical|avg.
max: max|maximum|maximal
min: min|minimum|minimal
distinct: different|distinct|unique
top: top|best|leading|greatest|biggest hits
bottom: bottom|worst
first: first|very first
last: last|very last
most: most|the most|largest number of|highest number of|greatest number of|most of
|biggest number of|most often|most frequently|most frequent|most common|commonest|most popular
|busiest|most used|most active
least: least|fewest|the fewest|smallest number of|lowest number of|least often|least common
|least popular|rarest|quietest|least used
high: highest|largest|biggest|greatest|maximum|max|top
low: lowest|smallest|minimum|min|littlest
gt: more than|more then|over|above|greater than|higher than|exceeding|exceeds|exceed|exceeded|beyond
|>|bigger than|larger than|in excess of|north of|better than|upwards of
ge: at least|>=|no less than|no fewer than|minimum of|from|starting at|greater than or equal to
|more than or equal to|equal to or greater than|equal to or more than|not less than|not below
|higher than or equal to|larger than or equal to|no lower than|no earlier than|a minimum of
orge: or more|or later|or after|or newer|or longer|or above|or higher|or over|and up|and above
|or better|plus|and over|+|or longer|or bigger|or greater
lt: under|below|less than|less then|fewer than|lower than|smaller than|<|cheaper than|short of
|worse than|fewer then
le: at most|up to|<=|no more than|maximum of|not more than|less than or equal to
|smaller than or equal to|lower than or equal to|equal to or less than|no greater than|not over
|no higher than|no later than|not exceeding|not above|does not exceed|doesn't exceed|a maximum of
orle: or less|or earlier|or before|or older|or fewer|or below|or lower|or under|or shorter
|and under|and below
eq: exactly|equal to|equals|=|just
between: between
versus: vs|vs.|versus|compared to|compared with|as opposed to
after: after|since|from|later than|starting|as of|starting from|newer than|on or after
before: before|b4|until|till|prior to|earlier than|up to|older than|by the end of
group: per|for each|for every|each|every|in each|of each|of every|in every|broken down by
|grouped by|group by|across|break down by|split by|at each|by each|for all|according to
by: by
order: sorted by|ordered by|order by|sort by|ranked by|in order of|arranged by|rank by|sort
|sorted|ordered|rank|ranked
desc: most first|descending|highest first|biggest first|largest first|in descending order|desc
|high to low|best first|top first|from high to low|dearest first|most expensive first
asc: ascending|lowest first|smallest first|in ascending order|asc|low to high|fewest first
|from low to high|cheapest first|least first|worst first
newest: newest first|latest first|most recent first|newest on top
oldest: oldest first|earliest first|chronologically|in order of date|by date
alpha: alphabetical|alphabetically|in alphabetical order|a to z|a-z|alphabetic
not: not|except|leaving out|leave out|ignoring|excluding|other than|apart from|non|outside
|aren't|isn't|wasn't|weren't|but not|not in|not from|except for|besides|outside of
without: without|nobody|no one|nobody ever|nobody has|nobody has ever|noone|none of which|with no
|no|never|do not have|don't have|does not have|doesn't have|didn't have|have no|has no|had no
|lacking|w/o|haven't|hasn't|didn't|don't|doesn't|did not|do not|does not|has never|have never
|were never|was never|never had|hasn't any|with no known|without a known|without any|missing
or: or
and: and|&|plus|but|as well as|along with|together with|with their|with its|with his|with her
who: who|whom|whose|people who|who's
when: when|what date|on what date
where: where
with: with|having|has|have|had|w/|including
contains: containing|contains|contain|containing the word|contains the word|contain the word
|with the word|including the word|that mention|mentioning
starts: starting with|starts with|start with|beginning with|begins with|begin with
|starting with the letter|starts with the letter|start with the letter
ends: ending with|ends with|end with|ending in|ends in|end in
of: of|'s
in: in|at|on|from|to|for|into|within|inside|during|about|as|via|through|out of|onto|with us
|against|toward|towards
than: than
all: all|everything
ever: ever|so far|to date|of all time|in history
bestsell: best selling|best-selling|bestselling|top selling|top-selling|most sold|best seller
|best sellers|bestseller|bestsellers|worst selling|worst-selling|least sold|best sold
money: revenue|selling|sales|turnover|earnings|takings|income|money|spent|spend|spends|spending
|proceeds|revenues|worth of sales
year: year|years|yearly|annual|annually|by year
month: month|months|monthly
weekday: weekday|day of the week|day of week|weekdays
both: both
name: name|names
nth: second|2nd|third|3rd|fourth|4th|fifth|5th|runner-up|runner up|next
current: current|currently|right now|now|at the moment|still|at present|these days|as we speak
|ongoing|still open
joined: joined|signed up|registered|enrolled|hired|started|were hired|was hired|joining
|been hired|opened
ended: left|quit|resigned|ran out|run out|runs out|expired|expire|expires|ended|finished|closed
|have left|has left|have quit|no longer here|left us
only: only|just|only the|just the|only those|just those|only those with|only what came|exclusively
reverse: the other way round|the other way around|reversed|reverse|in reverse|reverse order
|flip it|opposite order
again: what about|how about|and what about|instead|now|the same|same|them|that|those|these|it
|ones|one|which of them|of them|of those|and also|too|as well
percent: as a percentage|as a percentage of the total|in percent|as percentages|as percent
|as a share|as a share of the total|as shares|in percentages
howmany: how many is that|how many are there|how many are they|how many of them
|how many were there|count them|how many in total|how many is it
listthem: who are they|who are those|which ones|which are they|which ones are they|what are they
|list them|show them|name them|which are those|who are these|what are their names
unit: euro|euros|dollar|dollars|buck|bucks|pound|pounds|eur|usd|second|seconds|sec|secs|minute
|minutes|min|mins|hour|hours|day|days|km|kilometers|kilometres|kg|kilos|kilo|metres|meters|m|cm
|miles|points|people|times|grams|litres|years old|year old
share: percentage of|percent of|share of|proportion of|what percentage of|what percent of
|fraction of|percentage|percent|%
how: how
"""

_STOP = frozenset(
    """a an the please show me list give tell can could would you us our we i my is are was were be
    been do does did find get display what which that those these there their its his her them
    it want need know like see hi hey hello so ok okay just then thanks thank let's lets pls plz
    they he she will shall may must am being u whats what's ones one any some only
    also too really actually quickly quick look up who've we've i'd i'm all rows records entries
    database table data info information details return output print provide describe mention
    happen made done got gets getting go goes make makes making have exist exists , anything
    anyone anybody something live lives living lived based located come comes came belong
    belongs work works working worked found called named titled went here yet placed ? . ! ; out
    still""".split()
)

# Verbs of questions: what is done, never a value that is stored in a part of a text.
_ACTIONS = frozenset(
    """buy sell cost pay use ask help tell contain start end begin stop order purchase rent earn
    spend include exclude own mean say call come run see watch play return answer
    explain compare summarise summarize count calculate compute use wear feature appear""".split()
)


# Verbs and nouns that join others and say little of their own: "who runs it", "anything to sell".
_LIGHT = frozenset(
    """take run own hold put sit keep let give say handle offer bring carry stand sth thing stuff
    because somebody everybody hand own turn set""".split()
)


def is_light(base: str) -> bool:
    """Whether a base form only joins what stands beside it."""
    return base in _LIGHT


def is_action(base: str) -> bool:
    """Whether a base form is a verb of questions."""
    return base in _ACTIONS


def is_stop(word: str) -> bool:
    """Whether a word carries nothing of its own."""
    return word.lower() in _STOP


def cues_at(question: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
    """The cues that begin at a token: where each ends, and which it is."""
    for length in range(1, min(5, len(question) - start) + 1):
        said = " ".join(token.text.lower() for token in question[start : start + length])
        for cue in _phrases().get(said.replace("’", "'"), ()):
            yield start + length, cue


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _CUES.strip().replace("\n|", "|").splitlines():
        cue, _, phrases = line.partition(": ")
        for phrase in phrases.split("|"):
            found[phrase] = (*found.get(phrase, ()), cue)
    return found


def nearest_cue(word: str) -> str:
    """The cue word or adjective that a mistyped word was meant to be, "" where none is near."""
    known = [*(phrase for phrase in _phrases() if " " not in phrase), *adjectives()]
    return next((other for other in known if mistyped(word.lower(), other)), "")


def decade(word: str) -> int:
    """The first year of a decade: 1990 for 1990s, 90s and nineties; else 0."""
    word = word.lower().lstrip("'’")
    names = "twenties thirties forties fifties sixties seventies eighties nineties".split()
    if word in names:
        return 1920 + 10 * names.index(word)
    digits = word.removesuffix("s")
    if word.endswith("0s") and digits.isdigit() and len(digits) in (2, 4):
        return int(digits) if len(digits) == 4 else 1900 + int(digits)
    return 0


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters, else 0."""
    word = word.lower().rstrip(".")
    for number, month in enumerate(MONTHS, 1):
        if word in (month, month[:3]) or (number == 9 and word == "sept"):
            return number
    return 0
