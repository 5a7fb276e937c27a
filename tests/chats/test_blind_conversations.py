"""The kept first readings of blind conversations: whole, in order, each sentence judged."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from tests.chats.blind.verdicts import BATCHES, VERDICTS, judged

FEWEST_SENTENCES = 10


@pytest.mark.parametrize("batch", BATCHES, ids=lambda one: one.name)
def test_each_sentence_has_a_verdict_and_stands_in_its_conversation(batch: Path) -> None:
    sentences = judged(batch)
    assert {one.verdict for one in sentences} <= set(VERDICTS)
    for name, group in groupby(sentences, key=lambda one: one.conversation):
        spoken = list(group)
        assert [one.n for one in spoken] == list(range(1, len(spoken) + 1)), name
        assert len(spoken) >= FEWEST_SENTENCES, name
        transcript = (batch / f"{name}.txt").read_text(encoding="utf-8")
        for one in spoken:
            assert one.said.split("\n")[0][:30].strip() in transcript, (name, one.n)


@pytest.mark.parametrize("batch", BATCHES, ids=lambda one: one.name)
def test_what_is_not_right_says_why(batch: Path) -> None:
    assert not [one for one in judged(batch) if one.verdict != "right" and not one.why]
