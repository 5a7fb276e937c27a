"""What somebody must not eat: said of the goods that are named or looked at, and never offered instead."""

from __future__ import annotations

from collections.abc import Sequence

from bot.catalog import Allergen, Ware
from bot.conversation.routing import Redirect
from bot.conversation.screens import Screen, noted, shorten
from bot.conversation.translation import _, language
from bot.handlers.chat.enquiry_view import offer
from bot.handlers.chat.questions import shop_questions
from bot.handlers.chat.questions.product_answer import with_a_person
from bot.handlers.chat.questions.product_list import ids_of
from bot.handlers.chat.questions.question import Question, on_screen, question_of
from bot.handlers.customer.product_view import allergen_names, kitchens, product_page
from bot.handlers.shared.turn import Turn
from bot.understanding import Interpretation

MOST = 6
NOWHERE = "-"


async def answered(turn: Turn, read: Interpretation) -> Screen | Redirect | None:
    """The answer to who must not eat something, or asks what is in the goods; None for any other text.

    Goods that are only named as what is not to be in others are none that are asked for.
    """
    avoided = turn.shop.reader().avoided(turn.text)
    if avoided is None or read.lines or read.edits or read.is_for_people:
        return None
    question, here = question_of(turn, read), on_screen(turn)
    named = [one for one in question.wares if one.sku not in avoided.goods]
    of_a_kind = bool(read.criteria.shelf or read.criteria.words) and bool(read.criteria.without)
    wares = [] if of_a_kind else named or ([] if "find" in read.topics else list(here))
    if not avoided.cue and not (here and avoided.goods):
        return None
    if wares:
        return await _of(question, wares[:MOST], avoided.allergens)
    if read.criteria.without:
        return shop_questions.find(question)
    return await offer(
        turn, turn.text, _("That is not recorded for our goods, so we cannot tell what is safe.")
    )


async def _of(question: Question, wares: Sequence[Ware], asked: Sequence[Allergen]) -> Screen | Redirect:
    told = "\n".join([*(told_of(one, asked) for one in wares), kitchens()])
    if len(wares) == 1:
        return await with_a_person(question.turn, noted(await product_page(question.turn, wares[0]), told))
    return Redirect(f"goods/content/{question.to or NOWHERE}/{ids_of(wares)}", told)


def told_of(ware: Ware, asked: Sequence[Allergen]) -> str:
    """Whether a product holds one of these allergens, or any, by what its maker states."""
    product = shorten(ware.name(language()), 60)
    if ware.allergens is None:
        words = _("{product}: its maker has not stated what allergens it holds. Please ask before you order.")
        return words.format(product=product)
    held = [one for one in ware.allergens if not asked or one in asked]
    if held:
        return _("{product}: contains {what}").format(product=product, what=allergen_names(held))
    if not asked:
        return _("{product}: its maker states no allergens").format(product=product)
    words = _("{product}: no {what} among what its maker states")
    return words.format(product=product, what=allergen_names(asked))
