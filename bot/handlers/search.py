"""Typed text that is nothing else is a search."""

from __future__ import annotations

from collections.abc import Sequence

from bot import search
from bot.catalog import Ware
from bot.conversation.routing import action, place
from bot.conversation.screens import Button, Screen, noted, paged, shorten
from bot.conversation.words import _, ngettext
from bot.handlers import browse, say
from bot.handlers.say import Turn

SLUG_LENGTH = 40
LONGEST_TEXT = 500


def hits(turn: Turn, text: str) -> Sequence[Ware]:
    """The products that a text may mean; those that cannot go to the destination come last."""
    found = search.find(text, turn.house.catalogue.offered())
    rules, to = turn.house.restrictions, turn.person.destination or ""
    return sorted(found, key=lambda ware: rules.verdict(to, ware.classes).blocks)


@action("search")
async def typed(turn: Turn) -> Screen:
    """Looks for what was typed."""
    from bot.handlers import start

    if len(turn.text) > LONGEST_TEXT:
        return noted(
            await start.home(turn), _("That is a long text! A few words are enough to find something.")
        )
    slug = search.plain(turn.text)[:SLUG_LENGTH].strip().replace(" ", "-")
    if not slug or not hits(turn, slug.replace("-", " ")):
        nothing = _("I found nothing for “{text}”. Try one word, or look into the catalogue.")
        return noted(await start.home(turn), nothing.format(text=shorten(turn.text, 40) or "…"))
    return await results(turn, slug, 1)


@place("find/{slug}/{page}")
async def results(turn: Turn, slug: str, page: int) -> Screen:
    """What a search found, in pages."""
    found = hits(turn, slug.replace("-", " "))
    if len(found) == 1:
        return await browse.product(turn, found[0].id)
    shown = paged(found, page)
    title = ngettext("{count} product found", "{count} products found", len(found)).format(count=len(found))
    more = [*say.turning(shown, f"find/{slug}/{{page}}"), Button(_("Home"), "home")]
    return Screen(title, say.on_page(shown), [*browse.shelf(turn, shown.items), *more])
