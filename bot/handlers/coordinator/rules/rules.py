"""Looking up import rules with their sources: `/aturan JP abon sapi`. Never legal advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.core.clock import solo_day
from bot.destinations import Destination
from bot.destinations.rules.lookup import ClassRule, Ruling, ruling
from bot.handlers.coordinator.prices.open_destinations import no_such_country
from bot.handlers.coordinator.rules import affected_view
from bot.handlers.customer.product_search import found_in, slug_of
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.rule_labels import ACTIONS, CONFIDENCES
from bot.handlers.shared.turn import Turn
from bot.people import Role

EXAMPLE = "JP abon sapi"
MOST_WORDS = 4  # of a country's name, with "ke" before it


@place("c/rules/ask", role=Role.COORDINATOR)
async def ask(turn: Turn) -> Screen:
    """Asks for a country and a product."""
    body = _("Type a country and a product, for example: {example}").format(example=EXAMPLE)
    affected = await affected_view.affected_today(turn)
    body = "\n".join(filter(None, [body, affected_view.count_words(affected)]))
    return Screen(
        _("What may go where?"), body, [*affected_view.way_in(affected), back("c")], asks=Ask("c/rules")
    )


@action("c/rules", role=Role.COORDINATOR)
async def typed(turn: Turn) -> Screen:
    """Looks up the typed country and product, behind the command or as an answer."""
    if not turn.typed_answer:
        return await ask(turn)
    to, wanted = _split_country(turn, turn.typed_answer)
    if to is not None:
        return await _look_up(turn, to, wanted)
    return noted(await ask(turn), no_such_country(turn))


@place("c/rules/to/{iso2}", role=Role.COORDINATOR)
async def ask_product(turn: Turn, iso2: str) -> Screen:
    """Asks for the product, for a known country."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return await ask(turn)
    title = _("To {country}: which product?").format(country=to.name(language()))
    body = _("Type its name or its SKU, for example: {example}").format(example="abon sapi")
    return Screen(shorten(title, TITLE_LENGTH), body, [back("c/rules/ask")], Ask(f"c/rules/to/{iso2}/typed"))


@action("c/rules/to/{iso2}/typed", role=Role.COORDINATOR)
async def typed_product(turn: Turn, iso2: str) -> Screen:
    """Looks up the typed product; a country typed with it replaces the known one."""
    to, wanted = _split_country(turn, turn.text)
    to = to or turn.shop.destinations.get(iso2)
    return await ask(turn) if to is None else await _look_up(turn, to, wanted)


async def _look_up(turn: Turn, to: Destination, wanted: str) -> Screen:
    exact = turn.shop.catalogue.by_sku.get(wanted.upper())
    if exact is not None:
        return await rules(turn, to.iso2, exact.id)
    slug = slug_of(turn.shop, wanted)
    if slug and _hits(turn, slug):
        return await found(turn, to.iso2, slug, 1)
    question = await ask_product(turn, to.iso2)
    if not wanted:
        return question
    return noted(question, _("I found no product “{text}”.").format(text=shorten(wanted, 40)))


def _split_country(turn: Turn, text: str) -> tuple[Destination | None, str]:
    """The destination that a text begins or ends with, and the other words; None when it names none."""
    for name, rest in _splits(text.split()):
        country = turn.shop.destinations.find(name)
        destination = turn.shop.destinations.get(country.iso2) if country else None
        if destination is not None:
            return destination, rest
    code, _blank, rest = text.strip().partition(" ")
    coded = turn.shop.destinations.meant(code)
    return (coded, rest) if coded else (None, text)


