"""Answers about the border: import tax, and the rule that keeps a product out, with its source."""

from __future__ import annotations

from decimal import Decimal

from bot.catalog import Ware
from bot.conversation.routing import Redirect, place
from bot.conversation.screens import Button, Screen, label, shorten
from bot.conversation.translation import _, language, later
from bot.core import money
from bot.core.clock import solo_day
from bot.destinations import Action, Destination
from bot.destinations.rules.lookup import ClassRule, Ruling, ruling
from bot.handlers.chat.questions.at_hand import at_hand
from bot.handlers.chat.questions.country_lines import ways_to
from bot.handlers.shared import eligibility, formatting
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.turn import Turn
from bot.ordering import quotes

REASON_ROOM = 260
MOST_SOURCES = 1
CONFIDENCE = {
    "sourced": later("The page that we name says so."),
    "partly": later("Our source says so only in part, or about travellers."),
    "gk": later("This is general knowledge; we have not yet checked it at the authority."),
    "policy": later("This is our own rule, to keep your parcel safe."),
}


@place("tax/{iso2}")
async def tax(turn: Turn, iso2: str) -> Screen | Redirect:
    """What import tax to reckon with, as far as the shop has noted it."""
    to = turn.shop.destinations.get(iso2)
    if to is None:
        return Redirect("to")
    title = shorten(_("Tax in {country}").format(country=to.name(language())), 60)
    lines = [*_free(to), *_rates(to), *await _of_cart(turn, to)]
    tail = [_who_pays(turn), _("The border decides, not we. Noted by us, no legal advice.")]
    buttons = [Button(_("Cart"), "cart"), *await ways_to(turn, iso2)]
    return Screen(title, formatting.fitted(title, lines, tail), buttons)


def briefly(turn: Turn, to: Destination) -> list[str]:
    """Up to where goods come in free, and who pays what is due."""
    return [*_free(to), _who_pays(turn)]


def _free(to: Destination) -> list[str]:
    limit = to.entry.customs.duty_de_minimis
    if limit.amount is None:
        return [_("Up to which value goods come in free is not noted for this country.")]
    if limit.amount <= 1:
        return [_("Practically nothing comes in free there: tax may be due from the first cent on.")]
    free = money.foreign(Decimal(limit.amount), limit.currency, language())
    return [_("Goods up to about {free} a parcel come in free.").format(free=free)]


def _rates(to: Destination) -> list[str]:
    found = to.entry.customs.import_tax
    if found.rate_percent is None:
        return [_("The rate of its import tax is not noted here.")]
    duty = found.duty_percent
    if duty:
        words = _("Above that: import tax (VAT) of {percent} %, and duty of {duty} %.")
        return [words.format(percent=found.rate_percent, duty=duty)]
    words = _("Above that: import tax (VAT) of {percent} %, and duty by the kind of goods.")
    return [words.format(percent=found.rate_percent)]


async def _of_cart(turn: Turn, to: Destination) -> list[str]:
    """Whether tax is likely for what is being read, in the cart, or ordered."""
    found = await at_hand(turn)
    if found is None or not found.goods:
        return []
    quote = quotes.quote(turn.shop, to, found.goods, solo_day(turn.now))
    if quote.taxable:
        return [next(eligibility.warnings(quote))]
    if to.entry.customs.duty_de_minimis.amount is None:
        return []
    words = _("Your goods ({sum}) stay below that.")
    return [words.format(sum=formatting.rupiah(quote.goods_rupiah))]


def _who_pays(turn: Turn) -> str:
    if turn.shop.profile.exporter.incoterm == "DDP":
        return _("What is due we pay for you.")
    return _("What is due the recipient pays to the carrier or customs, not to us.")


@place("product/{product_id}/why/{iso2}")
async def why(turn: Turn, product_id: int, iso2: str) -> Screen | Redirect:
    """Why a product may not enter a country, or under which condition: the rule and its source."""
    ware, to = turn.shop.catalogue.by_id.get(product_id), turn.shop.destinations.get(iso2)
    if ware is None or not ware.offered or to is None:
        return Redirect("browse")
    found = ruling(turn.shop.restrictions, iso2, ware, language(), solo_day(turn.now))
    title = shorten(
        _("{product} to {country}").format(product=ware.name(language()), country=to.name(language())), 60
    )
    lines = [_verdict(turn, ware, found), *_rule(found), eligibility.alternative_text(turn, ware, iso2)]
    tail = [_("Our notes of {day}. No legal advice.").format(day=formatting.day(found.checked_on))]
    return Screen(
        title, formatting.fitted(title, [one for one in lines if one], tail), await _ways(turn, ware, iso2)
    )


def _verdict(turn: Turn, ware: Ware, found: Ruling) -> str:
    """The verdict in a line, its reason in full below it."""
    if ware.stays_because:
        return eligibility.may_go(turn, ware, to=found.iso2)
    country = turn.shop.destinations.name(found.iso2, language())
    words = {
        Action.FORBID: _("✖ Cannot be sent to {country}."),
        Action.NEEDS_DOCUMENT: _("📄 Can be sent to {country} with a paper."),
        Action.WARN: _("⚠ Can be sent to {country}, at your own risk."),
        Action.ALLOW: _("✓ Can be sent to {country}"),
    }
    return words[found.action].format(country=country)


def _rule(found: Ruling) -> list[str]:
    """The deciding rule: why, whose rule, how sure that is, and where it stands."""
    deciding = next((one for one in found.rules if one.decides), None)
    if deciding is None or found.action is Action.ALLOW:
        return []
    authority = deciding.rule.authority_in(language())
    return [
        _("Why: {reason}").format(reason=shorten(deciding.reason, REASON_ROOM)),
        _("Authority: {authority}").format(authority=shorten(authority, 100)) if authority else "",
        _(CONFIDENCE[deciding.rule.confidence]),
        *_sources(deciding),
    ]


def _sources(rule: ClassRule) -> list[str]:
    named = [one for one in rule.sources if one.url][:MOST_SOURCES]
    words = _("Source: {title} ({address})")
    return [words.format(title=shorten(one.title, 80), address=one.url) for one in named]


async def _ways(turn: Turn, ware: Ware, iso2: str) -> list[Button]:
    substitute = eligibility.alternative(turn, ware, iso2)
    instead = [Button(label(substitute.name(language())), f"product/{substitute.id}")] if substitute else []
    return [
        *instead,
        Button(_("See the product"), f"product/{ware.id}"),
        Button(_("What may go in"), f"going/{iso2}"),
        *await ask_button(turn),
        Button(_("Home"), "home", beside=True),
    ]
