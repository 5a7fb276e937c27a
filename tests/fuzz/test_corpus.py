"""Every input of the corpus is taken or refused: what once found a fault, and what others grow from."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.inputs import CORPUS
from fuzz.targets import TARGETS

MOST_FILES, MOST_BYTES = 200, 200_000


@pytest.mark.parametrize("target", TARGETS)
async def test_the_corpus_finds_no_fault(target: str) -> None:
    for sample in sorted((CORPUS / target).iterdir()):
        try:
            await TARGETS[target].check(sample.read_bytes())
        except Exception as failure:
            raise AssertionError(f"{sample.relative_to(CORPUS)}: {failure}") from failure


def test_the_corpus_stays_small() -> None:
    files: list[Path] = [one for one in CORPUS.rglob("*") if one.is_file()]
    assert len(files) < MOST_FILES
    assert sum(one.stat().st_size for one in files) < MOST_BYTES
