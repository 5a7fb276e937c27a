"""Translations: every message exists in Indonesian, keeps its placeholders, and fits its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.conversation.screens import LABEL_LENGTH, SHORT_LABEL_LENGTH, TITLE_LENGTH
from bot.conversation.translation import (
    FIRST_LANGUAGE,
    LANGUAGES,
    LOCALE_DIR,
    _,
    language_of,
    ngettext,
    speaking,
)

BOT = LOCALE_DIR.parent
MARKS = "✓✖⚠≈«»→×"
COMMAND = re.compile(r"(?<!\w)/[a-z]+")
# The reader is "Kak", the shop is "kami"; "saya" only where a button speaks for the person.
OTHER_VOICES = re.compile(r"\b(Anda|anda|kamu|aku|saya|gue)\b")
SPEAKS_FOR_THE_PERSON = {"My orders", "Your orders", "My UMKM", "Tell me when it opens"}
# Labels of up to 24 characters, each with the screen of more than three buttons on which it stands.
LONG_LABELS = {"Tell me when it opens"}  # closed_country.py
# The longest likely values of placeholders in labels and titles.
LIKELY = {
    "number": "TW-4K7M",
    "code": "TW-20261204",
    "country": "Uni Emirat Arab",
    "state": "sudah dibayar",
    "count": "120",
}
WORDING_CALLS = ("_", "later", "ngettext")


@cache
def indonesian() -> Catalog:
    with (LOCALE_DIR / FIRST_LANGUAGE / "LC_MESSAGES" / "rantau.po").open("rb") as source:
        return read_po(source, locale=FIRST_LANGUAGE)


def messages() -> list[Message]:
    return [one for one in indonesian() if one.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The forms of a message: one, or one for each plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def values(text: str) -> list[str]:
    """The names of a message's placeholders, sorted."""
    return sorted(name for _text, name, _format, _how in Formatter().parse(text) if name is not None)


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """What `make words` finds in the source."""
    keywords = DEFAULT_KEYWORDS | {"later": None}
    found = extract_from_dir(BOT, [("**.py", "python")], keywords=keywords)
    return frozenset(message for _file, _line, message, _comments, _context in found)


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text())) for path in sorted(BOT.rglob("*.py"))]


def called(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node, *names))


def literals(tree: ast.AST, *names: str) -> Iterator[str]:
    """The literal texts in the arguments of these calls, anywhere in the tree."""
    for call in calls(tree, *names):
        for given in call.args[:2] if called(call, "ngettext") else call.args[:1]:
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value


def worded_calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in sources():
        if path.name != "words.py":
            yield from ((f"{path.name}:{call.lineno}", call) for call in calls(tree, *WORDING_CALLS))


def functions() -> Iterator[ast.AST]:
    for _path, tree in sources():
        defined = (ast.FunctionDef, ast.AsyncFunctionDef)
        yield from (node for node in ast.walk(tree) if isinstance(node, defined))


def in_tables(ending: str) -> Iterator[str]:
    """The texts of all tables in the source whose name has this ending, such as `BY_LABELS`."""
    for _path, tree in sources():
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(one, ast.Name) and one.id.endswith(ending) for one in targets):
                yield from literals(node, "later")


def first_given(tree: ast.AST, name: str) -> Iterator[str]:
    """The messages in the first argument of the calls of `name`."""
    for call in calls(tree, name):
        if call.args:
            yield from literals(call.args[0], "_", "later", "ngettext")


def button_labels() -> set[str]:
    return {text for _path, tree in sources() for text in first_given(tree, "Button")} | {
        *in_tables("LABELS")
    }


def titles() -> set[str]:
    given = {text for _path, tree in sources() for text in first_given(tree, "Screen")}
    for _path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(
                getattr(one, "id", "") == "title" for one in node.targets
            ):
                given |= set(literals(node.value, "_", "ngettext"))
    return given | {*in_tables("TITLES")}


def filled(text: str, language: str) -> str:
    """A translated label or title, filled with the longest likely values."""
    with speaking(language):
        worded = _(text)
    return worded.format(**{name: LIKELY.get(name, name) for name in values(worded)})


