"""A quiet hint where a sentence is about a person at work, or about the writer, and not about the child.

Rules only (``people.toml``, and a file for each sort): nothing is sent, stored or counted, and nothing waits for it. A
hint says which sentence it is and how one could say it about the child. It is no judgement of tone and can be wrong;
the writer may leave it.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject, Term

MOST_SHOWN = 200
"""Of a longer sentence its beginning is shown."""


class Sort(Term):
    """What a sentence may be about instead of the child, the first that fits; its label says so to whoever wrote it."""

    CHARACTER = "character", "It says what a person is like."
    BLAME = "blame", "It may read as blame."
    MOCKING = "mocking", "It may read as mocking."
    ONESELF = "oneself", "It is about you, or how you are treated."


INSTEAD: Mapping[Sort, str] = {
    Sort.CHARACTER: "About the child one could say: “On … I saw that …. What it did to the child was …”",
    Sort.BLAME: "About the child one could say: “Since …, nobody has …. For the child that means …”",
    Sort.MOCKING: "About the child one could say: “I see this in another way. For the child it means …”",
    Sort.ONESELF: "About the child one could say: “I know the child from …, and I have seen …”",
}
"""How to say it about the child."""


class Of(Term):
    """Whom a word must be said of, before it counts; ``people.toml`` says what each means."""

    ANYONE = "anyone"
    COLLEAGUE = "colleague"
    DOER = "doer"
    PROFESSIONAL = "professional"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence that is about a person, why it seems so, and how one could say it about the child."""

    words: str
    why: str
    instead: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of one sort that count when they are said of these people."""

    sort: Sort
    of: Of
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that tell nothing by themselves, and how much they count for a hint or against it."""

    weight: int
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and the words by which it is told of whom something is said."""

    rules: tuple[Rule, ...]
    signs: tuple[Sign, ...]
    people: re.Pattern[str]
    at_work: re.Pattern[str]
    of_the_child: re.Pattern[str]
    else_told: re.Pattern[str]
    """What tells of the child, or of what was done or is to be done."""


def hints(text: str, subject: Subject = Subject.CHILD) -> tuple[Hint, ...]:
    """Return the sentences of a text that are about a person and not about the child, in reading order, each once.

    How one could say them reads as it does of the ``subject`` of the difference.
    """
    found: dict[str, Sort] = {}
    for sentence in sentences(text):
        sort = about_a_person(sentence)
        if sort is not None:
            found.setdefault(sentence, sort)
    return tuple(Hint(_shortened(one), sort.label, reads(subject, INSTEAD[sort])) for one, sort in found.items())


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text: what ends with a mark and a space, or with its line."""
    for line in _TITLE.sub(r"\1", text.replace("\u00a0", " ")).splitlines():
        yield from filter(None, (" ".join(one.split()) for one in _END.split(line)))


_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][”’\")]))\s+")
_TITLE = re.compile(r"\b(Dr|Mr|Mrs|Ms|Mx|St)\.")


def about_a_person(sentence: str) -> Sort | None:
    """Return what a sentence is about instead of the child; None for one that no rule speaks of."""
    return next(filter(None, map(_about_a_person, _PIECE.findall(_plain(sentence)))), None)


_PIECE = re.compile(r".{1,800}(?:\s|$)|.{800}")
"""So much is read at once, so that a sentence without end takes no longer than as many short ones."""


def _about_a_person(said: str) -> Sort | None:
    rules = _rules()
    people = [(one.start(), one.end(), str(one.lastgroup)) for one in rules.people.finditer(said)]
    for rule in rules.rules:
        for words in rule.words.finditer(said):
            if _counts(rule.of, words, said, people):
                return rule.sort
    if _SHOUTED.search(said) or _DOUBTED.search(said):
        return Sort.MOCKING
    return _of_nothing_else(said, people) or _by_small_signs(said, people)


def _of_nothing_else(said: str, people: Sequence[tuple[int, int, str]]) -> Sort | None:
    """Return what a sentence is about that begins with somebody at work, or with "I", and tells of nothing else."""
    if said.endswith("?") or "…" in said or len(said.split()) < _TOO_SHORT:
        return None
    if _names("family", people) or _rules().else_told.search(said):
        return None
    if _I.match(said):
        return Sort.ONESELF
    leads = people and people[0][2] == "professional" and len(said[: people[0][0]].split()) <= _LEADS
    return Sort.CHARACTER if leads else None


_TOO_SHORT = 4
"""Of fewer words nothing is to be told: "To the team:"."""
_I = re.compile(r"(?:(?:and|but|so) )?(?:I|my)\b", re.IGNORECASE)


def _by_small_signs(said: str, people: Sequence[tuple[int, int, str]]) -> Sort | None:
    """Return what a sentence is about in which many words are of the kind that people at work use of each other."""
    if not (_names("professional", people) or _SOMEBODY.search(said)):
        return None
    rules = _rules()
    of_the_child = len(rules.of_the_child.findall(said)) + _names("family", people)
    weight = -min(of_the_child, _OFTEN + 1) if of_the_child else _NOBODY_OF_A_FAMILY
    weight += sum(one.weight * min(len(one.words.findall(said)), _OFTEN) for one in rules.signs)
    if weight - said.endswith("?") < _ENOUGH:
        return None
    return Sort.ONESELF if _I.match(said) else Sort.BLAME if _YOU.search(said) else Sort.CHARACTER


