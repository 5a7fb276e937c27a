"""The interpreter is cached while names stay, rebuilt when they change, and renewed by a scheduled job."""

from __future__ import annotations

from dataclasses import replace

from bench.labelled import demo_wares
from bot.app import scheduled_jobs
from bot.catalog import Catalogue
from bot.understanding import reader_of
from tests.support.small_shop import shop


def test_renamed_product_is_read_by_its_new_name() -> None:
    known, catalogue = shop(), Catalogue.of(demo_wares())
    one = next(ware for ware in demo_wares() if ware.sku == "SOLO-002")
    first = reader_of(catalogue, known.vocabulary, known.files.destinations)
    catalogue.by_id[one.id], catalogue.version = replace(one, stock=1), 1
    assert reader_of(catalogue, known.vocabulary, known.files.destinations) is first
    catalogue.by_id[one.id], catalogue.version = replace(one, name_id="Zubrowan", aliases=()), 2
    second = reader_of(catalogue, known.vocabulary, known.files.destinations)
    assert [line.sku for line in second.read("zubrowan 2").lines] == ["SOLO-002"]


def test_scheduled_jobs_forget_old_proposals_and_learn_new_names() -> None:
    work = {job.work for job in scheduled_jobs.JOBS}
    assert work >= {
        scheduled_jobs.forget_proposals,
        scheduled_jobs.learn_names,
        scheduled_jobs.erase_enquiries,
    }
