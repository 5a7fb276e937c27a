"""Finds what a message asks: the topics of its questions and the products that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, get_args

from bot.understanding.annotate.message import Message
from bot.understanding.combine.exclusions import is_excluded
from bot.understanding.decide.criteria import NOTHING_ASKED, Asked, finds, goods_asked
from bot.understanding.decide.cues import GOODS, PLACE, Forms, cue_of, forms_of
from bot.understanding.decide.is_question import ends_with_no
from bot.understanding.lexicon.language import TopicElse
from bot.understanding.result import HouseTopic, Intent, Topic
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

TOPICS: tuple[Topic, ...] = get_args(Topic)
TOPICS_ELSE: tuple[TopicElse, ...] = get_args(TopicElse)
HOUSE: tuple[Topic, ...] = get_args(HouseTopic)
YIELDS: Mapping[Topic, frozenset[Topic]] = {
    "price": frozenset({"total", "freight", "freight_why", "discount", "tax", *HOUSE}),
    "payment": frozenset({"total", "order_status", "tax", "own_data", *HOUSE}),
    "total": frozenset({"tax", "minimum", "freight_why", "fits_step", "guests", *HOUSE}),
    "freight": frozenset({"freight_why", "fits_step", "final_price", "tax_basis", "faster", "pay_ways"}),
    "time_to_arrive": frozenset({"content", "order_status", "cutoff", "freight", "made_on", "tax", *HOUSE}),
    "cutoff": frozenset({"order_status"}),
    "may_go": frozenset(
        {
            "freight",
            "time_to_arrive",
            "how_to",
            "order_status",
            "payment",
            "tax",
            "why_not",
            "pickup",
            "origin",
            "several_addresses",
            "compare",
            *HOUSE,
        }
    ),
    "order_status": frozenset({"pickup", "own_data", "final_price", *HOUSE}),
    "content": frozenset(
        {"may_go", "stock", "freight", "how_to", "made_on", "discount", "minimum", "compare", *HOUSE}
    ),
    "stock": frozenset({"made_on", "instead", *HOUSE}),
    "how_to": frozenset({"minimum", "pickup", "several_addresses", "guests", *HOUSE}),
    "catalogue": frozenset(
        {
            "content",
            "may_go",
            "best_seller",
            "photo",
            "fits_step",
            "discount",
            "why_not",
            "compare",
            "instead",
            *HOUSE,
        }
    ),
    "why_not": frozenset({"payment", "freight_why", "photo", "pickup", "order_status"}),
    "best_seller": frozenset({"discount", "compare"}),
    "origin": frozenset({"trust", "contact"}),
    "photo": frozenset(HOUSE),
    "trust": frozenset({"pay_there"}),
}
"""A topic only accompanies these: where one of them is asked, it is not asked itself."""
SHOWN_BY_A_LIST: frozenset[Topic] = frozenset({"price", "stock", "content", "catalogue", "may_go", "total"})
"""What the list of goods that are looked for tells anyway."""
LOOKS_FOR_NOTHING: frozenset[Topic] = frozenset({"compare", "tax_basis", "certified", "size_chart"})
ALSO_TOLD: frozenset[Topic] = frozenset(
    {
        "fits_step",
        "own_data",
        "photo",
        "best_seller",
        "freight_why",
        "minimum",
        "discount",
        "origin",
        "several_addresses",
        "guests",
        "compare",
        "instead",
        "why_not",
        *HOUSE,
    }
)
"""Topics that are answered though no word of the message asks."""
CLAUSE_TOPICS: tuple[Topic, ...] = ("content", "time_to_arrive", "payment", "tax", "discount", *HOUSE)
"""Topics that a clause asks by itself, whatever the rest of its sentence asks."""
OF_THE_SHOP: tuple[Topic, ...] = ("own_data", "photo", "best_seller", "guests", *HOUSE)
Heard = TypeVar("Heard", bound=str)
ASKING = ("how_much", "question", "price", "tracking")


def topics_of(scene: Scene, intent: Intent, asked: Asked = NOTHING_ASKED) -> tuple[Topic, ...]:
    """The topics of a message's questions, in its order; looking for goods comes first."""
    if intent == "greeting":
        return ()
    found: list[Topic] = []
    for part in asking_parts(scene, intent):
        beside = _in_clauses(scene, part) if intent == "question" else ()
        found = [*dict.fromkeys((*found, *topics_in(scene, part, intent), *beside))]
    if intent != "question":
        told = _told(scene) if intent == "other" else _of_the_house(scene)
        found += [one for one in told if one not in found]
    # "berarti di bawah 10.000 yen dan bebas pajak ya"
    is_limit = "tax" in found and not replace(asked.criteria, price_most=None, budget=None)
    looks = intent == "question" and not is_limit and LOOKS_FOR_NOTHING.isdisjoint(found)
    if looks and finds(scene, asked):
        return ("find", *(one for one in found if one not in SHOWN_BY_A_LIST))
    return tuple(found)


