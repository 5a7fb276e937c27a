"""Access: invites for UMKM; owners also invite and remove coordinators."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot import people
from bot.catalog import Umkm
from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, labels, noted, paged, shorten
from bot.conversation.translation import _
from bot.handlers.shared import formatting
from bot.handlers.shared.paging import back
from bot.handlers.shared.turn import Turn
from bot.people import INVITE_LASTS, Person, Role


@place("c/invites", role=Role.COORDINATOR)
async def invites(turn: Turn) -> Screen:
    """The invites that this person may make."""
    buttons = [Button(_("Invite an UMKM"), "c/invites/umkm/1")]
    if await turn.may(Role.OWNER):
        buttons += [
            Button(_("Invite coordinator"), "c/invite/coordinator"),
            Button(_("Invite an owner"), "c/invite/owner"),
            Button(_("Coordinators"), "c/coordinators/1"),
        ]
    body = _("An invite works once and lasts seven days. Send it only to the person it is for.")
    return Screen(_("Invites"), body, [*buttons, back("c")])


@place("c/invites/umkm/{page}", role=Role.COORDINATOR)
async def which_umkm(turn: Turn, page: int) -> Screen:
    """Asks for which UMKM the invite is."""
    makers = (await turn.db.scalars(select(Umkm).order_by(Umkm.name, Umkm.id))).all()
    shown = paged(makers, page)
    names = labels([one.name for one in shown.items])
    buttons = [Button(name, f"c/invite/umkm/{one.id}") for name, one in zip(names, shown.items, strict=True)]
    full = [f"• {shorten(one.name, 100)}" for one in shown.items]
    body = "\n".join([_("Which UMKM is the invite for?"), *full, formatting.on_page(shown)]).strip()
    page_buttons = formatting.page_buttons(shown, "c/invites/umkm/{page}")
    return Screen(_("Invite an UMKM"), body, [*buttons, *page_buttons, back("c/invites")])


@action("c/invite/umkm/{umkm_id}", role=Role.COORDINATOR)
async def invite_umkm(turn: Turn, umkm_id: int) -> Screen:
    """Makes an invite for a person of this UMKM. Its code is shown once and stored nowhere."""
    umkm = await turn.db.get(Umkm, umkm_id)
    if umkm is None:
        return await which_umkm(turn, 1)
    code = await people.invite(turn.db, Role.UMKM, turn.now, umkm.id, turn.person.id)
    return _with_invite(turn, await invites(turn), code, umkm.name)


@action("c/invite/coordinator", role=Role.OWNER)
async def invite_coordinator(turn: Turn) -> Screen:
    """Makes an invite for a coordinator."""
    code = await people.invite(turn.db, Role.COORDINATOR, turn.now, by=turn.person.id)
    return _with_invite(turn, await invites(turn), code, _("a coordinator"))


@action("c/invite/owner", role=Role.OWNER)
async def invite_owner(turn: Turn) -> Screen:
    """Makes an invite for an owner."""
    code = await people.invite(turn.db, Role.OWNER, turn.now, by=turn.person.id)
    return _with_invite(turn, await invites(turn), code, _("an owner"))


def _with_invite(turn: Turn, screen: Screen, code: str, whom: str) -> Screen:
    until = formatting.moment(turn.now + INVITE_LASTS)
    head = _("Invite for {whom}, until {moment}.").format(whom=shorten(whom, 100), moment=until)
    links = list(turn.deployment.links(f"i_{code}").values())
    how = (
        _("They open one of these links, or send the code here:")
        if links
        else _("In the chat with me they send:")
    )
    return noted(screen, "\n".join([head, how, *links, f"/start i_{code}"]))


@place("c/coordinators/{page}", role=Role.OWNER)
async def coordinators(turn: Turn, page: int) -> Screen:
    """All coordinators; a tap leads to removing one."""
    shown = paged(await people.holders(turn.db, Role.COORDINATOR), page)
    names = labels([_name(one) for one in shown.items])
    buttons = [Button(name, f"c/remove/{one.id}") for name, one in zip(names, shown.items, strict=True)]
    body = _("Tap one to take the role away.") if shown.items else _("There is no coordinator yet.")
    page_buttons = formatting.page_buttons(shown, "c/coordinators/{page}")
    lines = [body, *(f"• {shorten(_name(one), 100)}" for one in shown.items), formatting.on_page(shown)]
    return Screen(_("Coordinators"), "\n".join(lines).strip(), [*buttons, *page_buttons, back("c/invites")])


def _name(person: Person) -> str:
    return person.name.strip() or _("Person {number}").format(number=person.id)


async def _coordinator(turn: Turn, person_id: int) -> Person | None:
    coordinators_now: Sequence[Person] = await people.holders(turn.db, Role.COORDINATOR)
    return next((one for one in coordinators_now if one.id == person_id), None)


@place("c/remove/{person_id}", role=Role.OWNER)
async def ask_removal(turn: Turn, person_id: int) -> Screen:
    """Asks whether to remove the coordinator."""
    person = await _coordinator(turn, person_id)
    if person is None:
        return await coordinators(turn, 1)
    body = _("{name} then sees no orders and totals any more.").format(name=shorten(_name(person), 100))
    buttons = [
        Button(_("Yes, remove"), f"c/remove/{person_id}/yes", kind="irreversible", answers="tap"),
        back("c/coordinators/1", "no"),
    ]
    return Screen(_("Remove this coordinator?"), body, buttons)


@action("c/remove/{person_id}/yes", role=Role.OWNER)
async def remove(turn: Turn, person_id: int) -> Screen:
    """Removes the coordinator's role."""
    person = await _coordinator(turn, person_id)
    if person is None:
        return await coordinators(turn, 1)
    await people.remove(turn.db, person_id, Role.COORDINATOR, turn.now, turn.person.id)
    done = _("{name} is no coordinator any more.").format(name=shorten(_name(person), 100))
    return noted(await coordinators(turn, 1), done)
