"""Reads a sentence clause by clause: what agrees, goes on, sighs, takes back, or passes a message on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.spelling import squeezed
from bot.understanding.annotate.message import Message
from bot.understanding.lexicon.word_lists import Phrase

Says = Literal["yes", "hedges", "sigh", "takes_back", "asks", "more"]
"""What a clause says: a yes, one that hedges, nothing, the contrary, a question, or more than that."""
Passing = Literal["yes", "no"]
FEWEST_OF_A_WISH = 3
"""Words of a wish that something is not done."""
NOTHING_SAID = frozenset(".,!;:~()'\"-…")


@dataclass(frozen=True, slots=True)
class PassingOn:
    """An answer to "shall I pass it on?", and what else the text says; "" for nothing else.

    `by_verb`: it says so with a verb (`tanyain aja`), and not with a yes that may be one to anything.
    """

    answer: Passing
    by_verb: bool = False
    rest: str = ""


def clauses_of(message: Message) -> list[range]:
    """The clauses of a message: the stretches between ends of sentences, commas, and words as `trus`."""
    found: list[range] = []
    start, at = 0, 0
    while at < len(message):
        length = 1 if _parts(message, at) else _between(message, at)
        if length:
            found.append(range(start, at))
            start = at + length
        at += length or 1
    return [one for one in (*found, range(start, len(message))) if one]


def left_of(message: Message) -> str:
    """What a message asks between clauses that only agree or sigh, as typed; "" where nothing is asked."""
    told = [(one, says(message, one)) for one in clauses_of(message)]
    rest = [one for one, what in told if what not in ("yes", "sigh")]
    if "asks" not in {what for _one, what in told}:
        return ""
    first, last = rest[0].start, rest[-1].stop
    return message.slice(first, last + (message.plain(last) == "?"))


def clauses_beside_sighs(message: Message) -> list[str]:
    """The clauses that neither sigh nor say only yes, as typed; none for a message of one clause."""
    clauses, small = clauses_of(message), message.vocabulary.choosing.sure
    said = [
        one
        for one in clauses
        if _only(message, one, "checkout", small) or says(message, one) not in ("yes", "sigh")
    ]
    return [message.slice(one.start, one.stop) for one in said] if len(clauses) > 1 else []


def agrees_in_clauses(message: Message) -> bool:
    """Whether a message of several clauses agrees, and nothing in it asks, takes back or says more."""
    said = [says(message, one) for one in clauses_of(message)]
    return len(said) > 1 and "yes" in said and {*said} <= {"yes", "sigh"} and not message.has("thanks")


def goes_on(message: Message) -> bool:
    """Whether some clause agrees or goes on, whatever the others tell; none asks or takes anything back."""
    said = [says(message, one) for one in clauses_of(message)]
    return "yes" in said and {*said} <= {"yes", "hedges", "sigh", "more"}


def orders_now(message: Message) -> bool:
    """Whether some clause wants what is there ordered, or gone on with, and none asks or takes it back."""
    words = message.vocabulary
    small = words.choosing.sure | words.answers.yes | words.clauses.beside | words.clauses.of_order
    clauses = clauses_of(message)
    goes = any(_only(message, one, "onwards", small) for one in clauses)
    others = (one for one in clauses if not _forbids_else(message, one))
    return goes and {"takes_back", "asks"}.isdisjoint(says(message, one) for one in others)


def _forbids_else(message: Message, clause: range) -> bool:
    """`jangan kasih tau kakakku`: a wish that something else is not done, and no taking back."""
    vocabulary = message.vocabulary
    small = vocabulary.choosing.sure | vocabulary.choosing.beside | vocabulary.answers.beside
    words = [message.plain(at) for at in clause if not _is_small(message, at, small)]
    prohibits = message.grammar.prohibits
    taken_back = {message.plain(at) for at in _said(message, clause, "takes_back")}
    long_enough = len(words) >= FEWEST_OF_A_WISH and words[0] in prohibits  # not "jangan dulu deh"
    return (
        long_enough
        and taken_back <= prohibits
        and not message.has("order", "add", "remove", start=clause.start, end=clause.stop)
    )


def agrees_beside(message: Message) -> bool:
    """Whether a clause says plainly yes while others ask or tell more; nothing waits or takes it back."""
    said = [says(message, one) for one in clauses_of(message)]
    plain = "yes" in said and {"hedges", "takes_back"}.isdisjoint(said) and not {*said} <= {"yes", "sigh"}
    whole = range(len(message))
    but = message.has("instead") and not _only_asks(message)
    return plain and not but and not _holds(message, whole, "waits")


def _only_asks(message: Message) -> bool:
    """Whether all that a message says beside its yes asks: `iya betul, tapi jamunya halal ga`."""
    told = ((one, says(message, one)) for one in clauses_of(message))
    beside = [(one, what) for one, what in told if what not in ("yes", "sigh")]
    return all(what == "asks" or message.says_at(one.stop - 1, "no_or") for one, what in beside)


def begins_with_yes(message: Message) -> bool:
    """Whether a message begins with a yes, and nothing in it asks, waits or takes it back."""
    first = clauses_of(message)[0] if len(message) else range(0)
    whole = range(len(message))
    taken = any(_holds(message, whole, kind) for kind in ("waits", "takes_back"))
    yes = {*_said(message, first, "yes")}
    return first.start in yes and not taken and "?" not in message.text and not message.has("instead")


def wavers(message: Message) -> bool:
    """Whether a message agrees in one clause and takes it back in another, and says no more than that."""
    said = {says(message, one) for one in clauses_of(message)}
    agrees = not said.isdisjoint({"yes", "hedges"})
    return agrees and "takes_back" in said and said <= {"yes", "hedges", "takes_back", "sigh"}


def of_an_order(message: Message) -> bool:
    """Whether a message asks where something of an order is: `intip manisnya kok ilang?`."""
    return _holds(message, range(len(message)), "about_order")


def says(message: Message, clause: range) -> Says:
    """What one clause says."""
    words = message.vocabulary
    small = words.choosing.sure | words.answers.yes
    if _holds(message, clause, "takes_back") or _only(message, clause, "waits", small):
        return "takes_back"
    if message.plain(clause.stop) == "?":
        return "asks"
    beside = words.choosing.sure | words.clauses.beside
    if _only(message, clause, "yes", beside):
        return "yes"  # "that is right", though "is" may ask
    if message.has("question", "how_much", start=clause.start, end=clause.stop):
        return "asks"
    if _only(message, clause, "yes", small | words.answers.beside):
        return "hedges"
    return "sigh" if _is_filled(message, clause, "sighs", small) else "more"


def passing_on(message: Message) -> PassingOn | None:
    """The answer that a text gives to "shall I pass it on?"; None for a text about something else.

    A bare yes is one only if nothing else is said; a verb of passing on is one whatever stands behind it.
    """
    clauses = clauses_of(message)
    told = [_passes(message, one) for one in clauses]
    heard = [one for one in told if one not in ("sigh", None)]
    if {"no"} < {*heard}:
        return None  # what agrees in one clause and refuses in another does nothing
    first = next((at for at, one in enumerate(told) if one != "sigh"), None)
    if first is None or told[first] is None:
        return None
    if told[first] == "no":
        return PassingOn("no", rest=_rest(message, clauses, told, first))
    if "passes" not in told:
        return None if None in told or message.has("thanks") else PassingOn("yes")
    return PassingOn("yes", True, _rest(message, clauses, told, told.index("passes")))


Heard = Literal["passes", "yes", "no", "sigh"]


def _passes(message: Message, clause: range) -> Heard | None:
    words = message.vocabulary
    if message.plain(clause.stop) == "?":
        return None
    small, beside_no, beside_verb = words.passing_beside
    if _only(message, clause, "refuse", beside_no):
        return "no"
    if _only(message, clause, "verbs", beside_verb):
        return "passes"
    if _only(message, clause, "agree", small):
        return "yes"
    return "sigh" if _is_filled(message, clause, "sighs", beside_verb) else None


def _rest(message: Message, clauses: Sequence[range], told: Sequence[Heard | None], at: int) -> str:
    """What is said behind the clause that answers; "" for nothing but sighs and the same answer again."""
    behind = [one for one, says in zip(clauses[at + 1 :], told[at + 1 :], strict=True) if says is None]
    return message.slice(behind[0].start, len(message)).strip() if behind else ""


def _parts(message: Message, at: int) -> bool:
    """Whether a clause ends with this token."""
    return message.strong_break(at) or (message.plain(at) == "," and message.kind(at) == "sign")


def _between(message: Message, at: int) -> int:
    """How many tokens of a word as `trus` or `lepas tu` stand here; 0 for none, and at the beginning."""
    return max((len(one) for one in _at(message, at, len(message), "between")), default=0) if at else 0


def _holds(message: Message, clause: range, kind: str) -> bool:
    return next(_said(message, clause, kind), None) is not None


def _only(message: Message, clause: range, kind: str, beside: Collection[str]) -> bool:
    """Whether phrases of this kind and small words are the whole clause, with one of the phrases."""
    return _holds(message, clause, kind) and _is_filled(message, clause, kind, beside)


def _is_filled(message: Message, clause: range, kind: str, beside: Collection[str]) -> bool:
    """Whether phrases of this kind, forms of address, thanks and these words are the whole clause."""
    said = {*_said(message, clause, kind)}
    return all(_is_small(message, at, beside) for at in clause if at not in said)


def _is_small(message: Message, at: int, beside: Collection[str]) -> bool:
    plain = message.plain(at)
    is_word = message.kind(at) in ("word", "number")
    known = plain in beside or squeezed(plain) in beside or message.says_at(at, "address", "thanks")
    return known if is_word else plain in NOTHING_SAID or not plain.isascii()


def _said(message: Message, clause: range, kind: str) -> Iterator[int]:
    """The tokens of the phrases of a kind within a clause."""
    for at in clause:
        for phrase in _at(message, at, clause.stop, kind):
            yield from range(at, at + len(phrase))


def _at(message: Message, at: int, end: int, kind: str) -> Iterator[Phrase]:
    """The phrases of a kind that begin at a token and end before another."""
    for phrase in message.vocabulary.clause_phrases[kind].get(squeezed(message.plain(at)), ()):
        words = (squeezed(message.plain(at + along)) for along in range(len(phrase)))
        if at + len(phrase) <= end and tuple(words) == phrase:
            yield phrase
