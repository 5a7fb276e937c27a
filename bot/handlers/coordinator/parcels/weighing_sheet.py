"""Weighing by file: the filled-in sheet of a manifest is read, reviewed, and recorded with a tap."""

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
from bot.shipping.weighing.sheet_file import SHEET, Sheet, SheetRefused
from bot.shipping.weighing.sheet_review import Fault, Review, SheetFaulty, SheetMovedOn, WeighingSheet

FILES = frozenset({"document"})


@place("c/weighfile/{shipment_id}", role=Role.COORDINATOR)
async def send(turn: Turn, shipment_id: int) -> Screen:
    """Asks for the filled-in sheet."""
    shipment = await frozen(turn, shipment_id)
    goods = shipment.consignment
    body = _(
        "Fill in the sheet “{sheet}” of manifest {number} (weight, size, waybill number of each parcel) "
        "and send the file here, as XLSX or CSV. Nothing is recorded before you have seen what is in it."
    ).format(sheet=SHEET, number=goods.number)
    buttons = [
        Button(_("Get the sheet"), f"c/weighfile/{shipment_id}/get"),
        back(f"c/weigh/{shipment_id}/1"),
    ]
    title = _("Weights of {code}").format(code=shipment.shipment.code)
    return Screen(title, body, buttons, asks=_ask(shipment_id))


@action("c/weighfile/{shipment_id}/get", role=Role.COORDINATOR)
async def get(turn: Turn, shipment_id: int) -> Screen:
    """Sends the manifest with its sheet as filled in so far; the question for the sheet stays open."""
    shipment = await frozen(turn, shipment_id)
    screen = await send(turn, shipment_id)
    files = await references(turn.db, shipment_id, shipment.consignment.version, ["xlsx"])
    return replace(noted(screen, _("Here you are.")), files=files)


def _ask(shipment_id: int) -> Ask:
    return Ask(f"c/weighfile/{shipment_id}/read", FILES)


@action("c/weighfile/{shipment_id}/read", role=Role.COORDINATOR)
async def read(turn: Turn, shipment_id: int) -> Redirect:
    """Reads and stores the sent sheet, and leads to its review."""
    shipment = await frozen(turn, shipment_id)
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
    if sheet.manifest != shipment.consignment.number:
        return _to_send(shipment_id, _other_manifest(sheet.manifest, shipment))
    stored = await sheet_review.keep(turn.db, shipment_id, sheet, actor(turn))
    return Redirect(f"c/sheet/{stored.id}/1", _other_encoding(sheet))


def _other_encoding(sheet: Sheet) -> str:
    if not sheet.encoding:
        return ""
    words = _("I read this file as {encoding}, not UTF-8. Please look at the letters with accents.")
    return words.format(encoding=sheet.encoding)


def _to_send(shipment_id: int, note: str = "") -> Redirect:
    return Redirect(f"c/weighfile/{shipment_id}", note)


def _other_manifest(manifest: str, shipment: Frozen) -> str:
    words = _("This file is of manifest {other}; here it is {number} now. Please take its sheet.")
    return words.format(other=shorten(manifest, 40), number=shipment.consignment.number)


