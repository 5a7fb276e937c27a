"""What an UMKM has to prepare: recaps of open shipments, and frozen pick lists after the cut-off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, language, ngettext
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back, leaf
from bot.handlers.shared.turn import Turn
from bot.handlers.umkm import access
from bot.handlers.umkm.pick_list_view import pick_head, pick_lines
from bot.people import Role
from bot.shipments import Shipment
from bot.shipping import reports
from bot.shipping.manifests import Manifest, version_of
from bot.shipping.reports import ToPrepare


@dataclass(frozen=True, slots=True)
class _Preparing:
    """What an UMKM has to prepare for a shipment: all of its lines there are summed up."""

    umkm_id: int
    shipment_id: int

    async def read(self, db: AsyncSession) -> list[ToPrepare]:
        """The sums by product."""
        return await reports.to_prepare(db, self.umkm_id, self.shipment_id)


@place("u/recap", role=Role.UMKM)
async def recap(turn: Turn) -> Screen:
    """The recap of the only open shipment with something to prepare, or the list of several."""
    found = await access.gathering(turn)
    if len(found) == 1:
        return await one_recap(turn, found[0].umkm_id, found[0].id, 1)
    return await recaps(turn, 1)


@place("u/recap/{page}", role=Role.UMKM)
async def recaps(turn: Turn, page: int) -> Screen:
    """The open shipments with something to prepare, page by page."""
    shown = paged(await access.gathering(turn), page)
    names = labels([f"{row.code} {row.name}" for row in shown.items])
    buttons = [
        Button(name, f"u/recap/{row.umkm_id}/{row.id}/1")
        for name, row in zip(names, shown.items, strict=True)
    ]
    hand_in = _("{code}, {umkm}: hand in by {moment}")
    lines = [
        hand_in.format(code=row.code, umkm=shorten(row.name, 40), moment=formatting.moment(row.hand_in_at))
        for row in shown.items
    ]
    nothing = _("Nothing to prepare for an open shipment. After the cut-off, see the pick lists.")
    body = "\n".join([*lines, formatting.on_page(shown)]).strip() or nothing
    lists = [] if shown.of > 1 else [Button(_("Pick lists"), "u/lists/1")]
    page_buttons = formatting.page_buttons(shown, "u/recap/{page}")
    return Screen(_("To prepare"), body, [*buttons, *page_buttons, *lists, back("u")])


@place("u/recap/{umkm_id}/{shipment_id}/{page}", role=Role.UMKM)
async def one_recap(turn: Turn, umkm_id: int, shipment_id: int, page: int) -> Screen:
    """What an UMKM has to prepare for one shipment, product by product."""
    shipment = await turn.db.get(Shipment, shipment_id)
    if shipment is None or not await access.belongs(turn, umkm_id):
        raise access.not_yours()
    rows = await turn.read_beside(_Preparing(umkm_id, shipment_id))
    lines = [line for row in rows for line in _to_prepare(row)] or [_("Nothing to prepare.")]
    file = [Button(_("As a file"), f"u/recap/{umkm_id}/{shipment_id}/file")] if rows else []
    head = _("For shipment {code}. Hand in by {moment}. It may still change until the cut-off.").format(
        code=shipment.code, moment=formatting.moment(shipment.hand_in_at)
    )
    route = f"u/recap/{umkm_id}/{shipment_id}/{{page}}"
    buttons = [*file, Button(_("All shipments"), "u/recap/1"), back("u")]
    return leaf(_("To prepare"), lines, page, route, buttons, head)


def _to_prepare(row: ToPrepare) -> list[str]:
    name = shorten(row.name(language()), 80)
    line = ngettext(
        "{pieces} × {name}, for {count} order", "{pieces} × {name}, for {count} orders", row.orders
    ).format(pieces=row.pieces, name=name, count=row.orders)
    if not row.unanswered:
        return [line]
    return [line, _("  {count} pcs not answered yet").format(count=row.unanswered)]


@action("u/recap/{umkm_id}/{shipment_id}/file", role=Role.UMKM, moves_sums=False)
async def recap_file(turn: Turn, umkm_id: int, shipment_id: int) -> Screen:
    """Sends the recap as a file."""
    screen = await one_recap(turn, umkm_id, shipment_id, 1)
    if not await turn.read_beside(_Preparing(umkm_id, shipment_id)):
        return screen
    return _with_file(screen, f"recap/{umkm_id}/{shipment_id}")


def _with_file(screen: Screen, reference: str) -> Screen:
    return replace(noted(screen, _("Here is the file.")), files=[reference])


@place("u/lists/{page}", role=Role.UMKM)
async def lists(turn: Turn, page: int) -> Screen:
    """The frozen pick lists, newest first; a pick list never changes."""
    shown = paged(await access.pick_lists(turn), page)
    names = labels([str(row.number) for row in shown.items])
    buttons = [
        Button(name, f"u/list/{row.umkm_id}/{row.shipment_id}/{row.version}/1")
        for name, row in zip(names, shown.items, strict=True)
    ]
    hand_in = _("{number}: hand in by {moment}")
    lines = [
        hand_in.format(number=row.number, moment=formatting.moment(row.hand_in_at)) for row in shown.items
    ]
    body = "\n".join([*lines, formatting.on_page(shown)]).strip()
    nothing = _("There is no pick list yet. One comes by itself at each cut-off.")
    page_buttons = formatting.page_buttons(shown, "u/lists/{page}")
    return Screen(_("Pick lists"), body or nothing, [*buttons, *page_buttons, back("u")])


async def _frozen(turn: Turn, umkm_id: int, shipment_id: int, version: int) -> Manifest:
    """This version of the manifest. Raises Redirect home to those who are not of the UMKM."""
    manifest = await version_of(turn.db, shipment_id, version)
    if manifest is None or not await access.belongs(turn, umkm_id):
        raise access.not_yours()
    return manifest


@place("u/list/{umkm_id}/{shipment_id}/{version}/{page}", role=Role.UMKM)
async def one_list(turn: Turn, umkm_id: int, shipment_id: int, version: int, page: int) -> Screen:
    """One frozen pick list of an UMKM."""
    manifest = await _frozen(turn, umkm_id, shipment_id, version)
    picked = await pick_lines(turn.db, manifest.id, umkm_id)
    at = f"u/list/{umkm_id}/{shipment_id}/{version}"
    file = [Button(_("As a file"), f"{at}/file")] if picked else []
    title = _("Pick list {number}").format(number=manifest.number)
    lines = picked or [_("Nothing to prepare.")]
    return leaf(title, lines, page, f"{at}/{{page}}", [*file, back("u/lists/1")], pick_head(manifest))


@action("u/list/{umkm_id}/{shipment_id}/{version}/file", role=Role.UMKM)
async def list_file(turn: Turn, umkm_id: int, shipment_id: int, version: int) -> Screen:
    """Sends the pick list as a file; repeating it sends the same file."""
    screen = await one_list(turn, umkm_id, shipment_id, version, 1)
    manifest = await _frozen(turn, umkm_id, shipment_id, version)
    if not await pick_lines(turn.db, manifest.id, umkm_id):
        return screen
    return _with_file(screen, f"manifest/{shipment_id}/v{version}/pick/{umkm_id}")
