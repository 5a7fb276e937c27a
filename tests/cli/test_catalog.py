from __future__ import annotations

import pytest

from tests.support.terminal import CONFIG, Terminal

CATALOG, UMKM = str(CONFIG / "catalog.csv"), str(CONFIG / "umkm.csv")


@pytest.fixture
def terminal(tmp_path, monkeypatch, capsys):
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    terminal.has_database()
    return terminal


def counted(out: str) -> dict[str, int]:
    return {name: int(count) for name, count in map(str.split, out.splitlines())}


def exported(terminal: Terminal) -> str:
    return terminal.rantau("catalog", "export", "-").out


def test_what_is_imported_comes_out_the_same(terminal):
    said = terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM)
    assert (said.code, counted(said.out)["added"]) == (0, 95)
    out, makers = terminal.folder / "out.csv", terminal.folder / "makers.csv"
    assert terminal.rantau("catalog", "export", str(out), "--umkm", str(makers)).code == 0
    assert out.read_bytes() == (CONFIG / "catalog.csv").read_bytes()
    assert makers.read_bytes() == (CONFIG / "umkm.csv").read_bytes()


def test_a_dry_run_tells_the_same_and_changes_nothing(terminal):
    before = exported(terminal)
    dry = terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM, "--dry-run")
    assert exported(terminal) == before
    assert dry.out == terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM).out


def test_faults_of_both_files_are_named_and_nothing_is_imported(terminal):
    before = exported(terminal)
    goods, makers = terminal.folder / "goods.csv", terminal.folder / "makers.csv"
    goods.write_text((CONFIG / "catalog.csv").read_text().replace(",24000,", ",-1,", 1))
    makers.write_text((CONFIG / "umkm.csv").read_text().replace("dapur-laweyan", "Dapur", 1))
    said = terminal.rantau("catalog", "import", str(goods), "--umkm", str(makers))
    assert (said.code, said.out) == (1, "")
    assert "goods.csv:2: price_idr: " in said.err
    assert "makers.csv:3: code: " in said.err
    assert exported(terminal) == before


def test_products_of_makers_that_nobody_knows_are_refused(terminal):
    said = terminal.rantau("catalog", "import", CATALOG)
    assert said.code == 1
    assert "catalog.csv:2: umkm: no UMKM 'intip-pasar-gede'" in said.err
    assert exported(terminal).count("\n") == 1


def test_products_missing_from_the_file_are_withdrawn_when_asked(terminal):
    terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM)
    fewer = terminal.folder / "fewer.csv"
    fewer.write_text("\n".join((CONFIG / "catalog.csv").read_text().splitlines()[:3]) + "\n")
    assert counted(terminal.rantau("catalog", "import", str(fewer)).out)["withdrawn"] == 0
    assert counted(terminal.rantau("catalog", "import", str(fewer), "--withdraw").out)["withdrawn"] == 93
    assert exported(terminal) == fewer.read_text()


def test_a_folder_that_is_not_there_is_named(terminal):
    said = terminal.rantau("catalog", "export", str(terminal.folder / "none" / "out.csv"))
    assert said.code == 1
    assert "No such file" in said.err
