"""docs/reliability.md: drawn from what was measured, and nothing in it is written by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.durability import aims, page
from bench.durability.fault import Counts, Fault, Outcome, Trial
from bench.durability.faults import FAULTS
from bench.durability.page import Row


async def _run(trial: Trial) -> Outcome:
    return Outcome(trial.tries, Counts(9, 2, 4))


KILLS = Fault("kills", "`kill -9`", "Many people order.", _run, tries=200)
CUTS = Fault("cuts", "accepted, then cut", "Answers are cut off.", _run)
FAULTS_HERE = (KILLS, CUTS)
OUTCOME = Outcome(200, Counts(20_766, 361, 900), repeated_notices=3, note="41 between commit and answer")
ROW = Row("kills", "sqlite", OUTCOME, 61, "make it", "abc1234", "2026-11-30", "a machine; SQLite 3")


def test_the_page_in_the_tree_is_drawn_from_the_kept_rows() -> None:
    rows = page.read()
    assert page.PAGE.read_text("utf-8") == page.page(rows, FAULTS, aims.read())
    assert {one.fault for one in rows} <= {one.name for one in FAULTS}


def test_a_row_that_was_not_run_again_stays_with_its_commit_and_day() -> None:
    other = replace(ROW, database="postgresql")
    newer = replace(ROW, outcome=Outcome(5, Counts(1, 1, 1)), commit="def5678", measured_on="2026-12-01")
    first = Row("cuts", "sqlite", Outcome(1, Counts()), 1, "make it", "abc1234", "2026-11-30", "a machine")
    assert page.merged([other, first, ROW], newer, FAULTS_HERE) == [newer, other, first]
    drawn = page.page([newer, other, first], FAULTS_HERE)
    assert "| [`kill -9`](#kills) | SQLite | 5 | 1 / 1 / 1 |" in drawn
    assert "20,766 / 361 / 900 | 0 / 0 / 0 | 0 / 0 / 0 | 3 | 2026-11-30, abc1234 |" in drawn
    assert "2026-12-01, def5678" in drawn


def test_what_was_lost_stands_out() -> None:
    lost = replace(ROW, outcome=replace(OUTCOME, lost=Counts(orders=1)))
    assert "| **0 / 1 / 0** | 0 / 0 / 0 | 3 |" in page.page([lost], FAULTS_HERE)


def test_rows_come_back_from_the_file_as_they_were(tmp_path: Path) -> None:
    page.write([ROW], FAULTS_HERE, tmp_path)
    assert page.read(tmp_path / page.KEPT.name) == [ROW]
    drawn = (tmp_path / page.PAGE.name).read_text("utf-8")
    assert drawn == page.page([ROW], FAULTS_HERE)
    assert "- SQLite: 41 between commit and answer; 61 s, `make it`" in drawn
    assert "kills on SQLite: a machine; SQLite 3." in drawn


def test_aims_are_shown_as_their_command_printed_them(tmp_path: Path) -> None:
    aim = aims.Aim("texts", "No text keeps the reader.", "bench texts")
    figures = aims.Figures(
        "texts", "python -m bench texts", "at most 40", "abc1234", "2026-11-30", "2 cores", "1.0 to 1.2"
    )
    kept = tmp_path / "aims.json"
    aims.keep(figures, kept)
    aims.keep(replace(figures, printed="at most 41"), kept)
    [read] = aims.read(kept)
    drawn = aims.section([read], [aim])
    assert "### texts\nNo text keeps the reader.\n\n```\nat most 41\n```\n`python -m bench texts`" in drawn
    assert aims.section([]) == ""
