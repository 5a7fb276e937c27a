"""The stages that read a message into lines, unclear things, changes and a destination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.catalog import Ware
from bot.core.typed_signs import keyed
from bot.destinations import Destinations
from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want, quantity_of
from bot.understanding.combine.wants import wants_of
from bot.understanding.decide.complaints import Grievance, Grievances
from bot.understanding.decide.criteria import asked_of
from bot.understanding.decide.doubts import Decided, doubts_of
from bot.understanding.decide.intent import intent_of, looks_for_goods
from bot.understanding.decide.short_answers import amount_in
from bot.understanding.decide.topics import about_of, strange_of, topics_of
from bot.understanding.decide.yes_no import all_off, answers, only_names
from bot.understanding.effort import LONGEST, TooMuchToRead
from bot.understanding.explain import Read, Remark, explained
from bot.understanding.known import NOTHING, Known
from bot.understanding.layout.reading import laid_out
from bot.understanding.learned.arbiter import Arbiter, arbiter, decided_roles
from bot.understanding.learned.arbiter import intent_of as learned_intent
from bot.understanding.learned.features import words_of
from bot.understanding.lexicon.catalogue import Lexicon
from bot.understanding.lexicon.vocabulary import Vocabulary
from bot.understanding.resolve.corrections import narrow, settle, specified
from bot.understanding.resolve.edits import Change, changes_of
from bot.understanding.resolve.friend_shares import for_whom, parts_of, shares_of
from bot.understanding.resolve.relative import narrow_to_held, relate
from bot.understanding.resolve.second_choices import withdraw
from bot.understanding.result import Edit, Intent, Interpretation, Line, Op, Unclear
from bot.understanding.short_texts import LONGEST_AMOUNT, ShortTexts
from bot.understanding.spot.addresses import contact_of
from bot.understanding.spot.countries import destination_of, torn_between
from bot.understanding.spot.country_spotter import spotter_of
from bot.understanding.spot.scene import Scene, scene_of

TOO_LONG = Interpretation("other", too_long=True)


class Interpreter(ShortTexts):
    """Reads messages against one state of the catalogue, with indexes built once."""

    def __init__(self, wares: Iterable[Ware], vocabulary: Vocabulary, destinations: Destinations) -> None:
        self._vocabulary = vocabulary
        self.arbiter: Arbiter | None = None
        """In place of the shipped one, where another is measured."""
        self._spotter = spotter_of(destinations, vocabulary)
        self._grievances = Grievances(vocabulary)
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
        for resolve in (withdraw, narrow, specified, settle, relate):
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
        meant = decide.intent(scene, words, wants, by_rules)
        intent = learned_intent(meant)
        if looks_for_goods(scene, wants, intent):
            intent = "question"  # of what it names, nothing can be ordered
        goods = decide.goods(scene, words, wants, by_rules, intent)
        wanted = _wanted(scene, wants, intent, decided_roles(scene, wants, goods, intent))
        decided = Decided(meant, by_rules, goods)
        read = _completed(wanted, scene, wants, decided)
        return Read(scene, wants, decided, _heard(read, scene, wants, self._grievances.heard(scene)))

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
        about=about_of(scene, intent, asked),
        contact=contact_of(scene, intent),
        only_names=only_names(scene),
        either=either if len(either) > 1 else (),
        confirms=confirms,
        declines=declines,
        all_off=all_off(scene, wants, intent),
        strange=strange_of(scene, intent),
        criteria=asked.criteria,
        currency=asked.currency,
    )


def _heard(read: Interpretation, scene: Scene, wants: Sequence[Want], heard: Grievance) -> Interpretation:
    """The interpretation with what the message complains of; goods that it orders by name win."""
    orders = bool(read.lines or read.edits) and _names_goods(scene, wants)
    return replace(
        read,
        complaint=None if orders else heard.complaint,
        complains_beside=orders and heard.complaint is not None,
        wanted=heard.wanted,
        asks_of_complaint=heard.asks_how_far,
        wants_person=heard.wants_person and not orders,
        about=tuple(dict.fromkeys(one.skus for one in scene.known)) if heard.complaint else read.about,
    )


def _names_goods(scene: Scene, wants: Sequence[Want]) -> bool:
    """Whether goods that the catalogue has are named by a word of their own, and not only meant."""
    return any(one.mention.skus and one.mention.end > one.mention.start for one in wants if not one.dropped)


def _wanted(scene: Scene, wants: Sequence[Want], intent: Intent, roles: Mapping[int, str]) -> Interpretation:
    destination = destination_of(scene.places)
    if intent == "edit":
        return _edited(scene, wants, destination, roles)
    if intent != "order":
        return Interpretation(intent, destination=destination)
    lines, unclear = _sorted(scene, [one for one in wants if _is_wanted(one, roles)])
    return Interpretation("order", lines, destination, unclear)


def _is_wanted(want: Want, roles: Mapping[int, str]) -> bool:
    """Whether goods are wanted; what the catalogue has not is judged by the rules."""
    role = roles.get(want.mention.start)
    return not want.dropped if role is None else role not in ("none", "remove")


def _sorted(scene: Scene, wants: Sequence[Want]) -> tuple[tuple[Line, ...], tuple[Unclear, ...]]:
    """Lines for the sure wants, with repeated goods added up; all others are unclear."""
    quantities: dict[str, int] = {}
    unclear: list[Unclear] = []
    parts = parts_of(scene, wants)
    for want in wants:
        counted = want.quantities(scene.lexicon)
        for sku, quantity in counted.items():
            quantities[sku] = quantities.get(sku, 0) + quantity
        if not counted and want.quantity(scene.lexicon) != 0:
            one = _unclear(scene, want, want.quantity(scene.lexicon))
            unclear.append(replace(one, for_whom=for_whom(parts, want, one.quantity)))
    return tuple(Line(sku, many) for sku, many in quantities.items() if many), tuple(unclear)


def _unclear(scene: Scene, want: Want, quantity: int | None, op: Op = "add") -> Unclear:
    mention = want.mention
    unknown_weight = not mention.skus and any(one.grams is not None for one in want.amounts)
    text = scene.message.slice(mention.start, mention.end)
    return Unclear(text, None if unknown_weight else quantity, mention.skus, op)


def _edited(
    scene: Scene, wants: Sequence[Want], destination: str | None, roles: Mapping[int, str]
) -> Interpretation:
    lines: dict[str, int] = {}
    edits: list[Edit] = []
    unclear: list[Unclear] = []
    changed = list(_changes(scene, wants, roles))
    if _takes_all_off(scene, changed):
        changed = []
    for change in changed:
        narrow_to_held(scene, change)
        removed = change.op == "remove"
        counted = dict.fromkeys(change.want.meant, 0) if removed else change.want.quantities(scene.lexicon)
        if not counted:
            quantity = 0 if removed else change.want.quantity(scene.lexicon)
            unclear.append(_unclear(scene, change.want, quantity, change.op))
        for sku, quantity in counted.items():
            lines.pop(sku, None)
            lines[sku] = quantity
            edits = [one for one in edits if one.sku != sku]
            edits.append(Edit(sku, change.op, quantity))
    final = tuple(Line(sku, quantity) for sku, quantity in lines.items())
    return Interpretation("edit", final, destination, tuple(unclear), tuple(edits))


def _takes_all_off(scene: Scene, changes: Sequence[Change]) -> bool:
    """Whether all that is held is taken off by one word for all of it."""
    return len(changes) == 1 and changes[0].op == "remove" and scene.is_all_held(changes[0].want.mention)


def _changes(scene: Scene, wants: Sequence[Want], roles: Mapping[int, str]) -> Iterator[Change]:
    """What is done to each of the goods; to what the catalogue has not, what the rules do."""
    by_rules = {one.want.mention.start: one.op for one in changes_of(scene, wants)}
    for want in wants:
        role = roles.get(want.mention.start, by_rules.get(want.mention.start, "none"))
        if role == "line":
            role = "set" if want.mention.held else "add"
        if role != "none":
            yield Change(want, cast(Op, role))
