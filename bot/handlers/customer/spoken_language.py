"""The language that a customer writes or asks for in passing: the shop answers in it from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot import people
from bot.conversation import last_lines
from bot.conversation.translation import FIRST_LANGUAGE, LANGUAGES, _, later, speaking
from bot.handlers.customer.understood import understood
from bot.handlers.shared.turn import Turn
from bot.people import Role
from bot.understanding.decide.choosing import Going

WAYS: Mapping[str, Going] = {"en": "english", "id": "indonesian"}
FORMS = frozenset({"checkout", "order", "case", "enquiry"})
"""Questions whose answers are names, addresses and messages to others, in whatever language."""
NOTES = {
    "en": later("We go on in English. (Ketik “bahasa indonesia” untuk kembali.)"),
    "id": later("We go on in Indonesian. (Type “english” to go back.)"),
}
"""That the language changed; how to get back says it in the other one."""


async def heard(turn: Turn) -> tuple[str, bool]:
    """Takes over the language of a typed text: a note on it, and whether the text says nothing else.

    Who asks for a language in words gets it (or hears that they have it), and what else they say is read.
    Who has not chosen one and plainly writes another gets that. ("", False) for any other text.
    """
    asked_by = turn.session.asks.split("/")[0]
    if turn.session.role is not Role.CUSTOMER or asked_by in FORMS or turn.text.startswith("/"):
        return "", False
    going = turn.shop.reader().going(turn.text)
    for code in LANGUAGES:
        rest = "" if going == WAYS[code] else turn.shop.reader().asked_to_speak(turn.text, code)
        if rest is not None:
            return await _asked_for(turn, code, rest)
        if _is_guessed(turn, code) and not (await understood(turn)).contact:
            await people.set_language(turn.db, turn.person, code, chosen=False)
            return _note(code), False
    return "", False


async def _asked_for(turn: Turn, code: str, rest: str) -> tuple[str, bool]:
    await people.set_language(turn.db, turn.person, code)
    whole, turn.event = turn.event, replace(turn.event, text=rest)
    read = await understood(turn)
    goods = read.lines or read.edits or read.unclear or read.about
    says_more = goods or read.topics or read.criteria or read.destination or read.either or read.is_for_people
    if not says_more:
        turn.event, turn.interpretation = whole, None
    return _note(code), not says_more


def _is_guessed(turn: Turn, code: str) -> bool:
    """Whether somebody who chose no language plainly writes this one, and wrote no other before."""
    reader = turn.shop.reader()
    if turn.person.language_chosen or code in (turn.language, FIRST_LANGUAGE):
        return False
    if not reader.plainly(turn.text, code):
        return False
    before = (text for who, text in last_lines.read(turn.session.last_lines) if who == last_lines.PERSON)
    return not any(reader.of_others(text, code) for text in before if not text.startswith("["))


def _note(code: str) -> str:
    with speaking(code):
        return _(NOTES[code])
