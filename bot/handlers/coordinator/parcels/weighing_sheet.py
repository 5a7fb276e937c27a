"""Weighing by file: the manifest's sheet comes back filled in, is looked through, and taken with one tap."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, noted, shorten
from bot.conversation.translation import _, ngettext
from bot.core.media import Media
from bot.handlers.coordinator.manifest_files import references
from bot.handlers.coordinator.parcels.access import actor, frozen
from bot.handlers.coordinator.parcels.consignment import Frozen, exactly, name
from bot.handlers.coordinator.parcels.waybills import number_refusal
from bot.handlers.coordinator.parcels.weighing import refusal
from bot.handlers.coordinator.shipment_view import no_such_shipment
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping.measurements import MeasureFault
from bot.shipping.waybills import WaybillFault, WaybillRefused
from bot.shipping.weighing import sheet_file, sheet_review
from bot.shipping.weighing.sheet_file import SHEET, SheetRefused
from bot.shipping.weighing.sheet_review import Fault, Review, SheetFaulty, SheetMovedOn, WeighingSheet

FILES = frozenset({"document"})


@place("c/weighfile/{shipment_id}", role=Role.COORDINATOR)
async def send(turn: Turn, shipment_id: int) -> Screen:
    """The sheet is asked for."""
    found = await frozen(turn, shipment_id)
    goods = found.consignment
    body = _(
        "Fill in the sheet “{sheet}” of manifest {number} (weight, size, waybill number of each parcel) "
        "and send the file here, as XLSX or CSV. Nothing is recorded before you have seen what is in it."
    ).format(sheet=SHEET, number=goods.number)
    buttons = [
        Button(_("Get the sheet"), f"c/weighfile/{shipment_id}/get"),
        back(f"c/weigh/{shipment_id}/1"),
    ]
    title = _("Weights of {code}").format(code=found.shipment.code)
    return Screen(title, body, buttons, asks=_ask(shipment_id))


@action("c/weighfile/{shipment_id}/get", role=Role.COORDINATOR)
async def get(turn: Turn, shipment_id: int) -> Screen:
    """The manifest with its sheet, as far as it is filled in; the question for it stays open."""
    found = await frozen(turn, shipment_id)
    screen = await send(turn, shipment_id)
    files = await references(turn.db, shipment_id, found.consignment.version, ["xlsx"])
    return replace(noted(screen, _("Here you are.")), files=files)


def _ask(shipment_id: int) -> Ask:
    return Ask(f"c/weighfile/{shipment_id}/read", FILES)


@action("c/weighfile/{shipment_id}/read", role=Role.COORDINATOR)
async def read(turn: Turn, shipment_id: int) -> Redirect:
    """The file that came: read whole, kept, and shown as what it would do."""
    found = await frozen(turn, shipment_id)
    sent = turn.event.attachment
    if sent is None or not sent.ref:
        return _to_send(shipment_id)
    try:
        data = await Media(turn.deployment.media).read(sent.ref)
        sheet = await asyncio.to_thread(sheet_file.read, data)
    except SheetRefused as refused:
        return _to_send(shipment_id, _unreadable(refused))
    except FileNotFoundError:
        return _to_send(shipment_id, _("The file did not arrive. Please send it again."))
    if sheet.manifest != found.consignment.number:
        return _to_send(shipment_id, _other_manifest(sheet.manifest, found))
    kept = await sheet_review.keep(turn.db, shipment_id, sheet, actor(turn))
    return Redirect(f"c/sheet/{kept.id}/1")


def _to_send(shipment_id: int, note: str = "") -> Redirect:
    return Redirect(f"c/weighfile/{shipment_id}", note)


def _other_manifest(manifest: str, found: Frozen) -> str:
    words = _("This file is of manifest {other}; here it is {number} now. Please take its sheet.")
    return words.format(other=shorten(manifest, 40), number=found.consignment.number)


def _unreadable(refused: SheetRefused) -> str:
    worded = {
        "too_big": _("This file is too big to be a sheet of weights."),
        "no_sheet": _("There is no sheet “{sheet}” in this file."),
        "no_mark": _(
            "This file does not say which manifest it is of. Please take the sheet of the manifest."
        ),
        "no_heads": _("The heads of the columns are missing. Please leave them as they are."),
        "too_many_rows": _("This file has too many rows."),
        "mixed": _("This file has rows of several manifests."),
        "empty": _("There is no row in this file."),
    }.get(refused.code) or _("I cannot read this file. XLSX or CSV (UTF-8), please.")
    return worded.format(sheet=SHEET)


async def _kept(turn: Turn, sheet_id: int) -> WeighingSheet:
    """A sheet that was sent. Raises Redirect home when there is no such sheet."""
    found = await turn.db.get(WeighingSheet, sheet_id)
    if found is None:
        raise no_such_shipment()
    return found


@place("c/sheet/{sheet_id}/{page}", role=Role.COORDINATOR)
async def reviewed(turn: Turn, sheet_id: int, page: int) -> Screen | Redirect:
    """What a sheet would do, or all that is wrong with it."""
    kept = await _kept(turn, sheet_id)
    found = await frozen(turn, kept.shipment_id)
    if kept.manifest != found.consignment.number:
        return _to_send(kept.shipment_id, _other_manifest(kept.manifest, found))
    seen = await sheet_review.review(turn.db, found.consignment, kept)
    return _faulty(kept, seen, page) if seen.faults else _preview(kept, found, seen, page)


def _faulty(kept: WeighingSheet, seen: Review, page: int) -> Screen:
    count = len({one.row for one in seen.faults})
    head = ngettext(
        "{count} row cannot be taken, so nothing was recorded. Please correct it and send the file again.",
        "{count} rows cannot be taken, so nothing was recorded. Please correct them and send the file again.",
        count,
    ).format(count=count)
    lines = [_("Row {row}: {fault}").format(row=one.row, fault=_fault(one)) for one in seen.faults]
    leave = [back(f"c/weigh/{kept.shipment_id}/1")]
    route = f"c/sheet/{kept.id}/{{page}}"
    return leaf(_("Please look again"), lines, page, route, leave, head, _ask(kept.shipment_id))


def _fault(one: Fault) -> str:
    shown = shorten(one.detail, 40)
    own = {
        "no_parcel": _("which parcel is it? The key is missing."),
        "unknown_parcel": _("there is no parcel “{detail}” in this manifest."),
        "twice": _("parcel {detail} stands here twice."),
        "other_contents": _("parcel {detail} holds other goods now."),
        "number_twice": _("the number {detail} stands here twice."),
        "number_taken": _("the number {detail} belongs to {expected} already."),
        "unreadable": _("a weight or size is not a number."),
    }.get(one.code)
    if own:
        return own.format(detail=shown, expected=one.expected)
    if one.detail:
        return number_refusal(WaybillRefused(one.detail, WaybillFault(one.code), one.expected))
    return refusal(MeasureFault(one.code))


def _preview(kept: WeighingSheet, found: Frozen, seen: Review, page: int) -> Screen:
    words = ngettext(
        "{count} parcel, {weight}, {changed} changed",
        "{count} parcels, {weight}, {changed} changed",
        seen.weighed,
    )
    head = words.format(count=seen.weighed, weight=exactly(seen.grams), changed=seen.changes)
    lines = [*_to_see_to(found, seen), *_new_numbers(seen)]
    buttons = [back(f"c/weigh/{kept.shipment_id}/1")]
    if seen.changes:
        at = f"{kept.id}/take/{found.consignment.handled.seq}"
        buttons.insert(0, Button(_("Record it"), f"c/sheet/{at}"))
    else:
        lines.append(_("All of this is recorded already."))
    title = _("Weights of {code}").format(code=found.shipment.code)
    route = f"c/sheet/{kept.id}/{{page}}"
    return leaf(title, lines, page, route, buttons, head, _ask(kept.shipment_id))


def _to_see_to(found: Frozen, seen: Review) -> list[str]:
    lines = [
        _("⚠ {parcel} weighs less than its goods alone ({net}).").format(
            parcel=name(one), net=exactly(one.net_grams)
        )
        for one in seen.light
    ]
    if seen.missing:
        left = ngettext("{count} parcel stays unweighed.", "{count} parcels stay unweighed.", seen.missing)
        lines.append(left.format(count=seen.missing))
    return lines


def _new_numbers(seen: Review) -> list[str]:
    if not seen.numbers:
        return []
    count = len(seen.numbers)
    words = ngettext("{count} new waybill number", "{count} new waybill numbers", count)
    return [words.format(count=count)]


@action("c/sheet/{sheet_id}/take/{seq}", role=Role.COORDINATOR)
async def take(turn: Turn, sheet_id: int, seq: int) -> Redirect:
    """Records all of the sheet, once, as it was shown."""
    kept = await _kept(turn, sheet_id)
    try:
        done = await sheet_review.take(turn.db, kept, seq, actor(turn))
    except (SheetMovedOn, SheetFaulty):
        changed = _("Something was recorded meanwhile. Here is what the file would do now.")
        return Redirect(f"c/sheet/{sheet_id}/1", changed)
    words = ngettext("{count} parcel is recorded.", "{count} parcels are recorded.", done.changes)
    note = words.format(count=done.changes) if done.changes else _("All of this is recorded already.")
    return Redirect(f"c/weigh/{kept.shipment_id}/1", note)
