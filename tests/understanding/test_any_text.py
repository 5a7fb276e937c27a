"""Properties of the reader for any text, and for any vocabulary and catalogue."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.labelled import CONFIG, batches, demo_wares
from bot.catalog import Catalogue
from bot.core.typed_signs import keyed
from bot.destinations import Destinations
from bot.understanding import Interpretation, Topic, Vocabulary, understand
from tests.support.reader import read

SAID = [one["text"] for each in batches() for one in each.messages]
WORDS = sorted({word for text in SAID for word in text.split()})
messages = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.builds(lambda text, cut: text[cut:] + text[:cut], st.sampled_from(SAID), st.integers(0, 40)),
)


@settings(max_examples=400, deadline=None)
@given(messages)
def test_any_text_is_read_and_the_interpretation_quotes_it(text: str):
    told, known = read(text), {one.sku for one in demo_wares_once()}
    text = keyed(text)
    skus = [one.sku for one in told.lines]
    assert len(skus) == len(set(skus))
    assert set(skus) <= known
    assert all(one.quantity >= (0 if told.intent == "edit" else 1) for one in told.lines)
    assert told.intent in {"order", "edit"} or not (told.lines or told.unclear)
    assert [one.sku for one in told.edits] == (skus if told.intent == "edit" else [])
    for one in told.unclear:
        assert one.text
        assert one.text in text
        assert set(one.any_of) <= known
        assert one.quantity is None or one.quantity >= (0 if told.intent == "edit" else 1)

    _check_other_facts(told, text, known)


def _check_other_facts(told: Interpretation, text: str, known: set[str]) -> None:
    ordered = {one.sku: one.quantity for one in told.lines}
    for sku in {one.sku for one in told.shares}:
        assert 0 < sum(one.quantity for one in told.shares if one.sku == sku) <= ordered[sku]
    assert all(one.name and one.name in text and one.quantity > 0 for one in told.shares)
    assert set(told.topics) <= set(get_args(Topic))
    assert all(skus and set(skus) <= known for skus in told.about)
    assert all(one and one in text for one in told.contact)
    assert len(told.either) != 1
    assert told.destination is None or not told.either
    assert not (told.confirms and told.declines)
    assert not (told.all_off and told.lines)


@cache
def demo_wares_once() -> list[Any]:
    return demo_wares()


def test_each_product_of_a_long_list_keeps_its_quantity():
    wares = demo_wares()
    listed = ", ".join(f"{one.sku} {at + 2}" for at, one in enumerate(wares))
    assert [one.quantity for one in read(listed).lines] == [at + 2 for at in range(len(wares))]
    first = ", ".join(f"{at + 2} {one.sku}" for at, one in enumerate(wares))
    assert [one.quantity for one in read(first).lines] == [at + 2 for at in range(len(wares))]


def test_new_product_brings_its_words():
    wares = demo_wares()
    bakpia = dataclasses.replace(
        wares[0],
        id=900,
        sku="NEW-1",
        name_id="Bakpia pathok",
        name_en="Mung-bean pastry",
        aliases=("bakpia",),
    )
    catalogue = Catalogue.of(wares)
    files = Vocabulary.read(CONFIG), Destinations.read(CONFIG)
    assert understand("mau bakpia 2", catalogue, *files).unclear[0].any_of == ()
    catalogue.by_id[bakpia.id] = bakpia
    catalogue.version += 1
    assert [(one.sku, one.quantity) for one in understand("mau bakpia 2", catalogue, *files).lines] == [
        ("NEW-1", 2)
    ]


def test_changed_stock_needs_no_new_interpreter():
    from bot.understanding import reader_of as kept_reader

    catalogue = Catalogue.of(demo_wares())
    files = Vocabulary.read(CONFIG), Destinations.read(CONFIG)
    first = kept_reader(catalogue, *files)
    catalogue.by_id[1] = dataclasses.replace(catalogue.by_id[1], stock=3)
    catalogue.version += 1
    assert kept_reader(catalogue, *files) is first


def test_a_sign_of_an_address_within_latin_letters_breaks_nothing():
    assert read("abon 2 k 이이시아an ya").intent
