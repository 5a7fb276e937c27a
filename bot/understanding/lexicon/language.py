"""One language as a file of `config/languages/` holds it: words, number grammar, affixes, cues, small talk.

`docs/languages.md` explains every section and key to those who write such a file.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, Field

from bot.understanding.lexicon.answers import Answers, Choosing, Clauses, Going, OptionWords, PassingOn
from bot.understanding.lexicon.criteria_words import CriteriaWords
from bot.understanding.lexicon.references import References
from bot.understanding.lexicon.word_lists import NONE, Cues, Part, Phrase, Phrases, Words
from bot.understanding.result import AskedOfOrder, Complaint, OpeningAsk, Topic, Wanted
from bot.understanding.text.tokens import tokens_of

# fmt: off
Says = Literal[
    "address", "address_also_goods", "self", "third", "order", "does_order", "now", "before_today",
    "wish_only", "tell", "price", "how_much", "stock", "shipping", "tracking", "total", "catalogue",
    "payment", "rules", "question", "no_or", "conditional", "add", "remove", "all", "turning", "keep",
    "change", "becomes", "replaced_by", "reduce", "correct", "replaces", "together", "reminder",
    "same_as_before", "confirm", "exclude", "and", "range", "doubled", "other_matter", "show",
    "leave_out", "each", "to", "only_to", "at", "for", "not_this", "address_label", "person_label",
    "phone_label", "order_label", "other_label", "street", "number_label", "time_after", "money_before",
    "money_after", "weight_total", "size_word", "hello", "thanks", "kind_words", "complaint", "arrived",
    "complete", "paid", "done", "handoff", "may_it", "declare", "lower", "describe", "refused",
    "of_people", "per_person", "gone", "also", "formerly", "denial", "instead", "after_all", "later",
    "purpose", "pattern", "talk", "goods", "glue", "weak", "usual_doubles",
]
# fmt: on
"""What a word or phrase may say."""


MakerSays = Literal["can", "cannot", "gone", "only", "agree", "all", "beside", "thanks", "between"]
TopicElse = Literal["price", "stock", "freight", "catalogue", "may_go", "total"]
"""In the order in which they are tried when no other topic was heard: the first one counts."""
# fmt: off
OrderCue = AskedOfOrder | Literal[
    "suppose", "freight", "sum", "empty", "weighed", "divides", "people", "not_convert", "not_share",
    "not_carrying", "not_supposed", "not_where", "not_weight", "not_fits", "not_why",
]
# fmt: on
"""What a cue says of a question about the order at hand: what is asked, a part of it, or what denies it."""
Aspect = Literal["taste", "texture", "count", "material", "colour", "age", "diet", "what"]
"""What a question asks of a product beyond the topics, as far as it can be named in the answer."""
NoComplaint = Complaint | Literal["any"]
OpeningCue = OpeningAsk | Literal["near_tell", "near_list", "near_why", "near_when", "none"]
MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
Iso2 = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Numbers(Part):
    """Words for numbers, and those that multiply them to tens, hundreds and thousands."""

    words: dict[str, int] = Field(default_factory=dict)
    combining: dict[str, int] = Field(default_factory=dict)
    also_and: Words = NONE
    also_goods: Words = NONE
    teens: Words = NONE
    tens: Words = NONE
    hundreds: Words = NONE
    halves: Words = NONE
    quarters: Words = NONE
    and_half: Words = NONE
    together: Words = NONE
    plain_money: dict[str, int] = Field(default_factory=dict)  # in shops' own older files; unused
    thousands: Words = NONE
    glued_thousands: Words = NONE


class Units(Part):
    """Units by which goods are counted, packed and weighed."""

    count: dict[int, Words] = Field(default_factory=dict)
    pack: Words = NONE
    unsure: Words = NONE
    pairs: Words = NONE
    grams: dict[int, Words] = Field(default_factory=dict)
    millilitres: dict[int, Words] = Field(default_factory=dict)
    one_prefix: Words = NONE
    no_prefix: Words = NONE

    @cached_property
    def pieces(self) -> dict[str, int]:
        """The pieces in one of each unit; a pack of any kind is one."""
        counted = {word: many for many, words in self.count.items() for word in words}
        return dict.fromkeys((*self.pack, *self.pairs), 1) | counted

    @cached_property
    def weights(self) -> dict[str, int]:
        """Grams by the word for them."""
        return {word: grams for grams, words in self.grams.items() for word in words}

    @cached_property
    def volumes(self) -> dict[str, int]:
        """Millilitres by the word for them."""
        return {word: many for many, words in self.millilitres.items() for word in words}


class Affixes(Part):
    """Endings and prefixes by what they are taken off for."""

    endings: Words = NONE
    verb_endings: Words = NONE
    prefixes: Words = NONE
    owners: Words = NONE
    definite: Words = NONE
    hyphenated: Words = NONE
    apart: Words = NONE
    of_places: Words = NONE
    nouns: Words = NONE
    passive: Words = NONE
    plural: Words = NONE
    no_plural: Words = NONE


class Grammar(Part):
    """Words with a part of their own in a sentence, whatever else they mean."""

    articles: Words = NONE
    of_units: Words = NONE
    up_to: Words = NONE
    more: Words = NONE
    only: Words = NONE
    plus: Words = NONE
    order_nouns: Words = NONE
    order_imperatives: Words = NONE
    determiners: Words = NONE
    as_ordered: Words = NONE
    contrary: Words = NONE
    wishes: Words = NONE
    want_to: Words = NONE
    sends: Words = NONE
    to_me: Words = NONE
    having: Words = NONE
    weight_nouns: Words = NONE
    becomes_or_so: Words = NONE
    prohibits: Words = NONE
    unneeded: Words = NONE
    one_of_several: Words = NONE
    also_sizes: Words = NONE
    size_systems: Words = NONE
    to_the_shop: Words = NONE
    owned_by: Words = NONE
    introduces: Words = NONE
    on_behalf: Words = NONE
    before_places: Words = NONE
    in_or_to: Words = NONE
    there: Words = NONE
    them: Words = NONE
    past: Words = NONE
    compared_with: Words = NONE
    comparing: Words = NONE
    entering: Words = NONE
    address_parts: Words = NONE
    roads: Words = NONE
    street_heads: Words = NONE
    street_or_else: Words = NONE
    name_ends: Words = NONE


class Quoting(Part):
    """Words of the lines that programs put above what somebody else wrote."""

    forwarded: Words = NONE
    headers: Words = NONE
    wrote: Words = NONE


class MakerAnswers(Part):
    """An UMKM's answers to an order, in phrases of at most three words."""

    can: Phrases = ()
    cannot: Phrases = ()
    gone: Phrases = ()
    only: Phrases = ()
    agree: Phrases = ()
    all: Phrases = ()
    beside: Phrases = ()
    thanks: Phrases = ()
    between: Phrases = ()

    @cached_property
    def phrases(self) -> dict[Phrase, MakerSays]:
        """The meaning of each word or phrase."""
        return {
            tuple(token.plain for token in tokens_of(phrase)): says
            for says in get_args(MakerSays)
            for phrase in getattr(self, says)
        }


