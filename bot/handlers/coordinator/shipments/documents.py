"""The documents of a frozen manifest, with the newest weights and waybills."""

from __future__ import annotations

from dataclasses import replace

from bot import catalog
from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _, later
from bot.handlers.coordinator.manifest_files import HANDED_OVER, references
from bot.handlers.coordinator.shipment_view import to_shipment
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.shipping import manifests
from bot.shipping.manifests import Manifest

KINDS = {
    "xlsx": later("Manifest (XLSX)"),
    "csv": later("Manifest (CSV)"),
    "packing": later("Packing list"),
    "invoice": later("Invoice"),
    "labels": later("Labels"),
}


async def _manifest(turn: Turn, shipment_id: int, version: int) -> Manifest:
    """This version of the manifest. Raises Redirect to the shipment when it has no such version."""
    manifest = await manifests.version_of(turn.db, shipment_id, version)
    if manifest is None:
        raise to_shipment(shipment_id)
    return manifest


@place("c/documents/{shipment_id}/{version}", role=Role.COORDINATOR)
async def documents(turn: Turn, shipment_id: int, version: int) -> Screen:
    """The documents of a manifest; a tapped one is sent to this coordinator only."""
    manifest = await _manifest(turn, shipment_id, version)
    at = f"{shipment_id}/{version}"
    buttons = [
        Button(_(words), f"c/document/{at}/{kind}", beside=bool(number % 2))
        for number, (kind, words) in enumerate(KINDS.items())
    ]
    more = [
        Button(_("Pick lists"), f"c/picks/{at}/1", beside=True),
        Button(_("All for the carrier"), f"c/document/{at}/all"),
        back(f"c/shipment/{shipment_id}"),
    ]
    title = _("Documents of {number}").format(number=manifest.number)
    return Screen(title, await _state(turn, manifest), [*buttons, *more])


async def _state(turn: Turn, manifest: Manifest) -> str:
    lines = [_("Frozen {moment}").format(moment=formatting.moment(manifest.frozen_at))]
    newest = await manifests.newest(turn.db, manifest.shipment_id)
    if newest is not None and newest.version > manifest.version:
        lines.append(_("There is a newer version: {number}.").format(number=newest.number))
    lines.append(_("With all weights and waybills recorded so far. Which one shall I send?"))
    return "\n".join(lines)


@action("c/document/{shipment_id}/{version}/{kind}", role=Role.COORDINATOR)
async def document(turn: Turn, shipment_id: int, version: int, kind: str) -> Screen:
    """Sends one document, or all that the carrier needs."""
    screen = await documents(turn, shipment_id, version)
    kinds = HANDED_OVER if kind == "all" else (kind,)
    if not set(kinds) <= KINDS.keys():
        return screen
    files = await references(turn.db, shipment_id, version, kinds)
    return replace(noted(screen, _("Here you are.")), files=files)


@place("c/picks/{shipment_id}/{version}/{page}", role=Role.COORDINATOR)
async def pick_lists(turn: Turn, shipment_id: int, version: int, page: int) -> Screen:
    """Asks which UMKM's pick list to send."""
    manifest = await _manifest(turn, shipment_id, version)
    makers = await catalog.makers(turn.db, await manifests.makers(turn.db, manifest.id))
    shown = paged(sorted(makers, key=lambda one: (one.name.casefold(), one.id)), page)
    names = labels([one.name for one in shown.items])
    at = f"{shipment_id}/{version}"
    buttons = [Button(name, f"c/pick/{at}/{one.id}") for name, one in zip(names, shown.items, strict=True)]
    body = "\n".join([*(shorten(one.name, 80) for one in shown.items), formatting.on_page(shown)]).strip()
    page_buttons = formatting.page_buttons(shown, f"c/picks/{at}/{{page}}")
    title = _("Pick lists of {number}").format(number=manifest.number)
    return Screen(title, body, [*buttons, *page_buttons, back(f"c/documents/{at}")])


@action("c/pick/{shipment_id}/{version}/{umkm_id}", role=Role.COORDINATOR)
async def pick_list(turn: Turn, shipment_id: int, version: int, umkm_id: int) -> Screen:
    """Sends the pick list of one UMKM."""
    screen = await pick_lists(turn, shipment_id, version, 1)
    manifest = await _manifest(turn, shipment_id, version)
    if umkm_id not in await manifests.makers(turn.db, manifest.id):
        return screen
    files = [f"manifest/{shipment_id}/v{version}/pick/{umkm_id}"]
    return replace(noted(screen, _("Here you are.")), files=files)
