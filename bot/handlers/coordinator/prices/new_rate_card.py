"""Stating a rate card: question after question, then a review before it is recorded."""

from __future__ import annotations

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import TITLE_LENGTH, Ask, Button, Screen, noted, shorten
from bot.conversation.translation import _, language
from bot.destinations import overrides
from bot.destinations.prices import rate_card_drafts
from bot.destinations.prices.rate_card_drafts import FIELDS, CardDraft
from bot.handlers.coordinator.prices import rate_card_form
from bot.handlers.coordinator.prices.rate_card_form import QUESTIONS
from bot.handlers.coordinator.prices.rate_cards import SERVICES, card_lines
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role


@place("c/newcard/{iso2}", role=Role.COORDINATOR)
async def which(turn: Turn, iso2: str) -> Screen | Redirect:
    """Asks for the service of the new card."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return _to_cards()
    buttons = [Button(_(name), f"c/newcard/{iso2}/{service}") for service, name in SERVICES.items()]
    title = shorten(_("New rate card: {country}").format(country=to.name(language())), TITLE_LENGTH)
    return Screen(title, _("How is it carried?"), [*buttons, back(f"c/freight/{iso2}")])


@action("c/newcard/{iso2}/{service}", role=Role.COORDINATOR)
async def begin(turn: Turn, iso2: str, service: str) -> Screen | Redirect:
    """Begins a card and drops an unfinished one."""
    if iso2 not in turn.shop.destinations or service not in SERVICES:
        return await which(turn, iso2)
    await rate_card_drafts.begin(turn.db, turn.person.id, iso2, service, turn.now)
    return await next_step(turn)


async def _draft(turn: Turn) -> CardDraft:
    """The card that the person is stating. Raises Redirect to all cards when there is none."""
    draft = await rate_card_drafts.of(turn.db, turn.person.id)
    if draft is None:
        raise _to_cards()
    return draft


def _to_cards() -> Redirect:
    return Redirect("c/freight/page/1")


async def next_step(turn: Turn) -> Screen:
    """The next open question, or the review."""
    draft = await _draft(turn)
    return await question(turn, draft.missing) if draft.missing else await review(turn)


@place("c/stating/ask/{field}", role=Role.COORDINATOR)
async def question(turn: Turn, field: str) -> Screen:
    """One question about the card."""
    draft = await _draft(turn)
    if field not in QUESTIONS:
        raise _to_cards()
    asks = QUESTIONS[field]
    buttons = [Button(_(label), f"c/stating/tap/{field}/{value}") for value, label in asks.taps]
    ways = [_leave(draft)] if draft.missing else [back("c/stating/review")]
    step = formatting.weight(draft.given["step_grams"])
    example = _("For example: {example}").format(example=asks.example)
    lines = [_head(turn, draft), _(asks.asks).format(step=step), example]
    return Screen(_(asks.name), "\n".join(lines), [*buttons, *ways], asks=Ask(f"c/stating/give/{field}"))


def _head(turn: Turn, draft: CardDraft) -> str:
    country, service = turn.shop.destinations.name(draft.iso2, language()), draft.given["service"]
    return _("{country}: {service}").format(country=country, service=_(SERVICES[service]))


def _leave(draft: CardDraft) -> Button:
    return Button(_("Leave it"), f"c/freight/{draft.iso2}", kind="back")


@action("c/stating/give/{field}", role=Role.COORDINATOR)
async def typed(turn: Turn, field: str) -> Screen:
    """Takes a typed answer; asks again when it cannot be read."""
    return await _take(turn, field, turn.text)


@action("c/stating/tap/{field}/{value}", role=Role.COORDINATOR)
async def tapped(turn: Turn, field: str, value: str) -> Screen:
    """Takes a tapped answer."""
    return await _take(turn, field, value)


async def _take(turn: Turn, field: str, text: str) -> Screen:
    draft = await _draft(turn)
    if field not in QUESTIONS:
        raise _to_cards()
    answer = rate_card_form.read(field, text, turn.shop.clock.today())
    if answer is None:
        return noted(await question(turn, field), rate_card_form.sorry(field))
    await rate_card_drafts.give(turn.db, draft, answer, turn.now)
    if draft.missing == field:
        return noted(await question(turn, field), _("That is no whole number of steps."))
    return await next_step(turn)


@place("c/stating/review", role=Role.COORDINATOR)
async def review(turn: Turn) -> Screen:
    """The whole card at a glance before it is recorded."""
    draft = await _draft(turn)
    if draft.missing:
        return await question(turn, draft.missing)
    title = _("Is the rate card right?")
    record = Button(_("Record it"), f"c/stating/record/{draft.iso2}/{draft.seal}", kind="on")
    buttons = [record, Button(_("Change something"), "c/stating/change"), _leave(draft)]
    return Screen(title, formatting.fitted(title, [_head(turn, draft), *card_lines(draft.card())]), buttons)


@place("c/stating/change", role=Role.COORDINATOR)
async def change(turn: Turn) -> Screen:
    """Every answer, each with a button to change it."""
    buttons = [Button(_(QUESTIONS[field].name), f"c/stating/ask/{field}") for field in FIELDS]
    return Screen(_("What shall we change?"), "", [*buttons, back("c/stating/review")])


@action("c/stating/record/{iso2}/{seal}", role=Role.COORDINATOR)
async def record(turn: Turn, iso2: str, seal: str) -> Screen | Redirect:
    """Records the card, if it is still as the coordinator saw it."""
    draft = await rate_card_drafts.of(turn.db, turn.person.id)
    if draft is None:
        return Redirect(f"c/freight/{iso2}")
    if draft.missing or draft.seal != seal:
        return noted(await next_step(turn), _("Something has changed since. Please look once more."))
    card = draft.card()
    await overrides.state_card(turn.db, draft.iso2, card, turn.now, turn.person.id)
    await rate_card_drafts.drop(turn.db, turn.person.id)
    await turn.shop.refresh(turn.db)
    return Redirect(f"c/freight/{iso2}", _("The rate card is recorded."))
