"""`rantau understand`: reads messages on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.labelled import CONFIG
from bot.cli import app
from bot.cli.output import CommandRefused


@pytest.fixture
def settings_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RANTAU_CONFIG_DIR", str(CONFIG))
    monkeypatch.setenv("RANTAU_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/none.db")
    return tmp_path


@pytest.mark.usefixtures("settings_of")
def test_json_has_the_keys_of_labelled_messages():
    told = CliRunner().invoke(app, ["understand", "mau intip manis 3 sama abon 2 ke Taiwan", "--json"])
    assert json.loads(told.stdout) == {
        "intent": "order",
        "lines": [{"sku": "SOLO-001", "quantity": 3}],
        "destination": "TW",
        "unclear": [{"text": "abon", "quantity": 2, "any_of": ["SOLO-008", "SOLO-009", "SOLO-010"]}],
    }


@pytest.mark.usefixtures("settings_of")
def test_table_lists_products_and_unknown_words():
    told = CliRunner().invoke(app, ["understand", "mau karak 3 sama bakpia 2 ke Taiwan"])
    assert "order, to TW" in told.stdout
    assert "Karak" in told.stdout
    assert "unknown  bakpia" in told.stdout


def test_file_is_answered_line_by_line_with_its_ids(settings_of: Path):
    asked = [{"id": "a", "text": "tambah 2 karak"}, {"id": 7, "text": "halo"}]
    file = settings_of / "messages.jsonl"
    file.write_text("\n".join(map(json.dumps, asked)) + "\n", "utf-8")
    told = CliRunner().invoke(app, ["understand", "--file", str(file), "--json"])
    first, second = map(json.loads, told.stdout.splitlines())
    assert first["id"] == "a"
    assert first["edits"] == [{"sku": "SOLO-002", "op": "add", "quantity": 2}]
    assert second == {"id": 7, "intent": "greeting", "lines": [], "destination": None, "unclear": []}


def test_wrong_line_is_reported_and_nothing_is_printed(settings_of: Path):
    file = settings_of / "messages.jsonl"
    file.write_text('{"text": "halo"}\n[1]\nno\n', "utf-8")
    told = CliRunner().invoke(app, ["understand", "--file", str(file), "--json"])
    assert isinstance(told.exception, CommandRefused)
    assert [one.rpartition("messages.jsonl:")[2] for one in told.exception.complaints] == [
        "2: not a JSON object with a text",
        "3: not a JSON object with a text",
    ]
    assert told.stdout == ""


def test_understand_needs_a_text_or_a_file():
    assert CliRunner().invoke(app, ["understand"]).exit_code == 2


def test_explain_says_what_each_word_was_taken_for_and_who_decided():
    told = CliRunner().invoke(app, ["understand", "karak 3 kamar 12, zzxq ke Taiwan", "--explain"])
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    assert "karak product SOLO-002" in lines
    assert "3 quantity 3 pcs" in lines
    assert "12 number of something else" in lines
    assert any(line.startswith("zzxq") for line in lines)
    assert any(line.startswith("intent: order rules: order, decided by ") for line in lines)


def test_explain_prints_the_blocks_first():
    table = "karak | 15.000 | 2 | 30.000\nbrem | 18.000 | 3 | 54.000"
    text = f"Nama: Siti\nHP: 0912 345 678\n{table}\n1) geti\n2) rambak"
    told = CliRunner().invoke(app, ["understand", text, "--explain"])
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    blocks = [line for line in lines if "block: " in line]
    assert f"{table.replace(chr(10), ' / ')} block: table goods, price, count, price" in blocks
    assert "15.000 block: column that counts nothing price" in blocks
    assert "1) block: list number" in blocks
    assert "Nama: Siti block: person" in blocks
    assert "HP: 0912 345 678 block: telephone number" in blocks
    assert lines.index(blocks[-1]) < lines.index("karak product SOLO-002")


def test_a_doubt_is_printed_and_is_a_key_of_its_own():
    told = CliRunner().invoke(app, ["understand", "karak 60 ke Taiwan"])
    assert "doubt: many" in told.stdout
    told = CliRunner().invoke(app, ["understand", "karak 60 ke Taiwan", "--json"])
    assert json.loads(told.stdout.splitlines()[-1])["doubts"] == [
        {"kind": "many", "text": "60", "skus": ["SOLO-002"]}
    ]


@pytest.mark.usefixtures("settings_of")
def test_explain_says_what_a_language_model_would_be_asked_and_asks_none(monkeypatch: pytest.MonkeyPatch):
    told = CliRunner().invoke(app, ["understand", "krpk wlut 2 buat Yuni", "--explain"])
    asked = "would be asked about 'krpk wlut 2 buat [hidden]', to choose from SOLO-007"
    assert told.stdout.splitlines()[-1] == f"language model (none is set): {asked}"
    monkeypatch.setenv("RANTAU_LLM_URL", "http://127.0.0.1:9/v1?key=hush")
    monkeypatch.setenv("RANTAU_LLM_MODEL", "kecil")
    told = CliRunner().invoke(app, ["understand", "karak 2", "--explain"])
    assert told.stdout.splitlines()[-1] == "language model (kecil at 127.0.0.1): nothing to ask"
