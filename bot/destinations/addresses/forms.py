"""The questions of a country's address form, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.plain_text import plain_words
from bot.destinations.addresses.identity_numbers import choices_asked, identity_asked
from bot.destinations.addresses.regions import latin_names, library_rules
from bot.destinations.countries.countries import Destination, placeholders
from bot.destinations.countries.identity_schema import AnswerEntry, IdentityEntry
from bot.destinations.countries.schema import LIBRARY_FIELDS, FieldEntry

BESIDE = frozenset(
    {
        *(
            "kak",
            "kaka",
            "kakak",
            "mbak",
            "mas",
            "min",
            "ya",
            "yah",
            "nih",
            "sih",
            "deh",
            "dong",
            "lah",
            "kok",
        ),
        *("kok", "aja", "saja", "please", "pls"),
    }
)
"""Words around an answer that say nothing of it."""
NONE = "-"
"""The value of a field answered with "there is none" (a landed house has no unit)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a choice question: people type one of `words` for it, and we reply with `then`."""

    id: str
    label_id: str
    label_en: str
    words: tuple[str, ...] = ()
    then_id: str = ""
    then_en: str = ""

    def label(self, language: str) -> str:
        """The label of its button."""
        return self.label_en if language == "en" else self.label_id

    def then(self, language: str) -> str:
        """Our reply to this answer; "" for none."""
        return self.then_en if language == "en" else self.then_id


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. `choices` are the accepted names where a country has a fixed list.

    `none_word`, if set, answers a required question with "there is none". `native`: answered in the country's
    own script. `answers`: the answers of a choice question. `is_number`: an identity number, stored apart
    from the address.
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
        """Why we ask it; "" where that is plain."""
        return self.why_en if language == "en" else self.why_id

    def answer(self, typed: str) -> Answer | None:
        """The answer that a typed text means; None if it means none of them."""
        text = plain_words(typed)
        bare = " ".join(word for word in text.split() if word not in BESIDE)
        return next((one for one in self.answers if {text, bare} & _wordings(one)), None)


def _wordings(answer: Answer) -> set[str]:
    return {plain_words(word) for word in (answer.id, answer.label_id, answer.label_en, *answer.words)}


def address_form(destination: Destination, typed: Mapping[str, str] | None = None) -> list[Field]:
    """The address questions of a country, in order: its own fields and those of the address library.

    Name, mobile number and the `extra_questions` are not among them. A field that only the library uses comes
    last, in the words shared by all countries. `typed` are the answers so far: with them, a question that
    depends on another answer is asked, and required, only where it applies.
    """
    entries = list(destination.entry.address.fields)
    asked = {entry.id for entry in entries}
    missing = [name for name in LIBRARY_FIELDS if name in _used(destination) - asked]
    entries += (FieldEntry(id=name) for name in missing)
    return [_field(destination, entry, typed) for entry in entries if _applies(destination, entry, typed)]


def _applies(destination: Destination, entry: FieldEntry, typed: Mapping[str, str] | None) -> bool:
    return typed is None or not entry.only_with or _has(destination, entry.only_with, typed)


def _has(destination: Destination, field_id: str, typed: Mapping[str, str]) -> bool:
    """Whether a field has an answer other than "there is none"."""
    return bool(typed.get(field_id, "")) and not _has_none(destination, field_id, typed)


def _has_none(destination: Destination, field_id: str, typed: Mapping[str, str]) -> bool:
    none_words = (*entry_of(destination, field_id).none_words, *destination.none_words)
    return typed.get(field_id, "").strip().casefold() in none_words


def entry_of(destination: Destination, field_id: str) -> FieldEntry:
    """The file's entry of a field; an empty one if only the library knows the field. Raises KeyError."""
    for entry in destination.entry.address.fields:
        if entry.id == field_id:
            return entry
    if field_id not in _used(destination):
        raise KeyError(field_id)
    return FieldEntry(id=field_id)


def is_required(destination: Destination, entry: FieldEntry, typed: Mapping[str, str] | None = None) -> bool:
    """Whether the library, the file's postcode rule, or the field itself requires an answer."""
    if typed and entry.instead_of and _has_none(destination, entry.instead_of, typed):
        return True
    if entry.id == "postal_code" and destination.entry.address.postal_code.required:
        return True
    return entry.required or entry.id in library_rules(destination.iso2).required_fields


def _used(destination: Destination) -> set[str]:
    """The library's fields that a person is asked; a street composed of parts is not asked."""
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
        choices=latin_names(destination) if entry.id == "country_area" else (),
        none_word=NONE if entry.none_words else "",
        native=entry.native,
    )


def extra_questions(destination: Destination, service: str) -> list[Field]:
    """The questions after the address for this service: EZ WAY, then an identity number."""
    choices = choices_asked(destination, service)
    number = identity_asked(destination, service)
    return [_question(entry) for entry in [*choices, *([number] if number else [])]]


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
    """A valid answer, to show as an example."""
    if entry.id == "postal_code" and not entry.example:
        return destination.entry.address.postal_code.example or ""
    return entry.example