def too_long(texts: set[str], most: int) -> list[str]:
    shown = [filled(text, language) for text in sorted(texts) for language in LANGUAGES]
    return [one for one in shown if len(one) > most]


def test_every_message_has_an_indonesian_translation_and_none_is_fuzzy() -> None:
    missing = [one.id for one in messages() if not all(forms(one.string)) or not forms(one.string)]
    assert missing == []
    assert [one.id for one in messages() if one.fuzzy] == []


def test_the_catalogue_has_exactly_the_messages_of_the_source() -> None:
    kept = {one.id for one in messages()}
    assert sorted(map(str, extracted() - kept)) == [], "run `make words`, then translate"
    assert sorted(map(str, kept - extracted())) == [], "run `make words`"


def test_every_translated_message_is_extracted() -> None:
    found = {form for message in extracted() for form in forms(message)}
    said = {text for _path, tree in sources() for text in literals(tree, *WORDING_CALLS)}
    assert sorted(said - found) == [], "a call within an f-string is not found"


def test_no_message_is_composed_before_it_is_translated() -> None:
    joined = (ast.JoinedStr, ast.BinOp, ast.Call)
    wrong = [at for at, call in worded_calls() if any(isinstance(given, joined) for given in call.args[:1])]
    assert wrong == []


def test_a_message_has_the_same_placeholders_in_both_languages() -> None:
    differing = [
        one.id
        for one in messages()
        for form in forms(one.string)
        if values(form) != values(forms(one.id)[-1])
    ]
    assert differing == []


def test_all_plural_forms_have_the_same_placeholders() -> None:
    plurals = [forms(one.id) for one in messages() if len(forms(one.id)) > 1]
    assert [one for one in plurals if values(one[0]) != values(one[1])] == []


def test_a_translation_keeps_symbols_commands_and_outer_spaces() -> None:
    def kept(text: str) -> tuple[list[str], list[str], str, str]:
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return sorted(sign for sign in text if sign in MARKS), sorted(COMMAND.findall(text)), start, end

    wrong = [
        one.id for one in messages() for form in forms(one.string) if kept(form) != kept(forms(one.id)[-1])
    ]
    assert wrong == []


def test_the_shop_speaks_with_one_voice() -> None:
    heard = [one for one in messages() if one.id not in SPEAKS_FOR_THE_PERSON]
    assert [form for one in heard for form in forms(one.string) if OTHER_VOICES.search(form)] == []


def test_labels_fit_their_buttons_in_both_languages() -> None:
    labels = button_labels()
    assert len(labels) > 50
    assert too_long(labels, LABEL_LENGTH) == []
    assert too_long(labels - LONG_LABELS, SHORT_LABEL_LENGTH) == []


def test_titles_fit_in_both_languages() -> None:
    assert len(titles()) > 30
    assert too_long(titles(), TITLE_LENGTH) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_buttons_of_a_screen_have_different_labels(language: str) -> None:
    for function in functions():
        labels = set(first_given(function, "Button"))
        shown = [filled(one, language).casefold() for one in labels]
        assert len(set(shown)) == len(shown), labels


def test_english_needs_no_translation_and_has_two_plural_forms() -> None:
    with speaking("en"):
        assert _("Check out") == "Check out"
        assert ngettext("{count} product", "{count} products", 1) == "{count} product"
        assert ngettext("{count} product", "{count} products", 2) == "{count} products"


def test_indonesian_has_one_form_for_every_number() -> None:
    with speaking("id"):
        assert _("Check out") == "Lanjut pesan"
        assert {ngettext("{count} product", "{count} products", count) for count in (0, 1, 2)} == {
            "{count} produk"
        }


def test_an_unknown_language_falls_back_to_the_first_one() -> None:
    with speaking("xx"):
        assert _("Cart") == "Keranjang"


@pytest.mark.parametrize(
    ("client", "ours"),
    [("id", "id"), ("in", "id"), ("in-ID", "id"), ("jw", "id"), ("ms-MY", "id"), ("en-GB", "en"), ("", "id")],
)
def test_old_codes_of_languages_are_known_too(client: str, ours: str) -> None:
    assert language_of(client) == ours
