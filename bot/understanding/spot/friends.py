"""Finds the people that a message names as recipients of goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.annotate.message import Message
from bot.understanding.annotate.numbers import is_number_word
from bot.understanding.spot.countries import Place
from bot.understanding.spot.products import Mention
from bot.understanding.spot.quantities import Amount, Ignored

MOST_WORDS = 4
PERSON = ("third", "self", "address", "address_also_goods")
NOBODY = (
    "order",
    "to",
    "at",
    "order_label",
    "other_label",
    "address_label",
    "phone_label",
    "for",
    "stock",
    "goods",
)
HEADS = frozenset({":", "=", "-", "–", "—", "→", ">"})
COLONS = frozenset({":", "="})


@dataclass(frozen=True, slots=True)
class Person:
    """A person named by the tokens from `start` to `end`; `at` is where the phrase begins (`buat Rina`).

    `heads`: a list of goods follows (`Rina:`). `alike`: several people get the same quantity each.
    """

    at: int
    start: int
    end: int
    heads: bool = False
    alike: bool = False


class People:
    """Finds the people of one message, outside goods, quantities and places."""

    def __init__(
        self,
        message: Message,
        goods: Sequence[Mention],
        numbers: Sequence[Amount | Ignored],
        places: Sequence[Place],
        away: Iterable[int],
    ) -> None:
        self._message = message
        self._goods = {one.start for one in goods}
        self._counts = {one.start for one in numbers if isinstance(one, Amount)}
        things: list[Mention | Amount | Ignored | Place] = [*goods, *numbers, *places]
        self._busy = {at for one in things for at in range(one.start, one.end)}
        self._labelled = {at for at in away if not message.says_at(at, *PERSON) and message.says[at]}

    def found(self) -> list[Person]:
        """All recipients of goods, in order."""
        alike = list(self._alike())
        led = alike or list(self._led_up_to())
        found = [one for one in led if len(led) > 1 or not self._may_be_goods(one)]
        found += self._in_brackets()
        heads = list(self._heading())
        if len(heads) > 1 or any(self._may_head_alone(one) for one in heads):
            found += [one for one in heads if not _among(one, found)]
        beside = [one for one in self._beside_things() if not _among(one, found)]
        if len(beside) + len(found) > 1:
            found += beside
        return sorted(found, key=lambda one: one.at)

    def _led_up_to(self) -> Iterator[Person]:
        """`buat kakak`, `for my friend`, `jatah Rina`."""
        message = self._message
        for at in message.where("for"):
            if at in self._busy or message.says_at(at + 1, "for"):
                continue
            end = self._end(at + 1)
            if end > at + 1:
                yield Person(at, at + 1, end, heads=message.plain(end) in COLONS)

    def _alike(self) -> Iterator[Person]:
        """`masing2 2 buat Rina, Budi dan Sari`: everybody in the list gets the same quantity."""
        message = self._message
        for at in message.where("for") if message.has("each") else ():
            found: list[Person] = []
            start = at + 1
            while (end := self._one_of_many(start)) > start:
                found.append(Person(start if found else at, start, end, alike=True))
                start = end
                while message.plain(start) == "," or message.says_at(start, "and"):
                    start += 1
                if start == end:
                    break
            if len(found) > 1:
                yield from found

    def _one_of_many(self, start: int) -> int:
        """The end of one name of a list, which may be a single letter; `start` if there is none."""
        message = self._message
        text = message.tokens[start].text if start < len(message) else ""
        if len(text) == 1 and text.isupper() and not message.says_at(start, "size_word"):
            return start + 1
        end = self._end(start)
        sure = self._capital(start) or message.says_at(start, *PERSON)
        return start if end in self._counts or end in self._goods or not sure else end

    def _may_head_alone(self, one: Person) -> bool:
        """`Rina: karak 2` may; `Pesanan Ibu Yati:` is the customer of the whole order."""
        labelled = any(self._of_list(at) for at in range(one.at, one.start))
        return self._message.plain(one.end) in COLONS and not labelled

    def _may_be_goods(self, one: Person) -> bool:
        """`untuk pothil 2`: an unknown word with a quantity of its own."""
        message = self._message
        said = any(message.says[at] for at in range(one.start, one.end))
        return one.end in self._counts and not said and message.tokens[one.start].text.islower()

    def _in_brackets(self) -> Iterator[Person]:
        """`karak 2 (Rina)`: a name in brackets behind a quantity or goods."""
        message = self._message
        for at in range(1, len(message)):
            if message.plain(at) != "(" or at - 1 not in self._busy:
                continue
            end = self._end(at + 1)
            if end > at + 1 and message.plain(end) == ")" and self._capital(at + 1):
                yield Person(at, at + 1, end)

    def _heading(self) -> Iterator[Person]:
        """The names that head a line or a part of one with a colon, or that are a line by themselves."""
        message = self._message
        for part in message.parts:
            start = part.start
            while start < part.stop and (message.kind(start) in {"sign", "number"} or self._of_list(start)):
                start += 1
            end = self._end(start)
            if end == start or end > part.stop or message.says_at(start, "hello"):
                continue
            if all(message.says_at(at, "address", "address_also_goods") for at in range(start, end)):
                continue  # "Order kak:"
            if not self._goods_follow(end):
                continue  # "Profesi: perawat"
            alone = (
                end == part.stop and message.kind(end) == "break" and message.kind(part.start - 1) == "break"
            )
            listed = message.plain(end) in HEADS and end + 1 in self._goods
            if message.plain(end) in COLONS or listed or (alone and self._capital(start)):
                yield Person(part.start, start, end, heads=True)

    def _goods_follow(self, end: int) -> bool:
        """Whether goods stand in the rest of the line, or in the next line if there is no rest."""
        message, at = self._message, end
        while at < len(message) and message.kind(at) == "sign":
            at += 1
        if message.kind(at) == "break":
            at += 1
        while at < len(message) and message.kind(at) != "break":
            if at in self._goods:
                return True
            at += 1
        return False

    def _of_list(self, at: int) -> bool:
        """`pesanan Rina:`, `punya Budi:`."""
        return (
            self._message.says_at(at, "order_label")
            or self._message.plain(at) in self._message.grammar.owned_by
        )

    def _beside_things(self) -> Iterator[Person]:
        """`karak 5 (Rina 2, Budi 3)`, `aku karak 2, Rina brem 3`: a name right before goods or a quantity."""
        message = self._message
        for part in message.parts:
            start = part.start
            while start < part.stop and message.plain(start) in {"(", "-", "•", ":"}:
                start += 1
            at, unknown = start, False
            while at < part.stop:
                end = self._end(at)
                before = at == start or at - 1 in self._busy or message.kind(at - 1) != "word"
                sure = self._capital(at) or message.says_at(at, "third", "self")
                sure = sure or message.plain(at) in message.vocabulary.people.my or self._in_a_list(at)
                if (at == start or (unknown and at - 1 in self._busy)) and self._is_unknown(at, end):
                    sure = unknown = True  # "dedi abon 2 heri kopi 1"
                if end > at and before and sure and (end in self._counts or end in self._goods):
                    yield Person(at, at, end)
                at = max(end, at + 1)

    def _is_unknown(self, start: int, end: int) -> bool:
        """`dedi abon 2, mas heri kopi 2`: small letters that say nothing, right before goods of a part."""
        message = self._message
        words = [at for at in range(start, end) if not message.says_at(at, "address")]
        return end in self._goods and len(words) == 1 and all(self._says_nothing(at) for at in words)

    def _says_nothing(self, at: int) -> bool:
        message = self._message
        word = message.plain(at)
        known = message.says[at] or word in message.vocabulary.value
        return message.kind(at) == "word" and len(word) > 2 and not known

    def _in_a_list(self, at: int) -> bool:
        """`4: kakak 1, teman 3`: a form of address is a person in a list of parts; `kak` never is."""
        message = self._message
        if at + 1 not in self._counts or not message.says_at(at, "address"):
            return False
        sentence = message.sentence_at(at)
        told = any(message.plain(one) in {":", "("} for one in range(sentence.start, at))
        closed = message.plain(at + 2) in {"", ",", ";", ")"} or message.kind(at + 2) == "break"
        return told and closed and message.plain(at) not in message.grammar.to_the_shop

    def _capital(self, at: int) -> bool:
        """Whether a word is capitalised like a name, behind its title."""
        message = self._message
        if message.says_at(at, "address", "address_also_goods", "third") and message.kind(at + 1) == "word":
            at += 1
            titled = not message.says_at(at, *NOBODY)
        else:
            titled = False
        text = message.tokens[at].text if at < len(message) else ""
        return text[:1].isupper() and text[1:].islower() and (titled or not message.says[at])

    def _end(self, start: int) -> int:
        """The end of a name that begins here; `start` itself if there is none."""
        message, at = self._message, start
        own = message.vocabulary.people.my
        if message.plain(at) in own:
            at += 1
        while at - start < MOST_WORDS and self._of_a_name(at, first=at == start):
            at += 1
        if self._numbered(at - 1) and at > start:
            at += 1
        return start if at == start + 1 and message.plain(start) in own else at

    def _numbered(self, at: int) -> bool:
        """`kamar 3`."""
        room = self._message.plain(at) in self._message.vocabulary.people.rooms
        return room and self._message.kind(at + 1) == "number" and at + 1 not in self._counts

    def _of_a_name(self, at: int, first: bool) -> bool:
        message, word = self._message, self._message.plain(at)
        if message.kind(at) != "word" or at in self._busy or at in self._labelled:
            return False
        people = message.vocabulary.people
        title = message.says_at(at, "address") and message.kind(at + 1) == "word" and at + 1 not in self._busy
        units = message.vocabulary.units
        if is_number_word(message.vocabulary, word) or (word in units.pieces and not (title and first)):
            return False
        if first and self._numbered(at):
            return True
        if message.says_at(at, "third") or word in people.oneself or (first and message.says_at(at, *PERSON)):
            return True
        if not first and (word in people.owners or word in people.of_a_friend):
            return True
        return not message.says_at(at, *NOBODY) and self._like_name(at)

    def _like_name(self, at: int) -> bool:
        """Whether a word is unknown, or capitalised and of little meaning."""
        message, token = self._message, self._message.tokens[at]
        affixes = message.vocabulary.affixes
        if token.text[:1].isupper() and not token.text.isupper():
            owned = message.vocabulary.word_says(message.vocabulary.forms.without_owner(token.plain))
            titled = message.says_at(at - 1, "address", "address_also_goods", "third")
            return not owned and (message.says[at] <= {"talk", "kind_words", "describe"} or titled)
        if token.plain.endswith(tuple(affixes.nouns)) or message.says_at(at, "purpose"):
            return False  # "buat pajangan", "buat kondangan"
        known = any(
            message.vocabulary.word_says(root) for root in message.vocabulary.forms.roots(token.plain)
        )
        return (
            not message.says[at]
            and not known
            and not token.plain.startswith(tuple(affixes.passive))
            and len(token.plain) > 2
        )


def _among(one: Person, others: Iterable[Person]) -> bool:
    return any(one.start < other.end and other.at < one.end for other in others)