def _unreadable(refused: SheetRefused) -> str:
    words = {
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
    return words.format(sheet=SHEET)


async def _stored_sheet(turn: Turn, sheet_id: int) -> WeighingSheet:
    """A stored sheet. Raises Redirect home when there is none."""
    sheet = await turn.db.get(WeighingSheet, sheet_id)
    if sheet is None:
        raise no_such_shipment()
    return sheet


@place("c/sheet/{sheet_id}/{page}", role=Role.COORDINATOR)
async def reviewed(turn: Turn, sheet_id: int, page: int) -> Screen | Redirect:
    """What a sheet would change, or everything that is wrong with it."""
    sheet = await _stored_sheet(turn, sheet_id)
    shipment = await frozen(turn, sheet.shipment_id)
    if sheet.manifest != shipment.consignment.number:
        return _to_send(sheet.shipment_id, _other_manifest(sheet.manifest, shipment))
    review = await sheet_review.review(turn.db, shipment.consignment, sheet)
    return _faulty(sheet, review, page) if review.faults else _preview(sheet, shipment, review, page)


def _faulty(sheet: WeighingSheet, review: Review, page: int) -> Screen:
    count = len({fault.row for fault in review.faults})
    head = ngettext(
        "{count} row cannot be taken, so nothing was recorded. Please correct it and send the file again.",
        "{count} rows cannot be taken, so nothing was recorded. Please correct them and send the file again.",
        count,
    ).format(count=count)
    lines = [_("Row {row}: {fault}").format(row=fault.row, fault=_fault(fault)) for fault in review.faults]
    leave = [back(f"c/weigh/{sheet.shipment_id}/1")]
    route = f"c/sheet/{sheet.id}/{{page}}"
    return leaf(_("Please look again"), lines, page, route, leave, head, _ask(sheet.shipment_id))


def _fault(fault: Fault) -> str:
    detail = shorten(fault.detail, 40)
    words = {
        "no_parcel": _("which parcel is it? The key is missing."),
        "unknown_parcel": _("there is no parcel “{detail}” in this manifest."),
        "twice": _("parcel {detail} stands here twice."),
        "other_contents": _("parcel {detail} holds other goods now."),
        "number_twice": _("the number {detail} stands here twice."),
        "number_taken": _("the number {detail} belongs to {expected} already."),
        "unreadable": _("a weight or size is not a number."),
    }.get(fault.code)
    if words:
        return words.format(detail=detail, expected=fault.expected)
    if fault.detail:
        return number_refusal(WaybillRefused(fault.detail, WaybillFault(fault.code), fault.expected))
    return refusal(MeasureFault(fault.code))


def _preview(sheet: WeighingSheet, shipment: Frozen, review: Review, page: int) -> Screen:
    words = ngettext(
        "{count} parcel, {weight}, {changed} changed",
        "{count} parcels, {weight}, {changed} changed",
        review.weighed,
    )
    head = words.format(count=review.weighed, weight=exactly(review.grams), changed=review.changes)
    lines = [*_warnings(shipment, review), *_new_numbers(review)]
    buttons = [back(f"c/weigh/{sheet.shipment_id}/1")]
    if review.changes:
        at = f"{sheet.id}/take/{shipment.consignment.handled.seq}"
        buttons.insert(0, Button(_("Record it"), f"c/sheet/{at}", kind="on"))
    else:
        lines.append(_("All of this is recorded already."))
    title = _("Weights of {code}").format(code=shipment.shipment.code)
    route = f"c/sheet/{sheet.id}/{{page}}"
    return leaf(title, lines, page, route, buttons, head, _ask(sheet.shipment_id))


def _warnings(shipment: Frozen, review: Review) -> list[str]:
    lines = [
        _("⚠ {parcel} weighs less than its goods alone ({net}).").format(
            parcel=name(carton), net=exactly(carton.net_grams)
        )
        for carton in review.light
    ]
    if review.missing:
        left = ngettext("{count} parcel stays unweighed.", "{count} parcels stay unweighed.", review.missing)
        lines.append(left.format(count=review.missing))
    return lines


def _new_numbers(review: Review) -> list[str]:
    if not review.numbers:
        return []
    count = len(review.numbers)
    words = ngettext("{count} new waybill number", "{count} new waybill numbers", count)
    return [words.format(count=count)]


@action("c/sheet/{sheet_id}/take/{seq}", role=Role.COORDINATOR)
async def take(turn: Turn, sheet_id: int, seq: int) -> Redirect:
    """Records the whole sheet, once, as it was shown."""
    sheet = await _stored_sheet(turn, sheet_id)
    try:
        done = await sheet_review.take(turn.db, sheet, seq, actor(turn))
    except (SheetMovedOn, SheetFaulty):
        changed = _("Something was recorded meanwhile. Here is what the file would do now.")
        return Redirect(f"c/sheet/{sheet_id}/1", changed)
    words = ngettext("{count} parcel is recorded.", "{count} parcels are recorded.", done.changes)
    note = words.format(count=done.changes) if done.changes else _("All of this is recorded already.")
    return Redirect(f"c/weigh/{sheet.shipment_id}/1", note)
