"""An order's history as sentences: who, when, what, why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.conversation.screens import shorten
from bot.conversation.words import _, language
from bot.handlers import reasons, say
from bot.orders import OrderHistory

Facts = dict[str, Any]


def history_line(row: OrderHistory) -> str:
    """One change, readable: `Sab, 28 Nov 2026 09.12 WIB, pembeli: Karak 3 → 2`."""
    roles = {
        "customer": _("customer"),
        "umkm": _("maker"),
        "coordinator": _("coordinator"),
        "owner": _("coordinator"),
        "house": _("Rantau"),
    }
    what = _SENTENCES.get(row.what, _other)(row.facts)
    who = roles.get(row.role, row.role)
    line = _("{when}, {who}: {what}").format(when=say.moment(row.at), who=who, what=what)
    reason = shorten(reasons.worded(str(row.facts.get("reason") or "")), 120)
    return _("{line} ({reason})").format(line=line, reason=reason) if reason else line


def _name(facts: Facts) -> str:
    return shorten(str(facts.get("name_en" if language() == "en" else "name_id", "")), 40)


def _placed(facts: Facts) -> str:
    return _("ordered for {sum}").format(sum=say.rupiah(int(facts.get("rupiah", 0))))


def _changed(facts: Facts) -> str:
    return _("{product} {before} → {after}").format(
        product=_name(facts), before=facts.get("before"), after=facts.get("after")
    )


def _answered(facts: Facts) -> str:
    parts = [
        _("{product} {confirmed} of {ordered}").format(
            product=_name(one), confirmed=one.get("confirmed"), ordered=one.get("ordered")
        )
        for one in facts.get("lines", [])
    ]
    return _("can make {products}").format(products=", ".join(parts))


def _chosen(facts: Facts) -> str:
    text = _("takes what there is of {product}") if facts.get("choice") == "take" else _("drops {product}")
    return text.format(product=_name(facts))


def _cancelled(_facts: Facts) -> str:
    return _("order cancelled")


def _paid(_facts: Facts) -> str:
    return _("marked as paid")


def _not_paid(_facts: Facts) -> str:
    return _("marked as not paid")


def _other(_facts: Facts) -> str:
    return _("changed")


_SENTENCES: dict[str, Callable[[Facts], str]] = {
    "placed": _placed,
    "changed": _changed,
    "answered": _answered,
    "chosen": _chosen,
    "cancelled": _cancelled,
    "paid": _paid,
    "not_paid": _not_paid,
}
