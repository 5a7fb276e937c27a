"""Renders cards as Telegram's inline results: articles with a link into the private chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.channels.telegram.render import units
from bot.conversation.inline_cards import Card, Cards

Raw = dict[str, Any]
Link = Callable[[str], str]

CACHED_SECONDS = 30
"""How long Telegram may cache an answer; short, as prices and stock change."""
ENTRANCE = "home"
"""The start payload of the button above the cards."""


def answer_of(query_id: str, cards: Cards, link: Link, picture: Link) -> Raw:
    """The parameters of an answer, cached for this person only: it is in the language of their client.

    `picture` gives the public address of a picture, "" without one.
    """
    answer: Raw = {
        "inline_query_id": query_id,
        "results": [_article(card, link(card.payload), picture(card.photo)) for card in cards.shown],
        "cache_time": CACHED_SECONDS,
        "is_personal": True,
        "next_offset": cards.more,
    }
    if cards.invitation:
        answer["button"] = {"text": cards.invitation, "start_parameter": ENTRANCE}
    return answer


def _article(card: Card, address: str, picture: str) -> Raw:
    article: Raw = {
        "type": "article",
        "id": card.id,
        "title": card.title,
        "description": card.hint,
        "input_message_content": {
            "message_text": "\n\n".join([card.title, card.body, address]),
            "entities": [{"type": "bold", "offset": 0, "length": units(card.title)}],
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": {"inline_keyboard": [[{"text": card.label, "url": address}]]},
    }
    return article | ({"thumbnail_url": picture} if picture else {})


def is_card(message: Raw, bot_id: str) -> bool:
    """Whether a message is one of this bot's cards that somebody posted."""
    return str(message.get("via_bot", {}).get("id", "")) == bot_id


def opening(message: Raw) -> str:
    """The command that opens what a posted card shows; "" when it has no link."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    links = [button.get("url", "") for row in rows for button in row]
    payloads = [payload for link in links if (payload := link.partition("?start=")[2])]
    return f"/start {payloads[0]}" if payloads else ""