class People(Part):
    """The words in names of people, apart from kinship and titles."""

    my: Words = NONE
    owners: Words = NONE
    of_a_friend: Words = NONE
    rooms: Words = NONE
    oneself: Words = NONE


class Search(Part):
    """Words of a typed search: `fillers` look for nothing, `without` negates what follows."""

    fillers: Words = NONE
    without: Words = NONE


class LayoutWords(Part):
    """The words at the head of columns and fields, of sums, of parcels, and in the shop's own name."""

    goods: Words = NONE
    count: Words = NONE
    price: Words = NONE
    sum: Words = NONE
    index: Words = NONE
    note: Words = NONE
    parcels: Words = NONE
    contents: Words = NONE
    shop: Words = NONE


class Language(Part):
    """A file of words. What it leaves out it does not add to the others."""

    meta: dict[str, Any] = Field(default_factory=dict)
    spellings: dict[str, Words] = Field(default_factory=dict)
    numbers: Numbers = Numbers()
    units: Units = Units()
    affixes: Affixes = Affixes()
    sounds: dict[str, str] = Field(default_factory=dict)
    grammar: Grammar = Grammar()
    quoting: Quoting = Quoting()
    layout: LayoutWords = LayoutWords()
    says: dict[Says, Phrases] = Field(default_factory=dict)
    search: Search = Search()
    criteria: CriteriaWords = CriteriaWords()
    topics: dict[Topic, Cues] = Field(default_factory=dict)
    topics_else: dict[TopicElse, Cues] = Field(default_factory=dict)
    of_order: dict[OrderCue, Cues] = Field(default_factory=dict)
    complaints: dict[Complaint, Cues] = Field(default_factory=dict)
    no_complaint: dict[NoComplaint, Cues] = Field(default_factory=dict)
    wanted: dict[Wanted, Cues] = Field(default_factory=dict)
    openings: dict[OpeningCue, Cues] = Field(default_factory=dict)
    asks_of_complaint: Cues = ()
    wants_person: Cues = ()
    no_person: Cues = ()
    people: People = People()
    answers: Answers = Answers()
    choosing: Choosing = Choosing()
    options: OptionWords = OptionWords()
    going: Going = Going()
    passing_on: PassingOn = PassingOn()
    clauses: Clauses = Clauses()
    aspects: dict[Aspect, Cues] = Field(default_factory=dict)
    seeking: Cues = ()
    feasts: dict[MonthDay, Phrases] = Field(default_factory=dict)
    speak: dict[str, Phrases] = Field(default_factory=dict)
    references: References = References()
    maker_answers: MakerAnswers = MakerAnswers()
    address_signs: Words = NONE
    codes_any_case: Words = NONE
    everyday_words: Words = NONE
    places: dict[Iso2, tuple[str, ...]] = Field(default_factory=dict)


Held = TypeVar("Held")


def together(first: Held, second: Held) -> Held:
    """Both in one: words and phrases of either; of two single values the second."""
    joined: Any = second
    if isinstance(first, BaseModel):
        both = {
            name: together(getattr(first, name), getattr(second, name)) for name in type(first).model_fields
        }
        joined = type(first).model_construct(**both)
    elif isinstance(first, dict) and isinstance(second, dict):
        also = {key: together(first[key], value) for key, value in second.items() if key in first}
        joined = {**first, **second, **also}
    elif isinstance(first, frozenset) and isinstance(second, frozenset):
        joined = first | second
    elif isinstance(first, tuple) and isinstance(second, tuple):
        joined = tuple(dict.fromkeys((*first, *second)))
    return joined  # type: ignore[no-any-return]
