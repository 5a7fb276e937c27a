"""Folders and files of data: made for us alone, found when they are not, and repaired."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.core import private_files
from bot.core.private_files import close_to_others, of_shop, open_to_others


@pytest.fixture(autouse=True)
def usual_mask():
    usual = os.umask(0o022)
    yield
    os.umask(usual)


def laid_out(folder: Path) -> tuple[Path, Path]:
    """The folder of an older program: everybody may read it."""
    database, media = folder / "var" / "rantau.db", folder / "var" / "media"
    media.mkdir(parents=True)
    for name in ("rantau.db", "rantau.db-wal", "rantau.db.lock", "rantau-2026-11-23.db", "media/photo.jpg"):
        (folder / "var" / name).touch()
    return database, media


def test_a_made_folder_is_private_and_so_are_those_above_it(tmp_path: Path) -> None:
    private_files.make_folder(tmp_path / "var" / "deep" / "media")
    private_files.make_file(tmp_path / "var" / "rantau.db")
    made = [*(tmp_path / "var").rglob("*"), tmp_path / "var"]
    assert [oct(path.stat().st_mode & 0o777) for path in made].count("0o700") == 3
    assert open_to_others(made) == []


def test_what_others_may_read_is_found_and_closed(tmp_path: Path) -> None:
    database, media = laid_out(tmp_path)
    ours = of_shop(database, media)
    assert {*open_to_others(ours)} == {*ours} == {tmp_path / "var", *(tmp_path / "var").rglob("*")}
    assert close_to_others(ours) == []
    assert open_to_others(ours) == []


def test_a_folder_that_holds_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    database, media = laid_out(tmp_path)
    (tmp_path / "var" / "letters").mkdir()
    (tmp_path / "var" / "rantau").mkdir()  # a checkout beside the database, say
    close_to_others(of_shop(database, media))
    assert {*open_to_others([tmp_path / "var", *(tmp_path / "var").rglob("*")])} == {
        tmp_path / "var" / name for name in ("", "letters", "rantau")
    }


def test_a_shop_without_files_has_nothing_to_close(tmp_path: Path) -> None:
    assert of_shop(None, tmp_path / "media") == []
    assert of_shop(tmp_path / "var" / "rantau.db", tmp_path / "media") == []
