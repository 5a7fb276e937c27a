"""Tells what is said in passing, an order, a change or a question apart from an answer to a form."""

from __future__ import annotations

import re
from copy import copy
from typing import Literal

from bot.conversation.routing import NotAnAnswer
from bot.conversation.screens import Button
from bot.conversation.translation import _
from bot.destinations import BESIDE, Field
from bot.handlers.customer.checkout.corrections import corrects_recipient
from bot.handlers.customer.checkout.form import NAME, NOTE, Form, skips
from bot.handlers.customer.checkout.heard import Heard
from bot.handlers.customer.checkout.hearing import may_pass
from bot.handlers.customer.checkout.notes import is_no_note
from bot.handlers.customer.checkout.plain_answers import LABELLED_NAME, PLACE_BEHIND, plainly
from bot.handlers.customer.checkout.small_words import clauses, words_of
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

Other = Literal["order", "question", "talk", "none", "stop", "onwards"]
"""An order or a change of it; a question; small talk; that there is none; that it stops; that it goes on."""
FOR_THE_PARCEL = re.compile(
    r"\W*(?:tolong|tulung|please|pls|mohon|minta)\b.{0,12}?\b(?:(?:di)?pisah|(?:di)?bungkus|(?:di)?tulis|jangan|jgn"
    r"|di ?packing|pack|wrap|write|kasih|titip|label)",
    re.IGNORECASE,
)
SECOND_THOUGHT = re.compile(r"\b(?:tapi|tp|tetapi|eh|but|nanging)\b", re.IGNORECASE)
TIMES = frozenset(
    {"kemarin", "kmrn", "sekarang", "skrg", "sakniki", "saiki", "now", "ternyata", "sih", "ding"}
)
NOT_NEEDED = frozenset({"usah", "gausah", "gakusah", "perlu"})


def other_than_answer(turn: Turn, field: str, asked: Field | None) -> Other | None:
    """What the text is if it is no answer to this question; None for what may be one.

    The note may itself be a question. It is read without the cart: a number alone is an answer to the form,
    and not so many of what is in there.
    """
    named = field == NAME and LABELLED_NAME.match(turn.text)
    if named or "\n" in turn.text or (asked is not None and asked.answer(turn.text) is not None):
        return None
    reader = turn.shop.reader()
    if reader.orders_now(turn.text) or (_may_stay_open(field, asked) and _goes_on(turn)):
        return "onwards"
    answer = plainly(field, turn.text)
    answer = PLACE_BEHIND.sub("", answer) if field == NAME else answer
    read, aside = reader.read(turn.text), reader.aside(answer)
    if field != NOTE and read.fills_no_form and not _may_be_answer(turn, answer):
        return "question"
    if _asks_for_the_shop(turn, read) or _is_order(turn, read):
        return "order"
    if field != NOTE and corrects_recipient(turn):
        return "order"
    if read.intent == "question" and field != NOTE and (read.topics or "?" in turn.text):
        return "question"
    if aside == "talk" and (field == NOTE or (asked is not None and asked.answers)):
        return None
    if aside == "stop" and _skips(turn):
        return _none(field, asked)
    return _none(field, asked) if aside == "none" else aside


def orders_goods(turn: Turn) -> bool:
    """Whether the text orders or changes goods that it names, whatever else it says."""
    read = turn.shop.reader().read(turn.text)
    return bool(read.lines or read.edits) and _is_order(turn, read)


def passes(form: Form, field: str, said: Heard, text: str) -> bool:
    """Whether the text passes over a question that may stay open, and answers nothing."""
    asked = form.field(field)
    if skips(text) or (field == NOTE and is_no_note(text)):
        return True
    if not said.passes or not may_pass(form, field) or (asked is not None and asked.answers):
        return False
    return not any(map(str.isdigit, said.text))


def fills_and_passes(form: Form, field: str, said: Heard) -> bool:
    """Whether it passes over the question, and gives a part of the address with a number."""
    street = form.field(form.to.entry.address.rest) is not None
    return said.passes and street and field != NOTE and any(map(str.isdigit, said.text))


def is_a_wish(field: str, said: Heard, text: str) -> bool:
    """Whether it only asks something of whoever packs or delivers: a note says that in its own words."""
    if field == NOTE:
        return bool(FOR_THE_PARCEL.match(text))
    return bool(said.wishes) and not said.names and (said.passes or not said.text)


