"""Answers that belong to no route: refusals, the reply in a group, the apology after an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.events import Event
from bot.conversation.routing import Routes
from bot.conversation.screens import Button, Screen, noted
from bot.conversation.sessions import Session
from bot.conversation.translation import _, later
from bot.core.deployment import Deployment
from bot.handlers.chat import enquiry_view, handover_view
from bot.handlers.customer import spoken_language
from bot.handlers.notices import typed_labels
from bot.handlers.shared.turn import Turn
from bot.ordering.shop import Shop
from bot.people import Role

GROUP_PAUSE = timedelta(seconds=30)
REFUSALS = {
    "edited": later("I do not read edited messages. Please send it as a new one."),
    "no_text": later("I can only read text and buttons here. Please type it."),
    "no_file": later("A photo or a file is needed here. Please send one."),
    "no_photo": later("A photo is needed here. Please send one."),
    "no_document": later("A file is needed here. Please send it as a document."),
    "not_passed_on": later("Only text, photos and files reach the coordinator here. Please type it."),
    "too_long": later(
        "That is more than I can read at once. Please send it in several messages, a few lines each."
    ),
    "too_large": later("That file is larger than 20 MB. Please send a smaller one."),
    "not_fetched": later("Your file did not arrive completely. Please send it once more."),
    "no_such_route": later("That button is from an earlier time. Here is where you are now."),
    "not_yours": later("That is for another role. Ask the coordinator for an invite."),
}


@dataclass
class Handlers:
    """The index as the conversation engine needs it: routes, commands, free text, and the replies here."""

    routes: Routes
    commands: Mapping[str, str]
    free_text: Mapping[Role, str]
    shop: Shop
    deployment: Deployment = field(default_factory=Deployment)
    home: str = "home"

    def turn(self, event: Event, session: Session, db: AsyncSession, now: datetime) -> Turn:
        """The turn in which one event of one chat is handled."""
        return Turn(event, session, db, now, self.shop, self.deployment)

    async def remark(self, turn: Turn, screen: Screen) -> Screen:
        """Adds how a forwarded message was read, or that of a file only the words were."""
        if turn.event.forwarded:
            return noted(screen, _("(I read the forwarded message as your own wish.)"))
        if screen.asks is not None and "photo" in screen.asks.accepts:  # a caption that complained
            return noted(screen, _("Please send the photo once more, here."))
        return noted(screen, _("(I read the words; what came with them is not needed here.)"))

    async def refuse(self, turn: Turn, why: str, screen: Screen) -> Screen:
        """Adds to the screen a kind word on why the event changed nothing."""
        return noted(screen, _(REFUSALS[why]))

    async def listener(self, turn: Turn) -> str:
        """The route that passes typed text and files on to a person; "" when the shop is to read them."""
        return await handover_view.listener(turn)

    async def heard(self, turn: Turn) -> tuple[str, bool]:
        """Takes over the language of a typed text: a note, and whether the text says nothing else."""
        return await spoken_language.heard(turn)

    async def on_notices(self, turn: Turn, on_screen: str) -> str:
        """The route of a typed label of a notice below the screen; "" when the text is no such label."""
        return await typed_labels.route_of_label(turn, self.routes, on_screen)

    async def on_offer(self, turn: Turn) -> str:
        """The route of a text that says whether the offered message is to be passed on; "" for others."""
        return enquiry_view.answer_to_offer(turn)

    async def in_group(self, turn: Turn) -> Screen | None:
        """One line and a link to the private chat, at most once in half a minute.

        The channel hands on only commands and mentions of the bot.
        """
        shown_at = turn.session.shown_at
        long_ago = shown_at is None or turn.now - shown_at > GROUP_PAUSE
        if turn.event.kind != "text" or not long_ago:
            return None
        turn.session.shown_at = turn.now
        body = _("Ordering works in a private chat with me.")
        link = self.deployment.links("home").get(turn.event.address.channel, "")
        buttons = [Button(_("Open the chat"), url=link)] if link else []
        return Screen(turn.shop.profile.name, body, buttons)

    def slow_down(self, screen: Screen) -> Screen:
        """Adds to the screen that everything is answered, one after the other."""
        return noted(screen, _("That is a lot at once! I answer one after the other, a little slower now."))

    def sorry(self) -> Screen:
        """The screen that a person gets when the event could not be handled."""
        body = _("Sorry, something went wrong on our side. Nothing was changed; please try again.")
        return Screen(_("Sorry"), body, [Button(_("Home"), "home", kind="back")])