def _in_clauses(scene: Scene, sentence: range) -> Iterator[Topic]:
    """What single clauses of a sentence ask beside its topics: `halal ga, trus nyampe kapan?`."""
    clauses = list(_clauses(scene, sentence))
    for clause in clauses if len(clauses) > 1 else ():
        if _asks(scene, clause, last=clause is clauses[-1]):
            forms = forms_in(scene, clause)
            every = frozenset[str]().union(*forms)
            yield from _cued(scene.message.vocabulary.topics, CLAUSE_TOPICS, forms, every)


def about_of(scene: Scene, intent: Intent, eats_not: Asked = NOTHING_ASKED) -> tuple[tuple[str, ...], ...]:
    """The products that a question names; of an order, those of the parts that ask.

    What somebody must not eat is none of them.
    """
    asked = {at for part in asking_parts(scene, intent) if topics_in(scene, part, intent) for at in part}
    if intent == "question" and not any(one.start in asked for one in scene.known):
        asked = set(range(len(scene.message)))  # "intip manis. berapa harganya"
    known = goods_asked(eats_not, scene.known)
    named = [_in_one(scene, one.skus) for one in known if one.start in asked and not is_excluded(scene, one)]
    return tuple(dict.fromkeys(named))


def _in_one(scene: Scene, skus: tuple[str, ...]) -> tuple[str, ...]:
    """The product whose sizes or colours these all are, else they themselves."""
    bases = {scene.lexicon.by_sku[sku].option_of for sku in skus} if len(skus) > 1 else {""}
    base = next(iter(bases))
    return (base,) if len(bases) == 1 and base in scene.lexicon.by_sku else skus


def strange_of(scene: Scene, intent: Intent) -> tuple[str, ...]:
    """The unknown goods that a question asks for: `ada mie korea?`; not `ada pitanya?`."""
    if intent != "question":
        return ()
    return tuple(scene.message.slice(one.start, one.end) for one in _strange(scene))


def _strange(scene: Scene) -> list[Mention]:
    return [one for one in scene.goods if not one.skus and _asked_for(scene, one)]


def _asked_for(scene: Scene, strange: Mention) -> bool:
    """Whether it is a word for goods, or an unknown one right behind "is there any"."""
    message = scene.message
    if message.says_at(strange.start, "other_matter") or _is_attribute(message, strange):
        return False
    if any(message.says_at(at, "goods") for at in range(strange.start, strange.end)):
        return True
    before = strange.start - 1
    while before > 0 and message.says_at(before, "glue", "any"):
        before -= 1
    return message.plain(before) in message.grammar.having


def _is_attribute(message: Message, strange: Mention) -> bool:
    """`pitanya`: an attribute of something mentioned before."""
    word = message.plain(strange.end - 1)
    return word.endswith(tuple(message.vocabulary.affixes.definite)) and not message.says_at(
        strange.end - 1, "goods"
    )


def asking_parts(scene: Scene, intent: Intent) -> Iterator[range]:
    """The sentences of a question; of an order, only the clauses that ask."""
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
    if (last and message.plain(clause.stop) == "?") or message.says_at(clause.stop - 1, "no_or"):
        return True
    return message.has(*ASKING, start=clause.start, end=clause.stop)


def _told(scene: Scene) -> Iterator[Topic]:
    """What a message is about that asks in no word: `nanggung nih ongkirnya`."""
    for part in scene.message.sentences:
        yield from (one for one in topics_in(scene, part, "other") if one in ALSO_TOLD)


