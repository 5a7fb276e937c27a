"""The search index follows the catalogue, and nobody waits while many products are indexed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bench.labelled import demo_wares
from bench.understanding import grown
from bot.catalog import Catalogue, Ware
from bot.understanding import search
from bot.understanding.search import cache, index


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue.of(demo_wares())


def names(catalogue: Catalogue, typed: str) -> list[str]:
    return [ware.name_id for ware in search.find(typed, catalogue)]


def change(catalogue: Catalogue, old: str, **more: object) -> None:
    ware = next(one for one in catalogue.by_id.values() if one.name_id == old)
    catalogue.by_id[ware.id] = replace(ware, **more)  # type: ignore[arg-type]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the products that were indexed."""
    read: list[str] = []
    usual = index._field_words

    def recorded(ware: Ware, terms: search.Terms) -> index.FieldWords:
        read.append(ware.name_id)
        return usual(ware, terms)

    monkeypatch.setattr(index, "_field_words", recorded)
    return read


def test_changed_stock_is_seen_without_indexing_again(catalogue: Catalogue, read: list[str]) -> None:
    search.prepare(catalogue)
    assert len(read) == len(catalogue.by_id)
    change(catalogue, "Karak", stock=0)
    (karak,) = search.find("karak", catalogue)
    assert karak.sold_out
    assert len(read) == len(catalogue.by_id)


def test_new_name_is_found_and_the_old_one_no_longer(catalogue: Catalogue, read: list[str]) -> None:
    assert names(catalogue, "keris") == ["Miniatur keris"]
    read.clear()
    other = {"name_id": "Wesi aji", "name_en": "Heirloom", "description_id": "", "description_en": ""}
    change(catalogue, "Miniatur keris", aliases=(), **other)
    assert names(catalogue, "wesi aji") == ["Wesi aji"]
    assert names(catalogue, "keris") == []
    assert names(catalogue, "kerris") == []
    assert len(read) == 2  # the old name and the new one


def test_withdrawn_product_is_not_found_until_it_is_offered_again(catalogue: Catalogue) -> None:
    assert names(catalogue, "gethuk") == []
    change(catalogue, "Karak", offered=False)
    assert "Karak" not in names(catalogue, "karak")
    change(catalogue, "Karak", offered=True, aliases=("gethuk",))
    assert names(catalogue, "gethuk") == names(catalogue, "karak") == ["Karak"]


def test_updated_index_finds_the_same_as_a_new_one(catalogue: Catalogue) -> None:
    search.prepare(catalogue)
    wares = list(catalogue.by_id.values())
    for one, other in zip(wares, wares[1:] + wares[:1], strict=True):
        words = {"name_id": other.name_id, "aliases": other.aliases, "description_en": one.maker}
        change(catalogue, one.name_id, **words)
        if len({ware.name_id for ware in catalogue.by_id.values()}) % 7 == 0:
            search.find("abon", catalogue)
    anew = Catalogue.of(catalogue.by_id.values())
    for typed in ("abon", "kripik", "batik tulis", "dapur", "krak", "ba", "manis gula", "tanpa daging"):
        assert search.find(typed, catalogue) == search.find(typed, anew), typed


async def test_large_import_is_indexed_in_a_thread_while_old_products_are_found() -> None:
    catalogue = Catalogue.of(demo_wares())
    search.prepare(catalogue)
    for ware in grown(demo_wares(), 6_000):
        catalogue.by_id[ware.id] = ware
    new = list(catalogue.by_id.values())[-1]
    start = time.thread_time()
    assert names(catalogue, "karak") == ["Karak"]
    assert time.thread_time() - start < 0.1
    async with asyncio.timeout(60):
        while names(catalogue, new.name_id)[:1] != [new.name_id]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_only_a_few_indexes_are_cached() -> None:
    for _number in range(cache.MOST_CACHED + 2):
        search.find("karak", Catalogue.of(demo_wares()[:3]))
    assert len(cache._cache) == cache.MOST_CACHED
