"""How English is cut short: the patterns and what may stand for each, in the order they are tried.

Where several things may stand for a pattern, one is drawn for the whole question. The same thing
said twice or thrice is drawn as often.
"""

from __future__ import annotations

import re

NUMBERS = "zero one two three four five six seven eight nine ten".split()
N = rf"(?:\$?\d[\d,.]*%?(?![\w:-])|(?:{'|'.join(NUMBERS[1:])})\b)"
QUOTED = re.compile(
    r"(?<![\w\"'`])(?:\"\s*([^\"]+?)\s*\"|'\s*((?:[^']|(?<=\w)'(?=\w))+?)\s*'|`([^`']+?)[`'])(?!\w)"
)
PLAIN = re.compile(r"[A-Za-z][A-Za-z ]{2,}[A-Za-z]|[A-Z]+-?\d+")
LINKING = re.compile(r"\b(?:and|or|of|with|in|for|not|by|per|the|is|to|than|no)\b", re.IGNORECASE)
DID = (  # "have placed": the perfect, where "have orders" is a having
    r"(?:(?!hundred)\w+[^e\W]ed|made|won|held|sold|bought|sent|paid|led|lost|met|left|taught|spent|read"
    r"|built|had)"
)
DONE = (
    rf"(?:{DID}|been|taken|written|given|got|gotten|gone|done|chosen|driven|flown|shown|known|sung"
    r"|seen|begun|become|come|run|put|cost|hit|played|worn|grown|broken|spoken|eaten|born"
    r"|broadcast)"
)
IDLE = rf"(?:(?:either|both) {DONE}|never|not|also|ever|only|already|once|all|recently|{DONE})\b"
PLACED = (
    r"(?:in|from|on|at|by|with|without|of|for|under|over|above|below|between|within|after|before"
    rf"|near|{DONE}|\w+er than|more than|less than|at least|not (?:in|from|on|at|by|\w+ed|part)) "
)
BE = r"(?:is|are|was|were)"
WHO = r"(?:that|which|who)"
ASKED = (
    r"(?:(?:please |can you |could you )?(?:find|show|list|return|give|get|tell|display|provide"
    r"|retrieve|identify|report|compute|calculate|select)(?: out)?(?: me| us)?"
    rf"(?: (?:what|who|which) {BE})?|what(?: {BE}|'s)(?! (?:there|it|they|he"
    r"|she|this|that|being|done|used|called)\b)|name(?= (?:the|all)\b)|(?:who|which) (?:is|are|was)"
    r"(?= the\b)|(?:sort|order|rank)(?= (?:the|all)\b.* (?:by|order)\b))"
)
DOWN = (
    r"\b(?:descending(?:ly)?|decreasing|reversed?|desc|(?:high|great|larg|bigg?|most)(?:est)?"
    r" to (?:low|small|least)(?:est)?)\b"
)
UP = (
    r"\b(?:ascending(?:ly)?|increasing|asc|(?:low|small|least)(?:est)?"
    r" to (?:high|great|larg|bigg?|most)(?:est)?)\b"
)
LETTERS = r"\b(?:alphabetical(?:ly)?|alphabetic|lexicographic(?:al)?|lexical)\b"
SORTED = r"(?:sort|order|rank|arrange)(?:ed|d)?\b|list(?:ed)?(?= them| by| (?:in|from|\w+ing)\b)"
TAIL = re.compile(
    rf",? (?:and |then |also )*(?:please )?(?:(?P<said>{SORTED})(?: (?:them|it|the (?:results?|list"
    r"|records?|\w+s)))? )?(?P<key>(?:by|in|from|according to|based on|(?:alpha|de|a)\w+ly"
    r"|descending|ascending)\b[\w ]*)$"
)
KEYLESS = r"(?:(?:in|by|of|the|an?|from|and|their|its|order|according to|based on)\b *)"
ONE = r"(?!\w+(?:ies|sses|xes|ches|shes|uses|clothes)\b)(\w+[^s\W])s\b"  # "albums"
SORT = r" (?:by|sorted by|order by) "
Rule = tuple[str, ...]  # a pattern, and what may stand for it

