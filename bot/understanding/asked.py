"""What a message asks: the topics of its questions and the products they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.understanding.cues import GOODS, PLACE, cue_of, forms_of
from bot.understanding.scene import Scene
from bot.understanding.settling import is_excluded
from bot.understanding.understood import Intent, Topic

YIELDS: Mapping[Topic, frozenset[Topic]] = {
    "price": frozenset({"total", "freight"}),
    "payment": frozenset({"total", "order_status"}),
    "time_to_arrive": frozenset({"content", "order_status", "cutoff", "freight"}),
    "cutoff": frozenset({"order_status"}),
    "may_go": frozenset({"freight", "time_to_arrive", "how_to", "order_status", "payment"}),
    "content": frozenset({"may_go", "stock", "freight"}),
    "catalogue": frozenset({"content"}),
}
"""A topic that is only mentioned where one of these is asked."""
ASKING = ("how_much", "question", "price", "tracking")


def topics_of(scene: Scene, intent: Intent) -> tuple[Topic, ...]:
    """What a message asks, in the order in which it asks it."""
    if intent == "greeting":
        return ()
    found: list[Topic] = []
    for part in _parts(scene, intent):
        found += [one for one in _topics_in(scene, part, intent) if one not in found]
    return tuple(found)


def about_of(scene: Scene, intent: Intent) -> tuple[tuple[str, ...], ...]:
    """The products that a question names, in an order only those of its asking parts."""
    asked = {at for part in _parts(scene, intent) if _topics_in(scene, part, intent) for at in part}
    if intent == "question":
        asked = set(range(len(scene.message)))
    named = [one.skus for one in scene.known if one.start in asked and not is_excluded(scene, one)]
    return tuple(dict.fromkeys(named))


def _parts(scene: Scene, intent: Intent) -> Iterator[range]:
    """The sentences of a question; of an order only the clauses that ask something."""
    for sentence in scene.message.sentences:
        if intent == "question":
            yield sentence
            continue
        clauses = list(_clauses(scene, sentence))
        for clause in clauses:
            if _asks(scene, clause, last=clause is clauses[-1]):
                yield clause


def _clauses(scene: Scene, sentence: range) -> Iterator[range]:
    start = sentence.start
    for at in sentence:
        if scene.message.plain(at) == "," and at > start:
            yield range(start, at)
            start = at + 1
    if start < sentence.stop:
        yield range(start, sentence.stop)


def _asks(scene: Scene, clause: range, last: bool) -> bool:
    message = scene.message
    if last and message.plain(clause.stop) == "?":
        return True
    return message.has(*ASKING, start=clause.start, end=clause.stop)


def _topics_in(scene: Scene, part: range, intent: Intent) -> list[Topic]:
    message = scene.message
    forms = [forms_of(message, at) for at in part]
    if message.plain(part.stop) == "?":
        forms.append(frozenset("?"))
    here = [at - part.start for one in scene.known for at in range(one.start, one.end) if at in part]
    for at in here:
        forms[at] = forms[at] | {GOODS}
    for place in scene.places:
        if place.start in part:
            forms[place.start - part.start] = frozenset({PLACE})
    every = frozenset[str]().union(*forms)
    words = message.vocabulary
    found = [
        topic
        for topic, cues in words.topics.items()
        if any(cue_of(one).in_sentence(forms, every) for one in cues)
    ]
    if not found:
        otherwise = words.topics_else.items()
        found = [
            topic for topic, cues in otherwise if any(cue_of(one).in_sentence(forms, every) for one in cues)
        ][:1]
    return [one for one in found if not _only_mentioned(one, found, bool(here))]


def _only_mentioned(topic: Topic, found: Sequence[Topic], names_goods: bool) -> bool:
    """`harga ongkir` asks for the freight, `harga rendang sama ongkir` for both."""
    if topic == "price" and names_goods:
        return "total" in found
    return not YIELDS.get(topic, frozenset()).isdisjoint(found)