def _splits(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    counts = range(min(MOST_WORDS, len(words)), 0, -1)
    yield from ((" ".join(words[:count]), " ".join(words[count:])) for count in counts)
    yield from ((" ".join(words[-count:]), " ".join(words[:-count])) for count in counts)


def _hits(turn: Turn, slug: str) -> Sequence[Ware]:
    return found_in(turn.shop, slug.replace("-", " "))


@place("c/rules/{iso2}/found/{slug}/{page}", role=Role.COORDINATOR)
async def found(turn: Turn, iso2: str, slug: str, page: int) -> Screen:
    """The products that a text may mean; a single one leads to its rules at once."""
    hits, to = _hits(turn, slug), turn.shop.destinations.get(iso2)
    if to is None or not hits:
        return await ask(turn)
    if len(hits) == 1:
        return await rules(turn, iso2, hits[0].id)
    shown = paged(hits, page)
    names = labels([ware.name(language()) for ware in shown.items])
    buttons = [
        Button(name, f"c/rules/{iso2}/{ware.id}", hint=ware.sku)
        for name, ware in zip(names, shown.items, strict=True)
    ]
    title = ngettext("{count} product found", "{count} products found", len(hits)).format(count=len(hits))
    to_country = _("To {country}").format(country=to.name(language()))
    page_buttons = formatting.page_buttons(shown, f"c/rules/{iso2}/found/{slug}/{{page}}")
    body = "\n".join(filter(None, [to_country, formatting.on_page(shown)]))
    return Screen(title, body, [*buttons, *page_buttons, back("c/rules/ask")], asks=Ask("c/rules"))


@place("c/rules/{iso2}/{product_id}", role=Role.COORDINATOR)
async def rules(turn: Turn, iso2: str, product_id: int) -> Screen:
    """The rules for a product at a destination, with reasons and sources."""
    return await rules_page(turn, iso2, product_id, 1)


@place("c/rules/{iso2}/{product_id}/{page}", role=Role.COORDINATOR)
async def rules_page(turn: Turn, iso2: str, product_id: int, page: int) -> Screen:
    """The rules, page by page; each page says that they are no legal advice."""
    ware, to = turn.shop.catalogue.by_id.get(product_id), turn.shop.destinations.get(iso2)
    if ware is None or to is None:
        return await ask(turn)
    one = ruling(turn.shop.restrictions, iso2, ware, language(), solo_day(turn.now))
    title = _("{country}: {name}").format(country=to.name(language()), name=ware.name(language()))
    lines = [*_travels_nowhere(one), *(line for rule in one.rules for line in _rule_lines(rule))]
    route = f"c/rules/{iso2}/{product_id}/{{page}}"
    head = _head(to, one)
    return leaf(shorten(title, TITLE_LENGTH), lines, page, route, [back("c/rules/ask")], head, Ask("c/rules"))


def _head(to: Destination, ruling: Ruling) -> str:
    closed = "" if to.open else _("This destination is not open yet.")
    advice = _("Our own notes, version {version}, checked on {day}. Not legal advice.").format(
        version=ruling.version, day=formatting.day(ruling.checked_on)
    )
    return "\n".join(filter(None, [_(ACTIONS[ruling.action]), closed, advice]))


def _travels_nowhere(ruling: Ruling) -> list[str]:
    why = ruling.ware.stays_because
    if not why:
        return []
    return [_("The seller says that it travels nowhere: {reason}").format(reason=why), ""]


def _days(class_rule: ClassRule) -> Iterator[str]:
    """The period of a dated rule, and the rule that follows it."""
    rule = class_rule.rule
    start, end = (formatting.day(day) if day else "" for day in (rule.valid_from, rule.valid_to))
    if start and end:
        yield _("A rule from {start} to {end}.").format(start=start, end=end)
    elif start:
        yield _("A rule since {start}.").format(start=start)
    elif end:
        yield _("A rule until {end}.").format(end=end)
    if class_rule.coming and class_rule.coming.valid_from:
        words = _("From {start}: {action}")
        yield words.format(
            start=formatting.day(class_rule.coming.valid_from), action=_(ACTIONS[class_rule.coming.action])
        )


def _rule_lines(class_rule: ClassRule) -> Iterator[str]:
    rule = class_rule.rule
    yield _("{name}: {action}").format(name=class_rule.class_name, action=_(ACTIONS[rule.action]))
    yield class_rule.reason
    yield from _days(class_rule)
    if not class_rule.own:
        yield _("This holds for every country without a rule of its own.")
    if rule.authority:
        yield _("Authority: {authority}").format(authority=rule.authority_in(language()))
    if rule.document:
        yield _("Document: {document}").format(document=rule.document_in(language()))
    if rule.limit:
        yield _("Limit: {limit}").format(limit=rule.limit_in(language()))
    if rule.commercial:
        yield _("As stock for a shop: {action}. {document}").format(
            action=_(ACTIONS[rule.commercial.action]), document=rule.in_bulk().document_in(language())
        )
    yield _("How sure: {confidence}").format(confidence=_(CONFIDENCES[rule.confidence]))
    for source in class_rule.sources:
        yield _("Source: {title} {address}").format(title=source.title, address=source.url or "").strip()
    yield ""
