"""Finds the recipient's contact: the lines of a message with name, phone and address, as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.understanding.annotate.message import Message
from bot.understanding.result import Intent
from bot.understanding.spot.personal_data import contact_in, is_street
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount
from bot.understanding.spot.scene import Scene

NAME_WORDS = 4
NO_PART_OF_IT = (
    "order",
    "hello",
    "thanks",
    "how_much",
    "question",
    "remove",
    "add",
    "complaint",
    "paid",
    "to",
)
LABELS = ("person_label", "phone_label", "address_label")
SAYS_NOTHING = (
    "talk",
    "at",
    "to",
    "change",
    "becomes",
    "address",
    "thanks",
    "confirm",
    "not_this",
    "self",
    "all",
)
POST_CODE = 3
"""Digits of the shortest number that, beside a place, marks a part of an address."""
NO_NAME = ("order", "order_label", "phone_label", "address_label", "other_label", "to", "how_much", "at")
LONG = 6
"""The fewest characters of an address in another script that has no number."""
LABEL_SIGNS = frozenset("/.:=")


def contact_of(scene: Scene, intent: Intent) -> tuple[str, ...]:
    """The lines of a contact, or the stretches of lines that name goods too, in order and without the goods.

    Empty for a message about a payment: it names the owner of an account, not a recipient.
    """
    found = _Contact(scene)
    paid = intent in {"other", "question"} and scene.message.has("paid", "payment")
    if not found.core or paid:
        return ()
    return tuple(found.stretches())


@dataclass
class _Contact:
    scene: Scene

    @cached_property
    def message(self) -> Message:
        return self.scene.message

    @cached_property
    def core(self) -> frozenset[int]:
        """The tokens of phones, streets, postal codes and labelled names, without goods."""
        found = contact_in(self.message) | set(_named(self.scene)) | set(_foreign(self.scene))
        found |= set(_behind_goods(self.scene))
        return frozenset(found - (self._goods - self.scene.away))

    @cached_property
    def _goods(self) -> frozenset[int]:
        return frozenset(at for one in self.scene.known for at in range(one.start, one.end))

    @cached_property
    def _busy(self) -> frozenset[int]:
        """The tokens that are not part of a contact: goods, quantities, verbs of ordering, greetings."""
        things: list[Mention | Amount] = [*self.scene.known, *self.scene.amounts]
        found = {at for one in things for at in range(one.start, one.end)}
        return frozenset((found | set(self.message.where(*NO_PART_OF_IT))) - self.core)

    def stretches(self) -> Iterator[str]:
        """Whole parts if they hold nothing else, else runs of tokens; joined within a line."""
        runs: list[range] = []
        for part in self._chosen():
            for run in [part] if self._is_whole(part) or not self._has_core(part) else self._runs(part):
                if runs and self._only_signs(runs[-1].stop, run.start):
                    runs[-1] = range(runs[-1].start, run.stop)
                else:
                    runs.append(run)
        for run in filter(self._tells, runs):
            yield self.message.slice(run.start, self._with_sign(run.stop))

    def _tells(self, run: range) -> bool:
        """Whether a run says more than the country: `alamat di Kuching` only names the destination."""
        said = (*LABELS, *SAYS_NOTHING)
        return any(
            self.message.kind(at) in {"word", "number"}
            and at not in self._places
            and (
                self._labels_a_part(at)
                or not self.message.says_at(at, *said)
                or self.message.says_at(at, "street")
            )
            for at in run
        )

    def _labels_a_part(self, at: int) -> bool:
        return at in self.core and self.message.plain(at) in self.message.grammar.address_parts

    @cached_property
    def _places(self) -> frozenset[int]:
        return frozenset(at for one in self.scene.places for at in range(one.start, one.end))

    @cached_property
    def _not_whole(self) -> frozenset[int]:
        """Busy tokens without quantities: a number beside a place may be its postal code."""
        return self._busy - {at for one in self.scene.amounts for at in range(one.start, one.end)}

    def _only_signs(self, start: int, end: int) -> bool:
        return all(self.message.kind(at) == "sign" for at in range(start, end))

    def _with_sign(self, end: int) -> int:
        """The end, with a closing bracket that belongs to the last word."""
        return end + 1 if self.message.plain(end) == ")" and self.message.tokens[end].glued else end

    def _is_whole(self, part: range) -> bool:
        return not any(at in self._busy for at in part)

    def _chosen(self) -> list[range]:
        """The parts with a contact, and the parts on either side that belong to them."""
        parts = list(self._parts())
        chosen = [self._has_core(part) for part in parts]
        for order in (range(1, len(parts)), range(len(parts) - 2, -1, -1)):
            for at in order:
                beside = at - 1 if order.step > 0 else at + 1
                chosen[at] = chosen[at] or (chosen[beside] and self._belongs(parts[at], parts[beside]))
        return [part for part, one in zip(parts, chosen, strict=True) if one]

    def _has_core(self, part: range) -> bool:
        return any(at in self.core for at in part)

    def _parts(self) -> Iterator[range]:
        """The parts between commas and line ends, each without its lead (`kirim ke`)."""
        for part in self.message.parts:
            cuts = [at for at in part if self.message.says_at(at, "to") and at not in self.core]
            start = part.start
            for cut in cuts:
                if cut > start and any(at in self._goods for at in range(start, cut)):
                    yield range(start, cut)
                    start = cut
            while start < part.stop and self._leads(start):
                start += 1
            if start < part.stop:
                yield range(start, self._without_tail(start, part.stop))

    def _leads(self, at: int) -> bool:
        leads = ("to", "order", "talk", "change", "address", "hello", "for")
        if self.message.says_at(at, *LABELS):
            return False
        sign = self.message.kind(at) == "sign" and self.message.plain(at) not in {"(", "+", "#", "〒"}
        small = self.message.tokens[at].text.islower() or self.message.says_at(at, "to", "order")
        return (at not in self.core or sign) and (sign or (small and self.message.says_at(at, *leads)))

    def _without_tail(self, start: int, end: int) -> int:
        while end - 1 > start and self.message.says_at(end - 1, "talk", "address", "thanks"):
            if end - 1 in self.core or not self.message.tokens[end - 1].text.islower():
                break
            end -= 1
        return end

    def _belongs(self, part: range, beside: range) -> bool:
        """A name, a place or a place with its postal code beside a contact."""
        message, places = self.message, self._places
        numbers = [at for at in part if message.kind(at) == "number"]
        code = any(len(message.plain(at)) >= POST_CODE for at in numbers) and not places.isdisjoint(part)
        if any(at in (self._not_whole if code else self._busy) for at in part) or not self._is_whole(beside):
            return False
        if any(message.plain(at) in {":", "="} for at in part):
            return False  # "Profesi: perawat"
        words = [at for at in part if message.kind(at) == "word"]
        if words and len(numbers) == 1 and all(message.says_at(at, "number_label") for at in words):
            return True  # "No. 21"
        named = [at for at in words if at in places or self._like_name(at)]
        same_line = not self._broken(min(part.stop, beside.stop), max(part.start, beside.start))
        names_only = len(named) == len(words) and (same_line or not places.issuperset(words))
        return bool(words) and (names_only or (code and bool(named)))

    def _broken(self, start: int, end: int) -> bool:
        return any(self.message.kind(at) == "break" for at in range(start, end))

    def _like_name(self, at: int) -> bool:
        token = self.message.tokens[at]
        titles = ("address", "address_also_goods", "third", "street")
        little = self.message.says[at] <= {"talk", "describe", "kind_words"}
        return token.text[:1].isupper() and (little or self.message.says_at(at, *titles))

    def _runs(self, part: range) -> Iterator[range]:
        """The contact within a part that says more, with its label and the name before a phone."""
        at = part.start
        while at < part.stop:
            if at not in self.core:
                at += 1
                continue
            end = at
            while end < part.stop and (end in self.core or (end + 1 in self.core and end not in self._busy)):
                end += 1
            yield range(self._with_label(at, part.start), end)
            at = end

    def _of_a_label(self, at: int) -> bool:
        return self.message.plain(at) in LABEL_SIGNS | self.message.grammar.on_behalf

    def _with_label(self, at: int, least: int) -> int:
        start = at
        while start > least and start - 1 not in self._busy:
            said = self.message.says_at(start - 1, *LABELS) or self._of_a_label(start - 1)
            if not said and not self._like_name(start - 1):
                break
            start -= 1
        return start


def _named(scene: Scene) -> Iterator[int]:
    """`a/n rina wati`, `nama saya Rina`, `penerima Budi`: the words behind a label without a colon."""
    message = scene.message
    goods = {at for one in scene.known for at in range(one.start, one.end)}
    for label in message.where("person_label"):
        at = label + 1
        while message.says_at(at, "self", "person_label") or message.plain(at) in {".", "/", ":"}:
            at += 1
        name = [at + along for along in range(NAME_WORDS)]
        words = list(_while_named(message, name, goods))
        if words:
            yield from (label, *range(label + 1, words[-1] + 1))


def _while_named(message: Message, words: Sequence[int], goods: set[int]) -> Iterator[int]:
    for at in words:
        titled = message.says_at(at, "address", "third") and not message.says_at(at, "order")
        if message.kind(at) != "word" or at in goods or message.says_at(at, *NO_NAME):
            return
        capital = message.tokens[at].text[:1].isupper()
        if message.says[at] and not titled and not capital:
            return
        yield at


def _behind_goods(scene: Scene) -> Iterator[int]:
    """`intip 3 ke Flat 3A`: a street behind the word "to"."""
    message = scene.message
    for part in message.parts:
        cut = next((at for at in reversed(part) if message.says_at(at, "to")), None)
        behind = range(cut + 1, part.stop) if cut is not None else range(0)
        named = any(one.start in behind for one in scene.known)
        if len(behind) > 1 and not named and is_street(message, behind):
            yield from behind


def _foreign(scene: Scene) -> Iterator[int]:
    """Addresses in another script: from its first to its last word, given a character for street or town."""
    message = scene.message
    for part in message.parts:
        signs = [
            at for at in part if not message.vocabulary.address_signs.isdisjoint(message.tokens[at].text)
        ]
        other = [at for at in part if message.kind(at) == "word" and ord(message.tokens[at].text[0]) > 0x05FF]
        numbered = any(message.kind(at) == "number" for at in part)
        if (
            not signs
            or not other
            or not (numbered or sum(len(message.tokens[at].text) for at in other) >= LONG)
        ):
            continue
        if not any(other[0] <= one.start <= other[-1] for one in scene.known):
            yield from range(other[0], other[-1] + 1)
