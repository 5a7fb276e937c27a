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


def test_imported_catalogue_is_exported_unchanged(terminal):
    result = terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM)
    assert (result.code, counted(result.out)["added"]) == (0, 117)
    out, makers = terminal.folder / "out.csv", terminal.folder / "makers.csv"
    assert terminal.rantau("catalog", "export", str(out), "--umkm", str(makers)).code == 0
    assert out.read_bytes() == (CONFIG / "catalog.csv").read_bytes()
    assert makers.read_bytes() == (CONFIG / "umkm.csv").read_bytes()


def test_dry_run_reports_the_same_and_changes_nothing(terminal):
    before = exported(terminal)
    dry = terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM, "--dry-run")
    assert exported(terminal) == before
    assert dry.out == terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM).out


def test_faults_of_both_files_are_reported_and_nothing_is_imported(terminal):
    before = exported(terminal)
    goods, makers = terminal.folder / "goods.csv", terminal.folder / "makers.csv"
    goods.write_text((CONFIG / "catalog.csv").read_text().replace(",24000,", ",-1,", 1))
    makers.write_text((CONFIG / "umkm.csv").read_text().replace("dapur-laweyan", "Dapur", 1))
    result = terminal.rantau("catalog", "import", str(goods), "--umkm", str(makers))
    assert (result.code, result.out) == (1, "")
    assert "goods.csv:2: price_idr: " in result.err
    assert "makers.csv:3: code: " in result.err
    assert exported(terminal) == before


def test_file_in_another_encoding_is_imported_and_that_is_said(terminal):
    makers = terminal.folder / "makers.csv"
    makers.write_bytes((CONFIG / "umkm.csv").read_text().encode("utf-16"))
    result = terminal.rantau("catalog", "import", CATALOG, "--umkm", str(makers))
    assert (result.code, counted(result.out)["added"]) == (0, 117)
    assert "makers.csv: read as UTF-16, not UTF-8" in result.err
    assert "catalog.csv: read as" not in result.err


def test_products_of_unknown_makers_are_refused(terminal):
    result = terminal.rantau("catalog", "import", CATALOG)
    assert result.code == 1
    assert "catalog.csv:2: umkm: no UMKM 'intip-pasar-gede'" in result.err
    assert exported(terminal).count("\n") == 1


def test_withdraw_option_withdraws_products_missing_from_the_file(terminal):
    terminal.rantau("catalog", "import", CATALOG, "--umkm", UMKM)
    fewer = terminal.folder / "fewer.csv"
    fewer.write_text("\n".join((CONFIG / "catalog.csv").read_text().splitlines()[:3]) + "\n")
    assert counted(terminal.rantau("catalog", "import", str(fewer)).out)["withdrawn"] == 0
    assert counted(terminal.rantau("catalog", "import", str(fewer), "--withdraw").out)["withdrawn"] == 115
    assert exported(terminal) == fewer.read_text()


def test_missing_folder_is_reported(terminal):
    result = terminal.rantau("catalog", "export", str(terminal.folder / "none" / "out.csv"))
    assert result.code == 1
    assert "No such file" in result.err
