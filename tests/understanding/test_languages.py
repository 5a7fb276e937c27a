"""The words of the languages are data: files that add to each other, and the shop's own beside them."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

import bot.understanding
from bench.labelled import CONFIG, demo_wares
from bot.core.errors import ConfigRefused
from bot.destinations import Destinations
from bot.understanding import Interpreter, Vocabulary
from bot.understanding.lexicon.language import Grammar, Says

CODE = Path(bot.understanding.__file__).parent


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the files of words."""
    shutil.copytree(CONFIG / "languages", tmp_path / "languages")
    shutil.copy(CONFIG / "places.yaml", tmp_path)
    return tmp_path


def _complaints(config: Path) -> list[str]:
    with pytest.raises(ConfigRefused) as refused:
        Vocabulary.read(config)
    return refused.value.complaints


def _reader(config: Path) -> Interpreter:
    return Interpreter(demo_wares(), Vocabulary.read(config), Destinations.read(CONFIG))


def _edit(path: Path, old: str, new: str) -> int:
    """Replaces the first of these; the line where it stands."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("known", "wrong", "where"),
    [
        ("  halves: ", "  halfs: ", "numbers.halfs: Extra inputs are not permitted"),
        ("  owners: ", "  owner: ", "affixes.owner: Extra inputs are not permitted"),
        ("  thanks: ", "  thank: ", "says.thank.[key]: Input should be "),
        ("  freight: ", "  fright: ", "topics.fright.[key]: Input should be "),
        ("    12: ", "    twelve: ", "units.count.twelve.[key]: Input should be "),
    ],
)
def test_an_unknown_or_misplaced_key_is_named_with_file_and_line(
    config: Path, known: str, wrong: str, where: str
):
    path = config / "languages" / "id.yaml"
    line = _edit(path, f"\n{known}", f"\n{wrong}") + 1
    (complaint,) = _complaints(config)
    assert complaint.startswith(f"{path}:{line}: {where}")


@pytest.mark.parametrize(
    ("contradiction", "line", "what"),
    [
        ("spellings:\n  keripek: kripik", 2, "spellings.keripek: kripik is a spelling of keripik too"),
        ("spellings:\n  kopi: keripik", 2, "spellings.kopi: keripik has spellings of its own"),
        ("spellings:\n  kripik: kepik", 2, "spellings.kripik: kripik is a spelling of keripik"),
        ("numbers:\n  words:\n    papat: 40", 3, "numbers.words.papat: papat is 4 in another file"),
        ("places:\n  JP: [taipa]", 2, "places.JP.0: taipa lies in MO too"),
    ],
)
def test_no_file_contradicts_another(config: Path, contradiction: str, line: int, what: str):
    for path in (config / "languages" / "xx.yaml", config / "vocabulary.yaml"):
        path.write_text(contradiction + "\n", "utf-8")
        assert f"{path}:{line}: {what}" in _complaints(config)
        path.unlink()


def test_a_spelling_belongs_to_one_word_of_a_file(config: Path):
    _edit(config / "languages" / "id.yaml", "  keripik: ", "  keripek: kripik\n  keripik: ")
    assert any("kripik is a spelling of keripek too" in one for one in _complaints(config))


def test_without_a_language_nothing_starts(config: Path):
    shutil.rmtree(config / "languages")
    assert _complaints(config) == [f"{config / 'languages'}: no language (*.yaml) there"]


def test_the_shops_own_words_count_beside_those_of_the_languages(config: Path):
    own = "meta: {checked_on: '2026-11-23'}\nnumbers:\n  words: {papat: 4, jibeng: 7}\n  teens: belas\n"
    own += "says:\n  remove: rasidaha, ora usah\nunits:\n  pack: kresek\n"
    assert [one.quantity for one in _reader(config).read("karak jibeng kresek ke taiwan").lines] != [7]
    (config / "vocabulary.yaml").write_text(own, "utf-8")
    reader = _reader(config)
    assert [one.quantity for one in reader.read("karak jibeng kresek ke taiwan").lines] == [7]
    assert [(one.op, one.sku) for one in reader.read("karaknya rasidaha").edits] == [("remove", "SOLO-002")]
    assert [one.quantity for one in reader.read("karak papat bungkus").lines] == [4]


def test_a_file_of_an_earlier_version_that_holds_all_words_changes_nothing(config: Path):
    before = Vocabulary.read(config)
    whole = before.model_dump(mode="json", exclude={"ordinary", "told", "towns"})
    (config / "vocabulary.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    after = Vocabulary.read(config)
    assert after.single == before.single
    # They may stand in another order; and towns that a file names are little known no more.
    both = {"says", "topics", "openings", "towns"}
    assert after.model_dump(exclude=both) == before.model_dump(exclude=both)


def test_each_language_adds_its_own_words(config: Path):
    read = _reader(config).read
    assert [one.quantity for one in read("karak telung bungkus").lines] == [3]
    (config / "languages" / "jv.yaml").unlink()
    read = _reader(config).read
    assert [one.quantity for one in read("karak tiga bungkus").lines] == [3]
    assert [one.quantity for one in read("karak telung bungkus").lines] != [3]


def _names() -> set[str | int]:
    """The names of cues and of parts of a sentence, which are no words of a language there."""
    return {*get_args(Says), *Grammar.model_fields, "of_people_together", "no"}


def _literals(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a file, without docstrings, slices of regular expressions as words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = _names() | {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not {id(node), node.value} & told
        ):
            yield from ((node.lineno, word) for word in re.findall(r"[^\W\d_]{2,}", node.value))


def test_no_word_of_indonesian_or_javanese_stands_in_the_code(config: Path):
    for foreign in ("en.yaml", "ms.yaml"):
        (config / "languages" / foreign).unlink(missing_ok=True)
    words = Vocabulary.read(config)
    known = {*words.single, *words.value, *words.spelled, *words.numbers.combining} - _names()
    found = {
        f"{path.name}:{line}: {word}"
        for path in CODE.rglob("*.py")
        for line, word in _literals(path)
        if word in known
    }
    assert not found
