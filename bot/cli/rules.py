"""`rantau rules`: which rules apply to products at a destination and why, with their sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import typer

from bot.catalog import Catalogue, Ware
from bot.cli.output import as_json, refuse, say
from bot.cli.shop import stocked_shop
from bot.core import settings
from bot.destinations import Destination, Destinations, Restrictions
from bot.destinations.rules.lookup import ClassRule, Ruling, ruling

LANGUAGE = "en"
WIDTH = 100
LABEL_WIDTH = 12
CONFIDENCE = {
    "sourced": "sourced: the named page says so",
    "partly": "partly: the source is secondary, old, or covers it only in part",
    "gk": "gk: general knowledge, not checked yet",
    "policy": "policy: our own recommended policy",
}


def rules(to: str, skus: Sequence[str], json: bool) -> None:
    """Prints the rules. Raises CommandRefused with an unknown destination and every unknown SKU."""
    found = settings.load()
    shop = stocked_shop(found)
    restrictions = shop.restrictions
    destination, wares = _known(shop.destinations, to, shop.catalogue, skus)
    today = shop.clock.today()
    rulings = [ruling(restrictions, destination.iso2, ware, LANGUAGE, today) for ware in wares]
    if json:
        as_json(_as_json(destination, restrictions, rulings))
    else:
        for one in rulings:
            typer.echo("\n".join(_text_lines(destination, one)) + "\n")
    say(f"Rules of version {restrictions.version}, checked on {restrictions.checked_on}.")
    say("Research notes, not legal advice: ask the carrier before you rely on them.")


def _known(
    destinations: Destinations, to: str, goods: Catalogue, skus: Sequence[str]
) -> tuple[Destination, list[Ware]]:
    named = destinations.find(to)
    destination = destinations.get(named.iso2 if named else to.upper())
    wares = {sku: goods.by_sku.get(sku.upper()) for sku in skus}
    unknown = [f"no product {sku}" for sku, ware in wares.items() if ware is None]
    if destination is None:
        refuse(f"--to {to}: no destination of destinations.yaml", *unknown)
    if unknown:
        refuse(*unknown)
    return destination, [ware for ware in wares.values() if ware is not None]


def _text_lines(destination: Destination, one: Ruling) -> Iterator[str]:
    closed = "" if destination.open else ", not open yet"
    to = f"{destination.iso2} ({destination.name(LANGUAGE)}{closed})"
    yield f"{one.ware.sku} {one.ware.name(LANGUAGE)} to {to}: {one.action.value}"
    if one.ware.stays_because:
        yield from _paragraph("the seller", f"it travels nowhere: {one.ware.stays_because}")
    for rule in one.rules:
        scope = "" if rule.own else ", for every country without a rule of its own"
        yield f"  {rule.class_} ({rule.class_name}): {rule.rule.action.value}{scope}"
        for label, text in _facts(rule):
            yield from _paragraph(label, text)


def _facts(one: ClassRule) -> Iterator[tuple[str, str]]:
    rule = one.rule
    yield "why", one.reason
    yield "days", _days(one)
    yield "authority", rule.authority
    yield "document", rule.document
    yield "limit", rule.limit
    if rule.commercial:
        yield "in bulk", f"{rule.commercial.action.value}: {rule.commercial.document}"
    yield "confidence", CONFIDENCE[rule.confidence]
    for source in one.sources:
        yield "source", source.title
        yield "", source.url or ""


def _days(one: ClassRule) -> str:
    """The days of a dated rule, and the rule that follows it."""
    rule, after = one.rule, one.coming
    days = " ".join(
        f"{word} {one}" for word, one in (("from", rule.valid_from), ("until", rule.valid_to)) if one
    )
    coming = f"from {after.valid_from} on {after.action.value}" if after else ""
    return "; ".join(filter(None, [days, coming]))


def _paragraph(label: str, text: str) -> list[str]:
    """The text wrapped beside its label; web addresses stay whole."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=f"    {label:{LABEL_WIDTH}}",
        subsequent_indent=" " * (LABEL_WIDTH + 4),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_json(
    destination: Destination, restrictions: Restrictions, rulings: Sequence[Ruling]
) -> dict[str, Any]:
    return {
        "destination": destination.iso2,
        "open": destination.open,
        "version": restrictions.version,
        "checked_on": restrictions.checked_on.isoformat(),
        "products": [
            {
                "sku": one.ware.sku,
                "name_id": one.ware.name_id,
                "name_en": one.ware.name_en,
                "action": one.action.value,
                "stays_because": one.ware.stays_because or None,
                "rules": [_rule_as_json(rule) for rule in one.rules],
            }
            for one in rulings
        ],
    }


def _rule_as_json(one: ClassRule) -> dict[str, Any]:
    rule = one.rule.model_dump(
        mode="json",
        include={
            "action",
            "reason",
            "reason_id",
            "authority",
            "document",
            "authority_id",
            "document_id",
            "limit",
            "limit_id",
            "valid_from",
            "valid_to",
            "commercial",
            "confidence",
        },
    )
    sources = [source.model_dump() for source in one.sources]
    about = {"class": one.class_, "class_name": one.class_name, "decides": one.decides, "own": one.own}
    return {**about, **rule, "sources": sources}
