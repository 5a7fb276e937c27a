"""The stages that read a message into lines, unclear things, changes and a destination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.catalog import Ware
from bot.core.typed_signs import keyed
from bot.destinations import Destinations
from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want, quantity_of
from bot.understanding.combine.wants import wants_of
from bot.understanding.decide.asked_beside import asks_beside
from bot.understanding.decide.complaints import Grievance, Grievances
from bot.understanding.decide.criteria import asked_of
from bot.understanding.decide.doubts import Decided, doubts_of
from bot.understanding.decide.intent import (
    intent_of,
    is_bare_list,
    lists_beside_question,
    looks_for_goods,
    restates,
    says_more,
)
from bot.understanding.decide.order_questions import OrderQuestions, supposed_of
from bot.understanding.decide.short_answers import amount_in
from bot.understanding.decide.topics import about_of, strange_of, topics_of
from bot.understanding.decide.yes_no import all_off, answers, only_names
from bot.understanding.effort import LONGEST, TooMuchToRead
from bot.understanding.explain import Read, Remark, explained
from bot.understanding.known import NOTHING, Known
from bot.understanding.layout.reading import laid_out
from bot.understanding.learned.arbiter import (
    OVERRULES,
    Arbiter,
    Learned,
    arbiter,
    decided_roles,
    roles_by_rules,
)
from bot.understanding.learned.arbiter import intent_of as learned_intent
from bot.understanding.learned.features import words_of
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.resolve.corrections import narrow, settle, specified
from bot.understanding.resolve.friend_shares import parts_of, shares_of
from bot.understanding.resolve.named_again import named_again
from bot.understanding.resolve.relative import relate
from bot.understanding.resolve.second_choices import withdraw
from bot.understanding.result import Edit, Interpretation
from bot.understanding.short_texts import LONGEST_AMOUNT, ShortTexts
from bot.understanding.spot.addresses import contact_of
from bot.understanding.spot.countries import torn_between
from bot.understanding.spot.country_spotter import spotter_of
from bot.understanding.spot.scene import Scene, scene_of
from bot.understanding.wanted import edited, wanted_of, with_refused

TOO_LONG = Interpretation("other", too_long=True)


class Interpreter(ShortTexts):
    """Reads messages against one state of the catalogue, with indexes built once."""

    def __init__(self, wares: Iterable[Ware], vocabulary: Vocabulary, destinations: Destinations) -> None:
        self._vocabulary = vocabulary
        self.arbiter: Arbiter | None = None
        """In place of the shipped one, where another is measured."""
        self._spotter = spotter_of(destinations, vocabulary)
        self._grievances = Grievances(vocabulary)
        self._of_order = OrderQuestions(vocabulary)
        self._lexicon = Lexicon(wares, vocabulary, self._spotter.words)

    def forget(self) -> None:
        """Clears the cache of looked-up words, for measurements."""
        self._lexicon.meant.cache_clear()

    def read(self, text: str, known: Known = NOTHING) -> Interpretation:
        """Reads a message, knowing this of the conversation.

        Raises nothing; what is too long is `too_long` and nothing else.
        """
        if len(text) > LONGEST:
            return TOO_LONG
        try:
            return self._read(self.scene(text, known)).interpretation
        except TooMuchToRead:
            return TOO_LONG

    def explain(self, text: str, known: Known = NOTHING) -> list[Remark]:
        """What each stretch was taken for, and who decided what. Raises TooMuchToRead."""
        return explained(self.examine(text, known))

    def examine(self, text: str, known: Known = NOTHING) -> Read:
        """Reads a message, and keeps all that its interpretation was made of. Raises TooMuchToRead."""
        return self._read(self.scene(text, known))

    def scene(self, text: str, known: Known = NOTHING) -> Scene:
        """What stands where in a message. Raises TooMuchToRead."""
        if known.replied_to and not known.choices:
            known = self._with_reply(known)
        return scene_of(self._message(text), self._lexicon, self._spotter, known)

    def _with_reply(self, known: Known) -> Known:
        """Takes in the goods of the message that is replied to: its only product, or the choices."""
        try:
            wants = [one for one in self.wants(self.scene(known.replied_to[:LONGEST])) if one.mention.sure]
        except TooMuchToRead:
            return known
        skus = tuple(dict.fromkeys(one.mention.skus[0] for one in wants))
        if len(skus) == 1:
            asked = wants[0].quantity(self._lexicon) if wants[0].amounts else None
            return replace(known, on_screen=known.on_screen or skus[0], asked=asked)
        return replace(known, choices=skus if set(skus) - known.held.keys() else ())

    def named(self, text: str) -> tuple[tuple[str, ...], ...]:
        """The products that a text names, each with all SKUs that it may be, whatever it says of them."""
        if len(text) > LONGEST:
            return ()
        try:
            return tuple(dict.fromkeys(one.skus for one in self.scene(text).known if one.sure))
        except TooMuchToRead:
            return ()

    def wants(self, scene: Scene) -> list[Want]:
        """The goods that a message names, with their quantities, after its own corrections."""
        wants = wants_of(scene)
        for resolve in (withdraw, narrow, specified, named_again, settle, relate):
            resolve(scene, wants)
        return wants

    def quantity(self, want: Want) -> int | None:
        """The units of a want; None while they are unclear."""
        return want.quantity(self._lexicon)

    def _read(self, scene: Scene) -> Read:
        words, decide = words_of(scene), self.arbiter or arbiter()
        wants = [one for one in self.wants(scene) if decide.is_goods(scene, words, one)]
        by_rules = intent_of(scene, wants)
        decide.quantities(scene, words, wants)
        bare = by_rules == "order" and is_bare_list(scene, wants)
        meant = Learned("order", OVERRULES) if bare else decide.intent(scene, words, wants, by_rules)
        if meant.role == "question" and lists_beside_question(scene, wants):
            meant = Learned("order", OVERRULES)
        intent = learned_intent(meant)
        if looks_for_goods(scene, wants, intent):
            intent = "question"  # of what it names, nothing can be ordered
        elif intent == "other" and restates(scene, wants):
            intent = "order"  # "lho kok jadi 5, maksud saya pecel 15, rawon 40"
        goods = decide.goods(scene, words, wants, by_rules, intent)
        wanted = wanted_of(scene, wants, intent, decided_roles(scene, wants, goods, intent))
        decided = Decided(meant, by_rules, goods)
        read = _completed(with_refused(wanted, scene, wants, goods), scene, wants, decided)
        read = _heard(read, scene, wants, self._grievances.heard(scene))
        return Read(scene, wants, decided, self._asking(read, scene, wants, words))

    def _asking(
        self, read: Interpretation, scene: Scene, wants: Sequence[Want], words: Sequence[str]
    ) -> Interpretation:
        """The interpretation with what the message asks of the order at hand."""
        heard = self._of_order.heard(scene)
        supposed: tuple[Edit, ...] = ()
        if heard.may_suppose:
            goods = (self.arbiter or arbiter()).goods(scene, words, wants, "edit", "edit")
            learned = decided_roles(scene, wants, goods, "edit")
            # What nobody would change is supposed by the rules: it is only reckoned, and nothing is done.
            for roles in (learned, roles_by_rules(scene, wants, "edit")):
                supposed = supposed or supposed_of(scene, wants, edited(scene, wants, None, roles))
        orders = read.all_off or _orders(read, scene, wants)
        return replace(read, of_order=heard.question(read.intent, supposed, orders))

    def amount(self, text: str, sku: str | None = None) -> int | None:
        """Reads a short answer to "how many?" in units (a dozen is 12, none is 0); None for any other text.

        With the product's `sku`, weights and pairs are answers too: `sekilo` of packs of 500 g is 2.
        """
        if len(text) > LONGEST_AMOUNT:
            return None
        amount = amount_in(self._message(text))
        if amount is None:
            return None
        if sku in self._lexicon.by_sku:
            return quantity_of(self._lexicon, [sku], amount)
        return None if amount.pair or amount.grams is not None else amount.pieces

    def _message(self, text: str) -> Message:
        seen, words = keyed(text), self._vocabulary
        return Message(seen, laid_out(seen, words.tokens(seen), words), words)


def _completed(
    wanted: Interpretation, scene: Scene, wants: Sequence[Want], decided: Decided
) -> Interpretation:
    """The interpretation with all that the message says beside its goods."""
    either, intent, asked = torn_between(scene.places), wanted.intent, asked_of(scene)
    confirms, declines = answers(scene.message)
    return replace(
        wanted,
        doubts=doubts_of(scene, wants, wanted, decided),
        shares=shares_of(parts_of(scene, wants), wanted.lines),
        topics=topics_of(scene, intent, asked),
        asks_beside=asks_beside(scene, intent),
        about=about_of(scene, intent, asked),
        contact=contact_of(scene, intent),
        only_names=only_names(scene),
        either=either if len(either) > 1 else (),
        confirms=confirms,
        declines=declines,
        all_off=all_off(scene, wants, intent),
        more=says_more(scene.message),
        strange=strange_of(scene, intent),
        criteria=asked.criteria,
        currency=asked.currency,
    )


def _heard(read: Interpretation, scene: Scene, wants: Sequence[Want], heard: Grievance) -> Interpretation:
    """The interpretation with what the message complains of; goods that it orders by name win."""
    orders = _orders(read, scene, wants)
    return replace(
        read,
        complaint=None if orders else heard.complaint,
        complains_beside=orders and heard.complaint is not None,
        wanted=heard.wanted,
        asks_of_complaint=heard.asks_how_far,
        wants_person=heard.wants_person and not orders,
        about=tuple(dict.fromkeys(one.skus for one in scene.known)) if heard.complaint else read.about,
    )


def _orders(read: Interpretation, scene: Scene, wants: Sequence[Want]) -> bool:
    """Whether goods are ordered or changed by name."""
    return bool(read.lines or read.edits) and _names_goods(scene, wants)


def _names_goods(scene: Scene, wants: Sequence[Want]) -> bool:
    """Whether goods that the catalogue has are named by a word of their own, and not only meant."""
    named = (one.mention for one in wants if one.mention.skus and not one.dropped and not one.mention.every)
    return any(
        not scene.message.has("question", start=at, end=at + 1)
        for one in named
        for at in range(one.start, one.end)
    )
