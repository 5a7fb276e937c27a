"""`rantau understand`: how a message would be read, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from bot.cli.output import refuse, table
from bot.cli.shop import stocked_shop
from bot.core import settings
from bot.core.settings import Settings
from bot.handlers.customer.product_search import found_in
from bot.ordering.shop import Shop
from bot.understanding import Interpretation, Interpreter, Vocabulary
from bot.understanding.explain import Read
from bot.understanding.language_model import question_about

WHY = ("stretch", "taken for", "why")
HEADER = ("what", "said", "sku", "product", "quantity")
Message = dict[str, Any]


def understand(text: str, file: Path | None, as_json: bool, explain: bool = False) -> None:
    """Prints how one text, or every message of a file, is read, and why if asked.

    Raises CommandRefused for a wrong file.
    """
    messages = [{"text": text}] if file is None else list(_messages(file))
    found = settings.load()
    shop = stocked_shop(found)
    reader = Interpreter(shop.catalogue.offered(), Vocabulary.read(found.config_dir), shop.destinations)
    names = {one.sku: one.name("id") for one in shop.catalogue.by_id.values()}
    for message in messages:
        result = reader.read(message["text"])
        head = {"id": message["id"]} if "id" in message else {}
        if as_json:
            typer.echo(json.dumps({**head, **labels_of(result)}, ensure_ascii=False))
        else:
            _print(head.get("id", ""), message["text"], result, names)
        if explain and not result.too_long:
            table(WHY, [(one.text, one.taken_for, one.why) for one in reader.explain(message["text"])])
            typer.echo(_of_model(reader.examine(message["text"]), shop, found))


def _of_model(read: Read, shop: Shop, found: Settings) -> str:
    """Whether a language model is set, and what it would be asked; it is not asked here."""
    model = f"language model ({found.llm_shown or 'none is set'})"
    question = question_about(read, lambda words: (one.sku for one in found_in(shop, words)))
    if question is None:
        return f"{model}: nothing to ask"
    goods = " ".join(one.sku for one in question.wares)
    return f"{model}: would be asked about {question.masked.text!r}, to choose from {goods}"


def labels_of(result: Interpretation) -> dict[str, Any]:
    """An interpretation with the keys and values of labelled messages; `edits` only if there are any."""
    labels: dict[str, Any] = {
        "intent": result.intent,
        "lines": [{"sku": one.sku, "quantity": one.quantity} for one in result.lines],
        "destination": result.destination,
        "unclear": [
            {"text": one.text, "quantity": one.quantity, "any_of": list(one.any_of)} for one in result.unclear
        ],
    }
    if result.edits:
        labels["edits"] = [{"sku": one.sku, "op": one.op, "quantity": one.quantity} for one in result.edits]
    if result.doubts:
        labels["doubts"] = [
            {"kind": one.kind, "text": one.text, "skus": list(one.skus)} for one in result.doubts
        ]
    return labels


def _messages(file: Path) -> Iterator[Message]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as broken:
        refuse(f"{file}: {broken}")
    wrong = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        message = _message(line)
        if message is None:
            wrong.append(f"{file}:{number}: not a JSON object with a text")
        else:
            yield message
    if wrong:
        refuse(*wrong)


def _message(line: str) -> Message | None:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and isinstance(read.get("text"), str) else None


def _print(identity: str, text: str, result: Interpretation, names: dict[str, str]) -> None:
    typer.echo(f"{identity} {text}".strip())
    typer.echo(f"{result.intent}, to {result.destination or 'nowhere yet'}")
    ops = {one.sku: one.op for one in result.edits}
    rows: list[tuple[Any, ...]] = [
        (ops.get(one.sku, "line"), None, one.sku, names.get(one.sku), one.quantity) for one in result.lines
    ]
    for one in result.unclear:
        fitting = ", ".join(one.any_of) or None
        rows.append(("unclear" if fitting else "unknown", one.text, fitting, None, one.quantity))
    rows += [
        (f"doubt: {one.kind}", one.text, ", ".join(one.skus) or None, None, None) for one in result.doubts
    ]
    if rows:
        table(HEADER, rows)
    typer.echo("")
