"""Complaints and what only looks like one, in Indonesian, Javanese, English and Malay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.understanding import Known, Line
from tests.support.reader import reader

FOLDER = Path(__file__).parent / "complaints"
MENDED = yaml.safe_load((FOLDER / "mended.yaml").read_text("utf-8"))
"""The messages for which the rules were written."""


def cases(listed: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind, texts in listed.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), cases(MENDED["complaints"]))
def test_complaints_are_told_by_what_is_wrong(kind, text):
    assert reader().read(text).complaint == kind


@pytest.mark.parametrize("text", MENDED["look_alikes"])
def test_what_only_looks_like_a_complaint_is_none(text):
    in_cart = Known(cart=(Line("SOLO-001", 3),))
    assert reader().read(text).complaint is None
    assert reader().read(text, in_cart).complaint is None
