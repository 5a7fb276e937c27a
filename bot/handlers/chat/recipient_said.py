"""Answers about a recipient typed elsewhere than in the form: on the review, in the cart, at an order."""

from __future__ import annotations

import re

from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted
from bot.conversation.translation import _
from bot.handlers.chat.questions.order_standing import named
from bot.handlers.customer.checkout import mending
from bot.handlers.customer.checkout.amending import amended, given_now, told
from bot.handlers.customer.checkout.another_person import cart_changed, person_of
from bot.handlers.customer.checkout.form import MOBILE, NAME, Form, form_of, ready_cart
from bot.handlers.customer.checkout.heard import Heard, heard
from bot.handlers.customer.orders.order_view import open_orders
from bot.handlers.customer.recipient import recipient_form
from bot.handlers.customer.remarks import remarked
from bot.handlers.customer.understood import understood
from bot.handlers.customer.waiting import pending
from bot.handlers.shared import confirmations
from bot.handlers.shared.turn import Turn
from bot.orders import Order

CORRECTS = re.compile(
    r"\b(?:salah|keliru|kleru|klentu|(?:se)?harusnya|kudune|(?:di)?ganti\w*|(?:di)?ubah\w*|bukan|dudu|sanes|ampun"
    r"|(?:yang|yg|sing) (?:bener|benar|betul)\w*|(?:di)?betul(?:kan|in)|should be|wrong|change|just|only"
    r"|doang|mawon|(?:di)?hapus|(?:di)?kosong\w*|jadi)\b",
    re.IGNORECASE,
)
LABELLED = re.compile(r"^\W*[^\W\d_]+(?:\s[^\W\d_]+)?\s*[:=]")
"""A text that begins with a label: `nama: …`, `no hp: …`."""
PLACED = re.compile(
    r"\bpesanan\w*\s+(?:yang|yg)\b|\b(?:kemarin|sudah (?:di)?pesan|udah (?:di)?pesan|placed order)\b",
    re.IGNORECASE,
)
"""Words that speak of an order that is placed, and not of the cart."""
ON_ORDER = re.compile(r"order/(\d+)\b")
A_STREET = re.compile(r"(?!no\b)[^\W\d_]{3,}", re.IGNORECASE)
"""More than the number of a house, which alone is asked about."""
LONGEST = 400
OF_RECIPIENT = re.compile(
    r"\b(?:penerima|recipient|receiver|(?:yang|yg|sing) (?:me)?(?:terima|nerima|nampa))", re.IGNORECASE
)
A_LIST = re.compile(r"(?:order|c/order)/\d+/recipient/\d+$")
NO_PLACE = re.compile(
    r"\b(?:itu|iku|is|was)\b.{0,20}\b(?:nama|name|jeneng)\b.{0,40}\b(?:bukan|dudu|not)\s+(?:nama\s+|an?\s+|the\s+)?"
    r"(?:kota|negara|tempat|city|country|town|place)\b",
    re.IGNORECASE,
)
"""Who says that a word is somebody's name and no place tells no recipient: `tono itu nama temen saya`."""
SAVES = re.compile(
    r"\W*(?:(?:(?:ya|iya|yes|ok|oke|okay|sip)\W+)?(?:di)?(?:simpan|simpen|save)|(?:ya|iya|yes|ok|oke)\W+(?:di)?(?:ubah|ganti"
    r"|change))(?:in|kan)?(?:\W+(?:ya|kak|aja|saja|deh|dong|it|please))*\W*",
    re.IGNORECASE,
)
SEES = re.compile(
    r"\W*(?:tolong\W+|mau\W+|coba\W+)?(?:lihat|liat|buka|tampilkan|show|open|see|view|deleng)\b",
    re.IGNORECASE,
)
ASKS_WHERE = re.compile(
    r"\b(?:alamat\w*|penerima\w*|dikirim|address|recipient|sent)\b.*\b(?:mana|siapa|apa|who|where|which|what|endi|sopo)\b"
    r"|\b(?:who|where|which|what)\b.*\b(?:address|recipient|sent)\b",
    re.IGNORECASE,
)


