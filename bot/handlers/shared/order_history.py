"""An order's history in words: who, when, what and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.conversation.screens import shorten
from bot.conversation.translation import _, language, later
from bot.destinations import NATIVE_NAMES
from bot.handlers.shared import formatting, freight_share, reasons
from bot.orders import Choice, OrderHistory
from bot.people import Role

Facts = Mapping[str, Any]
ROLES: dict[str, str] = {
    Role.CUSTOMER: later("customer"),
    Role.UMKM: later("UMKM"),
    Role.COORDINATOR: later("coordinator"),
    Role.OWNER: later("owner"),
    "house": later("automatic"),
}


def entry(row: OrderHistory, people: Mapping[int, str], makers: Mapping[int, str]) -> list[str]:
    """One change of an order, line by line: who and when, what, why.

    Customers do not learn which person or maker it was: for them `people` and `makers` are empty.
    """
    role = _(ROLES[row.role]) if row.role in ROLES else row.role
    who = shorten(people.get(row.who_id or 0, ""), 40)
    moment = formatting.moment(row.at)
    if who:
        lines = [_("{moment}, {who} ({role}):").format(moment=moment, who=who, role=role)]
    else:
        lines = [_("{moment}, {role}:").format(moment=moment, role=role)]
    lines += _what(row, makers)
    if reason := reasons.worded(str(row.facts.get("reason", ""))):
        lines.append(_("Reason: {reason}").format(reason=reason))
    return lines


def _what(row: OrderHistory, makers: Mapping[int, str]) -> list[str]:
    if row.what == "answered":
        return _answered(row.facts, makers)
    if row.what == "placed":
        return _placed(row.facts)
    if row.what == "changed":
        return _changed(row.facts)
    wording = _WORDINGS.get(row.what)
    return [wording(row.facts) if wording else row.what, *_waiting(row.facts)]


def _name(facts: Facts) -> str:
    return shorten(str(facts.get("name_en" if language() == "en" else "name_id", "")), 80)


def _paid(facts: Facts, words: str) -> str:
    return words.format(sum=formatting.rupiah(int(facts.get("rupiah", 0))))


def _placed(facts: Facts) -> list[str]:
    return [
        _("Ordered for {rupiah}").format(rupiah=formatting.rupiah(int(facts.get("rupiah", 0)))),
        *_accepted(facts),
    ]


def _accepted(facts: Facts) -> list[str]:
    """The risks that the customer accepted by ordering, and the lines that now wait for a paper."""
    version = facts.get("rules", "")
    risks = [
        _("Accepted the risk of {name} (rules of {version})").format(name=_name(line), version=version)
        for line in facts.get("risks", [])
    ]
    return [*risks, *_waiting(facts)]


def _waiting(facts: Facts) -> list[str]:
    words = _("{name} waits for its paper (rules of {version})")
    return [
        words.format(name=_name(line), version=facts.get("rules", "")) for line in facts.get("papers", [])
    ]


def _documented(facts: Facts) -> str:
    words = _("Paper recorded for {name}: {paper} {number}")
    if facts.get("file"):
        words = _("Paper recorded for {name}, with its file: {paper} {number}")
    return words.format(
        name=_name(facts),
        paper=shorten(str(facts.get("document", "")), 80),
        number=shorten(str(facts.get("no", "")), 60),
    )


def _changed(facts: Facts) -> list[str]:
    """The changed lines; histories of the first releases hold a single one, without a list."""
    return [*map(_changed_line, facts.get("lines", [facts])), *_accepted(facts)]


def _changed_line(facts: Facts) -> str:
    if "added" in facts:
        words = _("Added: {count} × {name} for {rupiah}")
        rupiah = formatting.rupiah(int(facts.get("rupiah", 0)))
        return words.format(count=facts["added"], name=_name(facts), rupiah=rupiah)
    return _("{name}: {before} → {after}").format(
        name=_name(facts), before=facts.get("before", "?"), after=facts.get("after", "?")
    )


def _chosen(facts: Facts) -> str:
    if facts.get("choice") == Choice.DROP:
        return _("Drops {name}").format(name=_name(facts))
    return _("Takes what there is of {name}: {pieces}").format(
        name=_name(facts), pieces=facts.get("pieces", "?")
    )


def _answered(facts: Facts, makers: Mapping[int, str]) -> list[str]:
    words = _("{umkm} can make {confirmed} of {ordered} × {name}")
    umkm = shorten(makers.get(int(facts.get("umkm_id", 0)), _("UMKM")), 40)
    return [
        words.format(
            umkm=umkm, confirmed=line.get("confirmed"), ordered=line.get("ordered"), name=_name(line)
        )
        for line in facts.get("lines", [])
    ]


def _moved_to(facts: Facts, words: str) -> str:
    return words.format(code=facts.get("shipment", "?"))


def parts_changed(fields: Iterable[str]) -> str:
    """What of a recipient changed; the values stand nowhere but in the order."""
    named = {"name": _("name"), "mobile": _("telephone number"), "note": _("note")}
    named |= dict.fromkeys(NATIVE_NAMES, _("name")) | {"number": _("identity number")}
    return ", ".join(dict.fromkeys(named.get(one, _("address")) for one in fields))


_WORDINGS: dict[str, Callable[[Facts], str]] = {
    "chosen": _chosen,
    "cancelled": lambda _facts: _("Cancelled"),
    "commercial": lambda facts: _moved_to(facts, _("Made commercial stock, in shipment {code}")),
    "personal": lambda facts: _moved_to(facts, _("Made a personal parcel again, in shipment {code}")),
    "documented": _documented,
    "paper_outgrown": lambda facts: _(
        "{name}: more than the recorded paper was for, so it is looked at again"
    ).format(name=_name(facts)),
    "paper_erased": lambda facts: _("{name}: the file of its paper erased").format(name=_name(facts)),
    "held_back": lambda facts: _("{name} stays behind: its paper is missing").format(name=_name(facts)),
    "paid": lambda facts: _paid(facts, _("Marked as paid: {sum}")),
    "not_paid": lambda _facts: _("Marked as not paid"),
    "delivered": lambda _facts: _("Marked as delivered"),
    "not_delivered": lambda _facts: _("Marked as not delivered"),
    "recipient_changed": lambda facts: _("Recipient changed: {what}").format(
        what=parts_changed(facts.get("fields", []))
    ),
    "identity_erased": lambda _facts: _("Identity number erased"),
    "names_erased": lambda _facts: _("Name, address and telephone number erased"),
    "freight_settled": freight_share.entry,
    "owes_more": lambda facts: _paid(facts, _("No longer paid in full: {sum}")),
}