_ENOUGH = 5
_NOBODY_OF_A_FAMILY = 2
_OFTEN = 2
"""So often a sign counts, however often it stands there."""
_YOU = re.compile(r"\byou", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:I|me|my|us|we|our|he|she|they|who|people|nobody|no one|anyone|anybody|someone|somebody)\b", re.IGNORECASE
)


def _names(who: str, people: Sequence[tuple[int, int, str]]) -> bool:
    return any(one == who for _, _, one in people)


def _plain(sentence: str) -> str:
    """Return a sentence without what others say in it, and with its short forms in full: "I am" for "I’m"."""
    said = sentence.replace("'", "’").replace("‘", "’")
    said = _QUOTED.sub(" “…”", said)
    said = _RETOLD.sub(r"\1 …", said)
    for short, full in _IN_FULL:
        said = short.sub(full, said)
    return said


_QUOTED = re.compile(r"[\s(][“\"][^”\"“\s]+\s[^”\"“]*[”\"]")
"""Two words or more between marks: what somebody said, which is not how the writer says it."""
_FAMILY = (
    "he|she|mum|dad|mother|father|parents?|nan|gran\\w*|uncle|aunt\\w*|brother|sister|family|boy|girl|child|children|kids?|son"
    "|daughter|boyfriend|girlfriend|partner|step\\w+|neighbours?"
)
_NO_NAME = "You|They|We|Nobody|Who|It|And|But|The|Your|This|That|What|No|Everyone|Somebody|Someone|One"
_SAYS = (
    "says?|said|thinks|thought|believes?|feels|felt|claims?|shouted|shouts|screamed|yelled|complain(?:s|ed)|swore|called|calls"
    "|blames?|blamed|told (?:me|us|him|her|them|(?:the|his|her|my|our|your) [\\w’]+(?: [\\w’]+)?)"
)
_RETOLD = re.compile(
    rf"((?<![Ee]ven )\b(?:(?i:{_FAMILY})|(?!(?:{_NO_NAME})\b)[A-Z][a-z]+)(?: (?:has|had|have|also|often|always|just))*"
    rf" (?:{_SAYS})) (?!that (?:i|we|you)\b)[^,;:]*"
)
"""What somebody of a family, or of that name, says of people at work, up to the next mark: not what the writer says."""
_IN_FULL = tuple(
    (re.compile(rf"\b{short}\b", re.IGNORECASE), full)
    for short, full in (
        ("I’m", "I am"), ("you’?re", "you are"), ("(we|they)’re", r"\1 are"), ("you’?ve", "you have"),
        ("(I|we|they)’ve", r"\1 have"), ("(I|you|we|they|he|she)’ll", r"\1 will"), ("can’?t", "cannot"),
        ("(it|that|this|what|where|who|how|he|she|there)’s", r"\1 is"), ("won’t", "will not"),
        ("(I|you|we|they|he|she)’d", r"\1 would"),
        ("(do|does|did|is|are|was|were|has|have|had|would|could|should|must|need)n’?t", r"\1 not"),
    )
)  # fmt: skip
_SHOUTED = re.compile(r"!\s*!|\?\s*!|!\s*\?")
_DOUBTED = re.compile(
    r"[“\"’](?:expert(?:s|ise)?|assess(?:ed|ments?)|plan(?:s|ning)?|visit(?:s|ed)?|professionals?|decisions?|support|help"
    r"|investigat(?:ed|ions?)|analysis|safeguarding|evidence|concern(?:s|ed)?|services?|care|lead(?:ership)?|review)[”\"’]",
    re.IGNORECASE,
)
"""Marks of quotation around a word of the work, as doubt is put in writing."""
_AT_WORK = ("professional", "work")


def _counts(of: Of, words: re.Match[str], said: str, people: Sequence[tuple[int, int, str]]) -> bool:
    """Say whether words are said of those of whom they count, by who is named last before them, or right after."""
    if of in {Of.ANYONE, Of.BEGINNING}:
        return of is Of.ANYONE or _begins(said, words.start(), people)
    if _OURSELVES.search(said[max(0, words.start() - _NEAR) : words.start()]):
        return False
    before = bisect_right(people, (words.start(), 0, "")) - 1
    spoken_of = _subject(said, people[: before + 1], words.start())
    if of is Of.COLLEAGUE or spoken_of:
        return spoken_of in _AT_WORK or (of is Of.COLLEAGUE and not spoken_of)
    after = next(((start, who) for start, _, who in people if start >= words.end()), None)
    if of is Of.PROFESSIONAL and after and _BELONGS.fullmatch(said[words.end() : after[0]]):
        return after[1] in _AT_WORK
    return _nobody_but_those_at_work(said, people)


def _nobody_but_those_at_work(said: str, people: Sequence[tuple[int, int, str]]) -> bool:
    return not _names("family", people) and _rules().at_work.search(said) is not None


