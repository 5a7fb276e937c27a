"""Labelled messages are read as labelled, and nothing is read that is not in them."""

from __future__ import annotations

from functools import cache

import pytest

from bench.understanding import (
    AIMS,
    LABELLED,
    Aim,
    Read,
    demo_wares,
    grown,
    labelled,
    milliseconds,
    read_all,
    reader_of,
    shares,
)


@cache
def read(name: str) -> list[Read]:
    return read_all(reader_of(demo_wares()), labelled(LABELLED / name))


@pytest.mark.parametrize("aim", AIMS, ids=lambda aim: aim.name)
def test_labelled_messages_are_read_exactly_and_rarely_silently_wrong(aim: Aim):
    exact, _recall, wrong = shares(read(aim.name))
    missed = [
        f"{one.labels['id']} {one.labels['text']}: {one.got}" for one in read(aim.name) if not one.exact
    ]
    assert exact >= aim.exact, missed
    assert wrong <= aim.silently_wrong, missed


@pytest.mark.parametrize("aim", AIMS, ids=lambda aim: aim.name)
def test_the_labels_name_goods_of_the_catalogue_and_words_of_the_message(aim: Aim):
    known = {one.sku for one in demo_wares()}
    for message in labelled(LABELLED / aim.name):
        skus = {one["sku"] for one in message["lines"]} | {
            sku for one in message["unclear"] for sku in one["any_of"]
        }
        assert skus <= known, message["id"]
        assert all(one["text"] in message["text"] for one in message["unclear"]), message["id"]


def test_message_is_read_fast_even_with_ten_thousand_products():
    texts = [one["text"] for one in labelled(LABELLED / AIMS[0].name)][:40]
    reader = reader_of(grown(demo_wares(), 10_000))
    taken = sorted(milliseconds(reader, texts))
    # The processor's time, so that the bound holds on a busy machine too.
    assert taken[len(taken) // 2] < 25