def chosen_in(asked: Field | None, text: str) -> str:
    """The answer of a choice that the last of the text's clauses gives: `belum … tapi sekarang sudah`."""
    if asked is None or not asked.answers or "?" in text.partition(".")[0]:
        return ""
    parts = [part for clause in clauses(text) for part in SECOND_THOUGHT.split(clause) if part.strip()]
    return next((found for part in reversed(parts) if (found := _chosen_by(asked, part))), "")


def _chosen_by(asked: Field, clause: str) -> str:
    words = words_of(clause)
    timeless = " ".join(word for word in words if word.casefold() not in TIMES)
    if (exact := asked.answer(clause) or asked.answer(timeless)) is not None:
        return exact.id
    begun = " ".join(words).casefold() + " "
    known = ((one.id, word) for one in asked.answers for word in one.words if " " in word)
    return next((one for one, word in known if begun.startswith(f"{word} ")), "")


def answers_after_all(turn: Turn, field: str, asked: Field | None, said: Heard) -> bool:
    """Whether an answer stands among small talk: `kan udah gue tulis tadi, suthep`."""
    if field == NOTE or not said.text or said.text == turn.text.strip():
        return False
    lone = " " not in said.text and not any(map(str.isdigit, said.text)) and said.text.islower()
    if lone and (field == NAME or said.text not in clauses(turn.text)):  # "nanti ya, lagi di jalan"
        return False
    alone = copy(turn)
    alone.reads_only(said.text)
    return other_than_answer(alone, field, asked) is None


def _asks_for_the_shop(turn: Turn, read: Interpretation) -> bool:
    """Whether it asks for a place of the shop, or names goods while another screen than the form is shown."""
    on_form = turn.session.screen.startswith(("checkout", "order/", "c/"))
    return turn.shop.reader().going(turn.text) is not None or (read.only_names and not on_form)


def _may_be_answer(turn: Turn, answer: str) -> bool:
    """`Gang Rusak no 3`, `Manusia Setiawan`, `nama saya Basi`: an answer, though words of it complain."""
    words = turn.text.split()
    return any(map(str.isdigit, turn.text)) or all(map(str.istitle, words)) or answer != turn.text


def _skips(turn: Turn) -> bool:
    """`ga ada, skip aja`, `gausah`: it passes over the question, and not the whole form."""
    words = re.findall(r"\w+", turn.text.casefold())
    return any(map(skips, words)) or not NOT_NEEDED.isdisjoint(words)


def _goes_on(turn: Turn) -> bool:
    """Whether it asks to place the order now: `ok pesan`, `udah bener kak, pesan sekarang`."""
    vocabulary = turn.shop.vocabulary
    words = {*re.findall(r"\w+", turn.text.casefold())} - BESIDE - vocabulary.answers.yes
    bare = bool(words) and words <= vocabulary.words("order")
    return bare or turn.shop.reader().going(turn.text) == "checkout"


def _none(field: str, asked: Field | None) -> Other | None:
    """`ga ada`: an optional question is skipped, and a required one checks it."""
    if _may_stay_open(field, asked):
        return "none"
    return "talk" if asked is None else None


def _may_stay_open(field: str, asked: Field | None) -> bool:
    return field == NOTE or (asked is not None and not asked.required and not asked.none_word)


def left_open(route: str) -> NotAnAnswer:
    """The text is answered as free text, and the question of this route stays open."""
    return NotAnAnswer(Button(_("Go on with the form"), route))


def this_first() -> str:
    """The kind word to who wants the order placed while a question is open."""
    return _("Almost there. Just this first, please:")


def not_now(field: str) -> str:
    """The kind word above a question that waits; a name that sounds like small talk gets through too."""
    words = _("All right. Whenever you are ready:")
    if field != NAME:
        return words
    return "\n".join([words, _("(If that is really the name, type it as: name: …)")])


def _is_order(turn: Turn, read: Interpretation) -> bool:
    """Whether it orders, or changes what is ordered, with goods."""
    orders = read.intent == "order" and read.lines and not read.contact and _has_number(turn)
    cancels = read.all_off and len(turn.text.split()) > 1 and turn.shop.reader().aside(turn.text) != "stop"
    changes_cart = read.intent == "edit" and (read.edits or cancels)
    return not read.only_names and bool(orders or changes_cart)


def _has_number(turn: Turn) -> bool:
    """Whether the text holds a number, in digits or in words."""
    words = turn.text.casefold().split()
    return any(map(str.isdigit, turn.text)) or any(word in turn.shop.vocabulary.value for word in words)