def _of_the_house(scene: Scene) -> Iterator[Topic]:
    """What an order or a change asks of the shop as well: `jenang 10. mohon diterbitkan nota`."""
    message, cues = scene.message, scene.message.vocabulary.topics
    first = _first_words(tuple(cue for topic in HOUSE for cue in cues.get(topic, ())))
    for part in message.sentences:
        message.effort.spend()
        supposes = message.has("conditional", start=part.start, end=part.stop)
        if first.isdisjoint(message.plain(at) for at in part) and not supposes:
            continue  # most sentences of a long list
        message.effort.spend(sum(len(cues.get(topic, ())) for topic in HOUSE))
        forms = forms_in(scene, part)
        yield from _cued(cues, HOUSE, forms, frozenset[str]().union(*forms))


@lru_cache(maxsize=8)
def _first_words(cues: tuple[str, ...]) -> frozenset[str]:
    """The words with which these cues begin."""
    return frozenset[str]().union(*(cue_of(one).runs[0][0] for one in cues))


def asks_the_shop(scene: Scene) -> bool:
    """Whether a message asks for what no order changes: `minta fotonya dong`, `hapus data saya`."""
    cues = scene.message.vocabulary.topics
    scene.message.effort.spend(sum(len(cues.get(topic, ())) for topic in OF_THE_SHOP))
    for part in scene.message.sentences:
        forms = forms_in(scene, part)
        every = frozenset[str]().union(*forms)
        if _cued(cues, OF_THE_SHOP, forms, every):
            return True
        if ends_with_no(scene.message) and _cued(cues, ("time_to_arrive",), forms, every):
            return True  # "nyampe sebelum natal ga"
    return False


def topics_in(scene: Scene, part: range, intent: Intent) -> list[Topic]:
    """The topics that a part of a message asks of."""
    words, forms = scene.message.vocabulary, forms_in(scene, part)
    scene.message.effort.spend(sum(map(len, words.topics.values())))  # each cue is looked for
    every = frozenset[str]().union(*forms)
    names_goods = GOODS in every
    found: list[Topic] = _cued(words.topics, TOPICS, forms, every)
    if not found and not scene.message.has("other_matter", start=part.start, end=part.stop):
        found = [*_cued(words.topics_else, TOPICS_ELSE, forms, every)[:1]]
        if found == ["total"] and intent == "question" and scene.known:
            return ["price"]  # "teh yang itu ada? berapa sebungkus"
    if names_goods and "fits_step" in found:
        found.remove("fits_step")  # "ongkirnya berapa kalau tambah 2 karak"
    return [one for one in found if not _only_mentioned(one, found, names_goods)]


def forms_in(scene: Scene, part: range) -> list[frozenset[str]]:
    """The forms of each word of a part, with marks for goods, places and a question mark."""
    message = scene.message
    forms = [forms_of(message, at) for at in part]
    named = [*scene.known, *_strange(scene)]
    for at in (at for one in named for at in range(one.start, one.end) if at in part):
        forms[at - part.start] |= {GOODS}
    for place in scene.places:
        if place.start in part:
            forms[place.start - part.start] = frozenset({PLACE})
    return [*forms, frozenset("?")] if message.plain(part.stop) == "?" else forms


def _cued(
    topics: Mapping[Heard, Sequence[str]], order: Sequence[Heard], forms: Forms, every: frozenset[str]
) -> list[Heard]:
    return [
        topic
        for topic in order
        if any(cue_of(one).in_sentence(forms, every) for one in topics.get(topic, ()))
    ]


def _only_mentioned(topic: Topic, found: Sequence[Topic], names_goods: bool) -> bool:
    """`harga ongkir` asks for the freight, `harga rendang sama ongkir` for both."""
    if topic == "content" and not names_goods and "photo" in found:
        return True  # "minta foto aslinya"
    if topic == "price" and names_goods:
        return "total" in found
    if topic == "stock" and not names_goods:
        return "total" in found  # "habisnya berapa"
    return not YIELDS.get(topic, frozenset()).isdisjoint(found)
