"""Lists, tables, forms, receipts and parcels, as people paste them into a chat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support.reader import lines, read

MESSAGES = yaml.safe_load(Path(__file__).with_name("layouts.yaml").read_text(encoding="utf-8"))


def _messages() -> Iterator[object]:
    for kind, messages in MESSAGES.items():
        for one in messages:
            yield pytest.param(one["text"], one["wanted"], id=f"{kind}: {one['text'][:30]}")


@pytest.mark.parametrize(("text", "wanted"), [*_messages()])
def test_layout_says_what_each_number_counts(text: str, wanted: dict[str, int]) -> None:
    assert read(text).intent == "order"
    assert lines(text) == wanted