async def order_shown(turn: Turn) -> Redirect | None:
    """The customer's order that a text names to see it, or to know where it goes; None for other texts."""
    if len(turn.text) > LONGEST or not (SEES.match(turn.text) or ASKS_WHERE.search(turn.text)):
        return None
    if (found := await named(turn)) is None:
        return None
    goes = not SEES.match(turn.text) and any(one.id == found.id for one in await open_orders(turn))
    return Redirect(f"order/{found.id}/recipient/1" if goes else f"order/{found.id}")


async def _saved(turn: Turn) -> Screen | Redirect:
    """What the button to save does, for who agrees to what the list shows before and after."""
    agreed = await confirmations.on_screen(turn)
    if agreed is not None:
        return agreed
    return noted(await turn.current(), _("Nothing is changed yet. Tap or type what shall change."))


async def corrected(turn: Turn) -> Screen | Redirect | None:
    """Takes over what a text says of the recipient, of the cart or of a placed order; None for other texts.

    Goods that the same text names are left to be read: the turn goes on with what is said beside.
    """
    if "\n" in turn.text.strip() or len(turn.text) > LONGEST or turn.event.forwarded:
        return None
    if A_LIST.match(turn.session.screen) and SAVES.fullmatch(turn.text):
        return await _saved(turn)
    if NO_PLACE.search(turn.text):
        return noted(await turn.current(), _("All right, nothing is changed."))
    if await pending(turn) is not None:
        return None
    shown = ON_ORDER.match(turn.session.screen)
    of_placed = PLACED.search(turn.text) is not None and bool(await open_orders(turn))
    cart = await ready_cart(turn)
    if cart is not None and shown is None and not of_placed and await _is_of_cart(turn, cart.order):
        return await _in_cart(turn, cart.order)
    return await _in_order(turn, int(shown[1]) if shown else 0)


async def _is_of_cart(turn: Turn, draft: Order) -> bool:
    """Whether it may be about the cart's recipient, also before there is one: `no hp saya 0912…`."""
    if draft.consignee_name or OF_RECIPIENT.search(turn.text):
        return True
    said = heard(await form_of(turn, draft), "", turn.text)
    return said.notes or MOBILE in said.spoken.found


async def _in_cart(turn: Turn, draft: Order) -> Screen | Redirect | None:
    form = await form_of(turn, draft)
    said = await _said(turn, form)
    if said is None:
        return None
    before, person = given_now(form), person_of(form)
    taken = amended(form, "", said)
    await cart_changed(turn, form, person)
    form = await form_of(turn, draft)
    trouble = mending.trouble_of(form, taken.refused)
    await turn.db.flush()
    note = "\n".join(filter(None, [told(form, before, taken, said), trouble[1].why if trouble else ""]))
    back = "checkout" if trouble or turn.session.screen.startswith("checkout") else "cart"
    return remarked(Redirect(back), note)


async def _in_order(turn: Turn, shown: int) -> Screen | Redirect | None:
    """Leads to the change of the recipient, filled in; nothing is changed before it is saved."""
    candidates = await open_orders(turn)
    meant = await named(turn)
    wanted = meant.id if meant is not None else shown
    own = [one for one in candidates if one.id == wanted or (not wanted and len(candidates) == 1)]
    if len(own) != 1 or not any(one.search(turn.text) for one in (CORRECTS, LABELLED)):
        return None
    order, base = own[0], f"order/{own[0].id}"
    if (said := await _said(turn, await form_of(turn, order))) is None:
        return None
    one = await recipient_form.editing(
        turn, order, f"{base}/recipient", f"private/recipient/{order.id}", base
    )
    return await recipient_form.amend(turn, one, "", said)


async def _said(turn: Turn, form: Form) -> Heard | None:
    """What the text says of the recipient; None where it asks, or where goods are all that it is about."""
    said = heard(form, "", turn.text)
    moved = said.spoken.addressed and any(map(str.isdigit, said.text)) and A_STREET.search(said.text)
    if not (said.names or moved) or turn.text.rstrip().endswith("?"):
        return None
    if said.notes:
        return said
    read = await understood(turn)
    unclear = [one for one in read.unclear if one.any_of or MOBILE not in said.spoken.found]
    goods = bool(read.lines or read.edits or unclear)  # unknown words beside a telephone are an address
    tells = any(one.search(turn.text) for one in (CORRECTS, LABELLED)) or MOBILE in said.spoken.found
    whom = OF_RECIPIENT.search(turn.text) is not None and NAME in said.spoken.found
    return None if goods or not (tells or whom) else said
