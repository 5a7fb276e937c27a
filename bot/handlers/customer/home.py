"""The entry for everybody: start, welcome, home, menu, roles, language, help, leaving a step."""

from __future__ import annotations

from bot import catalog, people
from bot.conversation.routing import Redirect, action, place
from bot.conversation.screens import Ask, Button, Screen, label, noted
from bot.conversation.translation import LANGUAGES, _
from bot.handlers.customer import destination_view
from bot.handlers.shared.asking import ask_button
from bot.handlers.shared.labels import EXAMPLE
from bot.handlers.shared.turn import Turn
from bot.people import InviteRefused, Role, TooManyGuesses

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@action("start")
async def start(turn: Turn) -> Redirect:
    """`/start`, also with the payload of a shared link: a product or an invite."""
    kind, _sign, code = turn.argument.partition("_")
    if kind == "p" and code:
        return _shared_product(turn, code)
    if kind == "i" and code:
        return await _accept_invite(turn, code)
    return Redirect("home")


def _shared_product(turn: Turn, sku: str) -> Redirect:
    ware = turn.shop.catalogue.by_sku.get(sku.upper())
    if ware is None or not ware.offered:
        return Redirect("home", _("That product is no longer on offer."))
    return Redirect(f"product/{ware.id}")


async def _accept_invite(turn: Turn, code: str) -> Redirect:
    try:
        held = await people.accept(turn.db, code, turn.person.id, turn.now)
    except TooManyGuesses:
        words = _("Wrong codes were tried too often just now. Please open your invite again in ten minutes.")
        return Redirect("home", words)
    except InviteRefused:
        return Redirect("home", _("This invite has been used or has expired. Please ask for a new one."))
    role = Role.COORDINATOR if held.role == Role.OWNER else Role(held.role)
    turn.session.role = role
    turn.forget_roles()
    if role is Role.UMKM:
        maker = await turn.db.get_one(catalog.Umkm, held.umkm_id)
        return Redirect("home", _("Welcome! You now receive the orders of {umkm}.").format(umkm=maker.name))
    return Redirect("home", _("Welcome! You are now a coordinator."))


@place("home")
async def home(turn: Turn) -> Redirect:
    """Home of the role in use."""
    if turn.session.role is Role.UMKM and await turn.may(Role.UMKM):
        return Redirect("u")
    if turn.session.role is Role.COORDINATOR and await turn.may(Role.COORDINATOR):
        return Redirect("c")
    return Redirect("shop" if turn.person.destination else "welcome")


@place("welcome")
async def welcome(turn: Turn) -> Screen:
    """What this shop is, in two sentences, and the first question: where to?"""
    body = _(
        "Snacks, batik and crafts made by small businesses in Solo, ordered by chat and sent to you abroad."
        " Your order joins the next shipment to your country.\n\n"
        "Where shall we send to? Tap, or type a country or city."
    )
    body = "\n\n".join(filter(None, [body, destination_view.nothing_open(turn)]))
    buttons = destination_view.first_choices(turn)
    return Screen(turn.shop.profile.name, body, buttons, asks=Ask("where"))


@place("shop")
async def shop(turn: Turn) -> Screen:
    """The customer's home: where the goods go, and everything that can be done."""
    if not turn.person.destination:
        return await welcome(turn)
    body = "\n".join(
        [
            await destination_view.joining_line(turn),
            "",
            _("Type what you would like, for example: {example}.").format(example=_(EXAMPLE)),
        ]
    )
    buttons = [
        Button(_("Catalogue"), "browse"),
        Button(_("Cart"), "cart", beside=True),
        Button(_("My orders"), "orders"),
        Button(_("Destination"), "to", beside=True),
        Button(_("Language"), "language"),
        Button(_("Help"), "help", beside=True),
    ]
    return Screen(turn.shop.profile.name, body, buttons)


@place("menu")
async def menu(turn: Turn) -> Screen:
    """The menu: shop, language, help, and a switch to each role that the person holds."""
    buttons = [
        Button(_("Shop"), "role/customer"),
        Button(_("Language"), "language", beside=True),
        Button(_("Help"), "help"),
    ]
    if await turn.may(Role.UMKM):
        buttons.append(Button(_("My UMKM"), "role/umkm"))
    if await turn.may(Role.COORDINATOR):
        buttons.append(Button(_("Coordinator"), "role/coordinator"))
    names = {Role.CUSTOMER: _("customer"), Role.UMKM: _("UMKM"), Role.COORDINATOR: _("coordinator")}
    body = _("You are here as: {role}.").format(role=names.get(turn.session.role, _("customer")))
    return Screen(_("Menu"), body, buttons)


@action("role/{role}", moves_sums=False)
async def use_role(turn: Turn, role: str) -> Screen | Redirect:
    """Switches the role in use, which decides where home is and who reads free text."""
    known = role in {Role.CUSTOMER, Role.UMKM, Role.COORDINATOR}
    if not known or not await turn.may(Role(role)):
        return noted(await menu(turn), _("That role is not yours. Ask the coordinator for an invite."))
    turn.session.role = Role(role)
    return Redirect("home")


@place("language")
async def language(turn: Turn) -> Screen:
    """The choice of language."""
    buttons = [Button(LANGUAGE_NAMES[code], f"language/{code}") for code in LANGUAGES]
    return Screen(
        _("Language"), _("Which language do you like?"), [*buttons, Button(_("Back"), "home", kind="back")]
    )


@action("language/{code}")
async def speak(turn: Turn, code: str) -> Screen | Redirect:
    """Sets the person's language."""
    if code not in LANGUAGES:
        return await language(turn)
    await people.set_language(turn.db, turn.person, code)
    return Redirect("home")


@place("help")
async def help_page(turn: Turn) -> Screen:
    """What a person can do here, and how."""
    body = _(
        "Just type it as you would say it:\n"
        "• “{example}, to Taiwan” to order\n"
        "• “make the karak 5” to change it\n"
        "• “how much is abon?”, “may it go to Japan?”, “where is my order?” to ask\n\n"
        "Or tap: /tujuan chooses the country, /keranjang shows your cart, /pesanan your orders.\n\n"
        "/menu shows everything, /bahasa changes the language, /batal leaves a step without losing anything."
    ).format(example=_(EXAMPLE))
    contact = turn.shop.profile.coordinator_contact
    if contact:
        contact_line = _("To talk to a person: {contact}").format(contact=label(contact, 200))
        body = f"{body}\n\n{contact_line}"
    buttons = [
        *await ask_button(turn),
        Button(_("Talk to a person"), "person"),
        Button(_("Home"), "home", beside=True, kind="back"),
    ]
    return Screen(_("Help"), body, buttons)


@action("leave")
async def leave(turn: Turn) -> Redirect:
    """`/batal` leaves the current step; it cancels no order and empties no cart."""
    route = "cart" if turn.session.screen.startswith("checkout") else "home"
    return Redirect(route, _("All right, we leave it there. Your cart and your orders are as they were."))
