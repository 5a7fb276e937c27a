"""Labelled messages are read as labelled, and nothing is read that is not in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import understanding
from bench.labelled import Batch, Read, Verdict, batch, batches, demo_wares, read_all, reader_of
from bench.understanding import AIMS, Aim, grown, interval, milliseconds, share


@pytest.mark.parametrize("aim", AIMS, ids=lambda aim: aim.name)
def test_labelled_messages_are_read_exactly_and_rarely_wrong(aim: Aim):
    read = read_all(reader_of(demo_wares()), batch(aim.name).messages)
    missed = [
        f"{one.labels['id']} {one.labels['text']}: {one.got}" for one in read if one.verdict != Verdict.EXACT
    ]
    assert share(read, Verdict.EXACT) >= aim.exact, missed
    assert share(read, Verdict.WRONG) <= aim.wrong, missed


@pytest.mark.parametrize("labelled", batches(), ids=lambda one: one.name)
def test_the_labels_name_goods_of_the_catalogue_and_words_of_the_message(labelled: Batch):
    known = {one.sku for one in demo_wares()}
    for message in labelled.messages:
        skus = {one["sku"] for one in message["lines"]} | {
            sku for one in message["unclear"] for sku in one["any_of"]
        }
        assert skus <= known, message["id"]
        assert all(one["text"] in message["text"] for one in message["unclear"]), message["id"]


def test_message_is_read_fast_even_with_ten_thousand_products():
    texts = [one["text"] for one in batch("given").messages][:40]
    reader = reader_of(grown(demo_wares(), 10_000))
    taken = sorted(milliseconds(reader, texts))
    # The processor's time, so that the bound holds on a busy machine too.
    assert taken[len(taken) // 2] < 25


KARAK, RAMBAK = {"sku": "SOLO-002", "quantity": 2}, {"sku": "SOLO-003", "quantity": 1}
WANTED: dict[str, Any] = {"intent": "order", "destination": "TW", "lines": [KARAK, RAMBAK], "unclear": []}


@pytest.mark.parametrize(
    ("got", "verdict"),
    [
        ({}, Verdict.EXACT),
        ({"doubts": [{"skus": ["SOLO-002"]}]}, Verdict.ASKED),
        ({"destination": None}, Verdict.OTHER),
        ({"lines": [KARAK]}, Verdict.DROPPED),
        ({"lines": [KARAK], "doubts": [{"skus": ["SOLO-003"]}]}, Verdict.ASKED),
        ({"lines": [KARAK], "unclear": [{"any_of": ["SOLO-003"], "quantity": 1}]}, Verdict.ASKED),
        ({"lines": [KARAK], "unclear": [{"any_of": [], "quantity": 1}]}, Verdict.ASKED),
        ({"lines": [KARAK], "unclear": [{"any_of": [], "quantity": 4}]}, Verdict.DROPPED),
        ({"lines": [KARAK, RAMBAK | {"quantity": 9}]}, Verdict.WRONG),
        ({"lines": [KARAK, RAMBAK | {"quantity": 9}], "doubts": [{"skus": ["SOLO-003"]}]}, Verdict.ASKED),
        ({"lines": [KARAK, RAMBAK | {"quantity": 9}], "doubts": [{"skus": []}]}, Verdict.ASKED),
        ({"intent": "question", "lines": []}, Verdict.DROPPED),
        (
            {"intent": "edit", "edits": [KARAK | {"op": "add"}, RAMBAK | {"op": "set"}]},
            Verdict.WRONG,
        ),
        ({"intent": "edit", "edits": [KARAK | {"op": "add"}, RAMBAK | {"op": "add"}]}, Verdict.OTHER),
    ],
)
def test_the_verdict_on_a_reading_is_the_worst_that_can_be_said_of_it(got: dict[str, Any], verdict: Verdict):
    assert Read(WANTED, WANTED | got).verdict == verdict


def test_an_unknown_product_that_nobody_names_is_dropped():
    wanted = WANTED | {"unclear": [{"any_of": [], "quantity": 2}]}
    assert Read(wanted, WANTED).verdict == Verdict.DROPPED
    assert Read(wanted, WANTED | {"doubts": [{"skus": []}]}).verdict == Verdict.ASKED


def test_only_batches_of_writers_who_did_not_know_the_words_make_the_headline(monkeypatch, tmp_path: Path):
    labels = json.dumps({"id": "1", "text": "karak"} | WANTED)
    for name, about in (("a", ""), ("b", "blind: false")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "about.yaml").write_text(f"date: '2026-11-30'\n{about}")
        (folder / "messages.jsonl").write_text(labels)
        (folder / "first_reading.jsonl").write_text(labels)
    every = [Batch(tmp_path / "a"), Batch(tmp_path / "b")]
    monkeypatch.setattr(understanding, "batches", lambda: every)
    assert understanding.first_readings("plain") == every[0].first_reading


def test_the_interval_of_a_share_is_wilsons():
    low, high = interval(5, 500)
    assert (round(low, 4), round(high, 4)) == (0.0043, 0.0232)