def _begins(said: str, at: int, people: Sequence[tuple[int, int, str]]) -> bool:
    """Say whether a sentence begins with a professional right before this place, and names nobody of a family."""
    if not people or _names("family", people):
        return False
    first, end, _ = people[0]
    led = len(said[:first].split()) <= _LEADS
    return led and _FROM_WHERE.fullmatch(said[end:at]) is not None


_NEAR = 60
_OURSELVES = re.compile(
    r"\b(?:I|we)(?: (?!(?:that|you|your|the|this|he|she|they|it|how|what|why|of)\b)[\w’]+){0,4} ?$", re.IGNORECASE
)
"""What stands right before words that are said of the writer: "I was", "we have been"."""
_LEADS = 3
"""How many words may stand before the professional with whom a sentence begins: "the new duty", "nobody in your"."""
_FROM_WHERE = re.compile(
    r"(?:’s?)?(?: (?:at|in|of|from|on|who) (?:the |your |this |that |our )?[\w’]+){0,2} ", re.IGNORECASE
)
_BELONGS = re.compile(
    r" (?:(?!(?:at|in|to|with|for|from|when|where|while|that|as|if|because|since|so|and|but|or|is|was|before|after)\b)"
    r"[\w’]+ )?|,? (?:of|by) (?:the |a |an )?",
    re.IGNORECASE,
)
"""What stands between a word and the person right after it, of whom it is said: "careless social worker"."""
_WHERE = re.compile(r"\b(?:at|to|from|in|into|near|outside|after|before|with|for)(?: [\w’]+)?\s$", re.IGNORECASE)
"""What stands before somebody who is only where or with whom something was: "at school", "to the nurse"."""
_SEEN = (
    "says?|said|tells?|told|reports?|reported|saw|sees?|seen|notices?|noticed|finds?|found|records?|recorded|describes?"
    "|described|hears?|heard|notes?|noted|writes?|wrote|thinks|thought|believes?|knows?|knew|feels?|felt|fears?|worries"
    "|observed|measured|weighed|took|visits?|visited|rang|met|asks?|asked|examined|treated|collected|photographed"
)
_REPORTS = re.compile(
    rf"(?:’s)?(?: [\w’]+){{0,2}}?(?: (?:have|has|had|also|all|both|first|then|now))* (?:{_SEEN})\b", re.IGNORECASE
)
"""What follows somebody who only tells of others: "the school says that", "your last report says that"."""
_OTHERS = re.compile(r"\b(?:he|she|him|her|house|home|flat)\b", re.IGNORECASE)
"""Of whom or what they tell: of the family, and not of somebody at work."""
_TOLD = re.compile(rf"\b(?:he|she|they|who) (?:\w+ )?(?:{_SEEN})\b", re.IGNORECASE)
"""Where a child or somebody else is told of, what follows is what they say and feel."""


def _subject(said: str, before: Sequence[tuple[int, int, str]], until: int) -> str:
    """Return who is spoken of at the end of this much of a sentence; nothing for nobody, or for a mere "they".

    That is the last one named but for those who are only a place, or who only tell of somebody else.
    """
    told = max((one.start() for one in _TOLD.finditer(said, 0, until)), default=-1)
    for start, end, who in reversed(before):
        if told > start:
            return "family"
        reports = _REPORTS.match(said, end) if who in _AT_WORK else None
        if reports and _OTHERS.search(said, reports.end(), until):
            return "family"
        if reports or (who in _AT_WORK and _WHERE.search(said[:start])):
            continue
        return who
    return "family" if told >= 0 else ""


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= MOST_SHOWN else f"{sentence[:MOST_SHOWN].rsplit(' ', 1)[0]} …"


@cache
def _rules() -> Rules:
    rules = [{**rule, "sort": sort} for sort in Sort for rule in _shipped(sort)["rules"]]
    return read({**_shipped("people"), "rules": rules})


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def read(plain: Mapping[str, Any]) -> Rules:
    """Return the rules of a table of words; raises ValueError for a sort or a person that nobody knows."""
    who = plain["who"]

    def either(words: Sequence[str]) -> re.Pattern[str]:
        return _either([_OF_WHO.sub(lambda one: f"(?:{'|'.join(who[one[1]])})", word) for word in words])

    people = re.compile(
        rf"\b(?:(?P<professional>{'|'.join(who['professional'])})|(?P<work>{'|'.join(who['work'])})"
        rf"|(?P<family>{'|'.join(who['family'])}))\b",
        re.IGNORECASE,
    )
    rules = tuple(Rule(Sort(one["sort"]), Of(one["of"]), either(one["words"])) for one in plain["rules"])
    signs = tuple(Sign(one["weight"], _either(one["words"])) for one in plain["signs"])
    of_the_child = _either(who["of_the_child"])
    else_told = _either([*who["of_the_child"], *who["done"]])
    return Rules(rules, signs, people, _either(who["at_work"]), of_the_child, else_told)


_OF_WHO = re.compile(r"\{([a-z]+)\}")
"""In a rule ``{professions}`` stands for any of the words in ``[who] professions``."""


def _either(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


_rules()
