"""Which questions make up an address of a country, in the order in which a person is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.plain_text import plain_words
from bot.destinations.addresses.identity_numbers import choices_asked, identity_asked
from bot.destinations.addresses.regions import latin_names, library_rules
from bot.destinations.countries.countries import Destination, placeholders
from bot.destinations.countries.identity_schema import AnswerEntry, IdentityEntry
from bot.destinations.countries.schema import LIBRARY_FIELDS, FieldEntry

NONE = "-"
"""What a field holds whose answer was "there is none" (a landed house has no unit)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a question with a few: `words` are what people type for it, `then` what is said to it."""

    id: str
    label_id: str
    label_en: str
    words: tuple[str, ...] = ()
    then_id: str = ""
    then_en: str = ""

    def label(self, language: str) -> str:
        """What its button says."""
        return self.label_en if language == "en" else self.label_id

    def then(self, language: str) -> str:
        """What is said to who answers so; "" when nothing is."""
        return self.then_en if language == "en" else self.then_id


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `choices` are the names accepted where a country has a fixed list.

    `none_word` is set when "there is none" is an answer to a required question, and may be typed or offered.
    `native`: in the country's own script. With `answers` one of them is chosen. `is_number`: an identity
    number, kept apart from the address.
    """

    id: str
    label_id: str
    label_en: str
    required: bool
    why_id: str = ""
    why_en: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    none_word: str = ""
    native: bool = False
    answers: tuple[Answer, ...] = ()
    is_number: bool = False

    def label(self, language: str) -> str:
        """The question's label; English for `en`, Indonesian for every other language."""
        return self.label_en if language == "en" else self.label_id

    def why(self, language: str) -> str:
        """Why it is asked, or "" when that is plain."""
        return self.why_en if language == "en" else self.why_id

    def answer(self, typed: str) -> Answer | None:
        """The answer that a typed text means; None when it means none or leaves doubt."""
        said = plain_words(typed)
        ways = (said, said.removesuffix(" kak"), said.removesuffix(" ya"))
        return next((one for one in self.answers if any(way in _ways(one) for way in ways)), None)


def _ways(answer: Answer) -> set[str]:
    return {plain_words(word) for word in (answer.id, answer.label_id, answer.label_en, *answer.words)}


def address_form(destination: Destination, typed: Mapping[str, str] | None = None) -> list[Field]:
    """The fields the address library knows for the country with the country's own ones, in asked order.

    Name, mobile number and what `extra_questions` asks are not among them. A field that the file forgot but
    the library uses comes last, in the words every country shares. With the answers so far, what depends on
    another answer is asked, and required, only where it applies.
    """
    entries = list(destination.entry.address.fields)
    asked = {entry.id for entry in entries}
    missing = [name for name in LIBRARY_FIELDS if name in _used(destination) - asked]
    every = [*entries, *(FieldEntry(id=name) for name in missing)]
    return [_field(destination, one, typed) for one in every if _applies(destination, one, typed)]


def _applies(destination: Destination, entry: FieldEntry, typed: Mapping[str, str] | None) -> bool:
    return typed is None or not entry.only_with or _has(destination, entry.only_with, typed)


def _has(destination: Destination, field_id: str, typed: Mapping[str, str]) -> bool:
    """Whether a field has an answer that is not "there is none"."""
    return bool(typed.get(field_id, "")) and not _has_none(destination, field_id, typed)


def _has_none(destination: Destination, field_id: str, typed: Mapping[str, str]) -> bool:
    none_words = (*entry_of(destination, field_id).none_words, *destination.none_words)
    return typed.get(field_id, "").strip().casefold() in none_words


def entry_of(destination: Destination, field_id: str) -> FieldEntry:
    """The file's part on a field; an empty one for a field only the library knows. KeyError: not asked."""
    for entry in destination.entry.address.fields:
        if entry.id == field_id:
            return entry
    if field_id not in _used(destination):
        raise KeyError(field_id)
    return FieldEntry(id=field_id)


def is_required(destination: Destination, entry: FieldEntry, typed: Mapping[str, str] | None = None) -> bool:
    """Required by the library, by the file's postcode rule, or by the field itself; never loosened."""
    if typed and entry.instead_of and _has_none(destination, entry.instead_of, typed):
        return True
    if entry.id == "postal_code" and destination.entry.address.postal_code.required:
        return True
    return entry.required or entry.id in library_rules(destination.iso2).required_fields


def _used(destination: Destination) -> set[str]:
    """The library's fields that a person is asked; a street put together from parts is not."""
    used: set[str] = set(LIBRARY_FIELDS) & library_rules(destination.iso2).allowed_fields
    composed = "street_address" not in placeholders(destination.entry.address.street)
    return used - {"street_address"} if composed else used


def _field(destination: Destination, entry: FieldEntry, typed: Mapping[str, str] | None) -> Field:
    shared = destination.field_words.get(entry.id)
    words = entry if entry.label_id or shared is None else shared
    return Field(
        id=entry.id,
        label_id=words.label_id,
        label_en=words.label_en,
        required=is_required(destination, entry, typed),
        why_id=entry.why_id,
        why_en=entry.why_en,
        example=example_of(destination, entry),
        choices=latin_names(destination.iso2) if entry.id == "country_area" else (),
        none_word=NONE if entry.none_words else "",
        native=entry.native,
    )


def extra_questions(destination: Destination, service: str) -> list[Field]:
    """What is asked after the address where goods go by this service: EZ WAY, then an identity number."""
    asked = choices_asked(destination, service)
    number = identity_asked(destination, service)
    return [_question(one) for one in [*asked, *([number] if number else [])]]


def _question(entry: IdentityEntry) -> Field:
    return Field(
        id=entry.id,
        label_id=entry.label_id,
        label_en=entry.label_en,
        required=True,
        why_id=entry.why_id,
        why_en=entry.why_en,
        example=entry.example,
        answers=tuple(_answer(one) for one in entry.answers),
        is_number=not entry.answers,
    )


def _answer(entry: AnswerEntry) -> Answer:
    return Answer(entry.id, entry.label_id, entry.label_en, tuple(entry.words), entry.then_id, entry.then_en)


def example_of(destination: Destination, entry: FieldEntry) -> str:
    """An answer that would be taken."""
    if entry.id == "postal_code" and not entry.example:
        return destination.entry.address.postal_code.example or ""
    return entry.example
