"""A table is found among what spreadsheet programs put around it, and read row by row."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from bot.core import csv_rows
from bot.core.csv_rows import FileRefused, read_rows


class Goods(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: str
    pieces: int
    note: str = ""


def written(folder: Path, text: str) -> Path:
    path = folder / "goods.csv"
    path.write_bytes(text.encode())
    return path


def read(path: Path) -> list[tuple[str, int, str]]:
    return [(one.code, one.pieces, one.note) for one in read_rows(path, Goods)]


def complaints(path: Path) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        read_rows(path, Goods)
    return [one.removeprefix(f"{path}:") for one in refused.value.complaints]


@pytest.mark.parametrize(
    "text",
    [
        "code,pieces,note\nA,1,x\nB,2,\n",
        "\ufeffcode;pieces;note\r\nA;1;x\r\nB;2;\r\n",
        "code\tpieces\tnote\rA\t1\tx\rB\t2\t\r",
        "sep=;\r\ncode;pieces;note\r\nA;1;x\r\nB;2;\r\n",
        "sep=|\r\ncode|pieces|note\r\nA|1|x\r\nB|2|\r\n",
        "\ufeffcode,pieces,note,,\nA,1,x,,\nB,2,,,\n,,,,\n,,,,\n",
        "Daftar barang; per 1 Mei,,\n,,\n code ,pieces,\ufeffnote\nA,1,x\nB,2,\n",
        'code,pieces,note\nA,"1",x\n\nB,\u00a02\u00a0,\u00a0\n\u00a0,,\n',
        "code,pieces,note\nA,1,x\nB,2\n",
    ],
)
def test_a_table_is_read_with_what_spreadsheet_programs_put_around_it(tmp_path: Path, text: str) -> None:
    assert read(written(tmp_path, text)) == [("A", 1, "x"), ("B", 2, "")]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("code,pieces,note,,\nA,1,x,,y\n", ["2: 5 columns instead of 3"]),
        ("code,pieces,note\nA\n", ["2: 1 columns instead of 3"]),
        ("Daftar\ncode,piece\nA,1\n", ["2: column pieces is missing", "2: column 'piece' is unknown"]),
        ("code,,pieces\nA,,1\n", ["1: column '' is unknown"]),
        ('code,pieces\nA,1\n"B\n\n,2', ["3: not CSV: unexpected end of data"]),
    ],
)
def test_what_is_in_doubt_is_named_by_its_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    assert complaints(written(tmp_path, text)) == faults


def test_a_file_of_nothing_but_faults_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "MOST_FAULTS", 3)
    found = complaints(written(tmp_path, "code,pieces\n" + "A,x\n" * 100))
    assert [one.partition(":")[0] for one in found] == ["2", "3", "4", " and more; the rest was not read"]


def test_a_pipe_is_read_twice_too(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=["code,pieces\nA,1\n"])
    writer.start()
    assert read(path) == [("A", 1, "")]
    writer.join()


def test_a_file_that_changes_between_its_check_and_its_reading_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "code,pieces\nA,1\n")
    rows = read_rows(path, Goods)
    for changed in ("code,pieces\nA,1\nB,2\n", "code,pieces\nA,x\n", "code,pieces\nA,\xff"):
        path.write_text(changed, encoding="latin-1")
        with pytest.raises(FileRefused, match="changed while it was read"):
            list(rows)