OPENING: list[Rule] = [
    (r"\b(the|of|all) \1\b", r"\1"),
    (rf"^{ASKED} (?:(?:a|the) )?(?:complete |full )?lists? (?:of|showing) ", ""),
    (rf"^{ASKED} (?:all )?(?:of )?(?:the |their |those )?", ""),
    (r"^(?:all|every) (?:of )?(?:the )?", "", "all "),
    (r"^(?:all )?(?:the )?information (?:about|on|regarding|for) ", "info on ", "all info about "),
    (rf"\b(?:that|which) (?:exist|{BE} (?:available|listed|recorded|stored))$", ""),
    (rf"^(?:what|which) ([\w ]+?) {BE} there$", r"\1"),
    (r"^how many ([\w ]+?) (?:are there|is there|exist|do we have|are recorded)\b", r"how many \1"),
    (r"^count the (?:total )?number of |^count the |^count (?=\w+s\b)", "number of "),
    (rf"\b(?:how many|number of) ([\w ]+?) {BE} there (?={PLACED})", r"number of \1 "),
    ((r"\bhow many ([\w ]+?) (?:does|do|did|has|have) (each|every) ([\w ]+?)"
      r"(?: have| has| had| contain| offer| own)?$"), r"number of \1 for each \3"),
    ((rf"^how many ([\w ]+?) {BE} (?!.* (?:and|or|but) (?:{BE}|do|does|have|has|not)\b)"
      rf"(?={PLACED})"), r"number of \1 "),
    (rf"^how many ((?:\w+ )?(?!times)\w+s) have (?!{IDLE})(?=\w)", r"number of \1 with "),
    ((rf"^(?:which|what) ((?:\w+ )?\w+) (?:have|has|had) (?!{IDLE}|.*{DONE} (?:the )?(?:most"
      r"|least))(?=\w)"), r"\1 with "),
    (rf"^(?:which|what) ((?:\w+ )?\w+) {BE} (?={PLACED})", r"\1 "),
    (r",? and (?:what|which) (?:is|are) (?:the |their |its )?", " and "),
    (r"\bhow many ([\w ]+?) are there$", r"how many \1"),
    (r"\bin (?:the )?(?:database|records?|system|total|all)\b(?=$|,)|\bon record\b(?=$|,)", ""),
]  # fmt: skip
CLAUSES: list[Rule] = [
    (rf"\b{WHO} (?:do not|don't|does not|doesn't|did not|didn't) have (?:any |an? )?",
     "without ", "with no ", "w/o ", "without any "),
    (rf"\b{WHO} (?:have|has) no\b", "without", "with no", "w/o"),
    (rf"\b{WHO} (?:have|has) not been\b", "not"),
    (rf"\b{WHO} (?:have|has) never been\b", "never"),
    (r"\bbut (?:have|has) never been\b", "but never"),
    (rf"\b({WHO}) (?:have|has) (never |ever )?(?={DID}\b)", r"\1 \2"),
    (rf"\b{WHO} (?:have|has|had) (?!{IDLE})(?:either )?", "with ", "with ", "having "),
    (rf"\b{WHO} {BE} (?:located )?(?={PLACED})", ""),
    (rf"\band (?:have|has) (?={DID}\b)", "and "),
    (rf"\b(with|having|from|in) (.+) and {BE} (?:located )?(?={PLACED})", r"\1 \2 and "),
    (rf"\b{WHO} {BE} (?=\w+ing\b|(?:allergic|able|available|related|similar|compatible) )", ""),
    (rf"\b(with|having) (.+) and (?:have|has) (?!{IDLE})", r"\1 \2 and "),
    (r"\bwhose ((?:\w+ ){1,3})exceed(?:s|ed)? (?=[\d$])", r"with \1over ", r"with \1> "),
    ((rf"\bwhose ((?:\w+ ){{1,3}}){BE} the (highest|lowest|largest|smallest|greatest|biggest"
      r"|longest|shortest|most|least)\b"), r"with the \2 \1"),
    (rf"(?:,? and)?(?: |^)whose ((?:(?!ha[sv]|that)\w+ ){{1,5}}){BE} (?:either )?(?!the |also)",
     r" with \1"),
    ((rf"\b{WHO} (?=(?:opened|registered|enrolled|graduated|published|scheduled)"
      r" (?:in|for|on|at|by|after|before) )"), "", r"\g<0>"),
    (rf"\b{WHO} (offer|teach|play|own|contain|work|attend)(?:e?s)?\b", r"\1ing", r"\g<0>"),
    (rf"\b{WHO} (liv|us|manag|tak|provid|includ)es?\b", r"\1ing", r"\g<0>"),
    (r",? (?:together with|along with|as well as)\b", " and", " and", " +"),
    (r"\b(?:located|situated) (?=in\b)", ""),
    (r"\bin (?:the )?year (?:of )?(?=\d{4}\b)", "in "),
    (r"\b(?:with (?:the )?name|named|called|titled|entitled)(?: of)? (?=§)", "", "", r"\g<0>"),
    (rf"\b(do|does|did|have|has|{BE}) not\b", r"\1n't", r"\1nt", r"\1 not"),
]  # fmt: skip
SIZES: list[Rule] = [
    (rf"(?:\b{BE} )?\b(?:greater|larger|higher|more|bigger) than or equal to (?={N})",
     ">= ", "at least "),
    (rf"(?:\b{BE} )?\b(?:less|smaller|lower|fewer) than or equal to (?={N})", "<= ", "at most "),
    (rf"\b(?:(?:{BE} )?(?:greater|larger|higher|bigger)|{BE} more) than (?={N})",
     "over ", "> ", "above ", "> "),
    (rf"\b(?<!no )(?<!not )more than (?!one\b)(?={N})", "over ", "more than ", "> "),
    (rf"(?:\b{BE} )?\b(?<!no )(?<!not )(?:less|smaller|lower|fewer) than (?={N})",
     "under ", "less than ", "< ", "below "),
    (rf"\b(?:{BE} )?(?:greater|larger|higher|more) than (?:the )?(?=average\b)", "above "),
    (rf"\b(?:{BE} )?(?:less|smaller|lower|fewer) than (?:the )?(?=average\b)", "below "),
    (rf"\bat least ({N})(?= (?!years)\w+s\b)", r"at least \1", r"\1 or more"),
    (r"\b(\d+) or more(?= \w+s\b)", r"\1+", r"\g<0>"),
    (r"\b(?:the )?(?:largest|greatest|highest|biggest|most) (?:number|amount) of\b", "most"),
    (r"\b(?:the )?(?:smallest|lowest|least|fewest) number of\b", "fewest"),
    (rf"^(?:top )?({N}) ([\w ]+?) (?:with|having) the (?:highest|most|largest) ([\w ]+)$",
     r"top \1 \2 by \3"),
    (r"\b(?:minimum|min)(, | and )maximum\b", r"min\1max", "min/max"),
    (r"\b(?:maximum|max)(, | and )minimum\b", r"max\1min", "max/min"),
    (r"^(?:the )?average\b", "avg", "average", "avg", "mean"),
    (r"\baverage\b", "avg", "average"),
    (r"\bmaximum\b", "max", "maximum", "max"),
    (r"\bminimum\b", "min", "minimum", "min"),
    (r"\b(?:different|distinct|unique)\b", "different", "distinct", "unique"),
]  # fmt: skip
ENDING: list[Rule] = [
    ((r"(^|,|\b(?:of|in|for|with|from|by|per|to|and|or|on|at|has|have|having|had|than|as|under|over"
      r"|above|below|between|about|is|are|was|were|into|within|without|w/o|after|before|\w+ed))"
      r" (?:the|an?) (?=[a-z]{2}|[§$\d])(?!time\b|lot\b)"), r"\1 ", r"\1 ", r"\1 ", r"\g<0>"),
    (r"^(?:the|an?) ", ""),
    (r"\b(of|for|from) all (?:the )?(?=\w+s\b)", r"\1 ", r"\1 all "),
    (r"^([\w ]+(?:, [\w ]+)+), and\b", r"\1,", r"\1 and"),
    (r", and\b", " and"),
    (r"^number of (?=.* (?:that|who|which|whose)\b)", "# of ", "number of ", "count of "),
    (r"^number of (?:all )?(?!.* (?:that|who|which|whose)\b)",
     "how many ", "number of ", "# of ", "count of ", "# "),
    (r"(,|\b(?:and|by|of|the|avg|average|mean|max|min|with|most|sorted)) number of ",
     r"\1 number of ", r"\1 # of ", r"\1 number of "),
    (r"\btotal number of ", "total number of ", "total # of "),
    (r"\band (?:also )?(?:their|its|his|her) (?:corresponding )?", "and ", "and their "),
    (r"^(\w+(?: \w+)?) and (\w+(?: \w+)?) (of|for|per|by) ", r"\1 and \2 \3 ", r"\1, \2 \3 ",
     r"\1 & \2 \3 ", r"\1 + \2 \3 "),
    (rf"^(avg|average|mean|max|min|total) (?!number|count|amount)(\w+) of {ONE}(?=$|{SORT})",
     r"\1 \3 \2", r"\g<0>"),
    (rf"^((?:different |distinct |unique )?)(\w+s) of {ONE}(?=$|{SORT})", r"\1\3 \2", r"\g<0>"),
    ((r"\b(of|for|in|at|by) (?:the )?(?!type|kind|status|name|code|word|grade|category|letter|sub"
      r"|char|string|date|year|topic)\w+ (?=§)"), r"\1 ", r"\g<0>", r"\g<0>"),
    (r"\bwithout\b", "without", "without", "w/o"),
    (r"\bwith\b", *("with",) * 9, "w/"),
    (r"\bfirst (?:names? )?and last names?\b", r"\g<0>", "first and last name", "first/last name"),
    (r"^names? (?:and|&|\+) ((?:\w+ )?\w+) of ((?:\w+ )?\w+s)$",
     r"\2 and their \1", r"\2 with \1", r"\g<0>"),
    ((r"^([\w ]+) that (?:is|are) (?:the )?most (common|popular|frequent)"
      r"(?=$| (?:among|for|in|of)\b)"), r"most \2 \1"),
]  # fmt: skip
CROOKED = re.compile(
    r"\bgrouped\b|\bdo(?:es)? (?:it|they|he|she)\b|"
    r"^(?:of|and|with|per|by|that|who have|for|to|from|is|are|it|its|their)\b"
    r"|\b(?:of|and|with|per|by|that|for|from|the|an|without|or|over|under|than|sorted|named)$"
    r"|\b(?:of|with|by|per|in) (?:of|by|per|and|or|in)\b|\bwith (?:with|without|who|that|is|are)\b"
    r"|, ?,|\b(?:how many|how much|what|which|who)\b.*\b(?:how many|how much|what)\b"
)
