"""Decides the intent of a message: to order, to change an order, to ask, to greet, or something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.annotate.message import Message
from bot.understanding.combine.want import Want
from bot.understanding.decide.clauses import clauses_of
from bot.understanding.decide.criteria import asked_of, finds, goods_asked
from bot.understanding.decide.is_question import asks, asks_about, ends_with_no
from bot.understanding.decide.order_verb import order_verb, ordered_already
from bot.understanding.decide.topics import HOUSE, asks_the_shop, topics_of
from bot.understanding.resolve.edits import is_edit, not_taken_back, stays_after_all
from bot.understanding.result import Intent, Topic
from bot.understanding.spot.scene import Scene

ASKING_ALONE = ("price", "how_much", "shipping", "tracking", "catalogue", "payment")
TOLD_BESIDE: frozenset[Topic] = frozenset(
    {"content", "time_to_arrive", "cutoff", "payment", "how_to", "tax", "photo", "own_data", "origin", *HOUSE}
)
"""What is asked beside an order: the answer is the same however many of the goods are named."""
MOST_OF_GOODS = 5
"""Characters of the longest number that may count goods (`9.000`); a longer one is money."""


def intent_of(scene: Scene, wants: Sequence[Want]) -> Intent:
    """The intent of a message with these wants."""
    message, verb = scene.message, order_verb(scene.message)
    if _tells_of_something(scene, wants, verb):
        return "other"
    if not any(one.mention.skus for one in wants) and asks_the_shop(scene):
        return "question"
    if is_edit(scene, wants, verb):
        return "edit"
    if looks_for_goods(scene, wants, "order"):
        return "question"
    named = [one for one in wants if not one.dropped or not one.mention.sure]
    if named:
        if asks_about(scene, named, verb):
            return "question"
        return "edit" if all(one.mention.held for one in named) else "order"  # "yang pertama 2"
    return _without_goods(message, scene, verb)


def looks_for_goods(scene: Scene, wants: Sequence[Want], intent: Intent) -> bool:
    """`mau cari camilan yang awet`: goods by what they are like, taken for an order of nothing.

    What is counted, or named, is not looked for. What is taken for no order must ask openly.
    """
    if intent not in ("order", "other") or any(one.amounts for one in wants):
        return False
    asked = asked_of(scene)
    if any(one.skus for one in goods_asked(asked, [want.mention for want in wants])):
        return False
    tells_of_money = scene.message.has("paid", "payment", "arrived")
    openly = asked.asks_openly or (asked.criteria.budget is not None and not tells_of_money)
    return finds(scene, asked) and (intent == "order" or openly)


def _tells_of_something(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    """Whether it tells of a payment, complaint, false declaration or earlier order, or wants a person."""
    message, counted = scene.message, any(one.amounts for one in wants)
    if message.has("declare") and (message.has("lower", "tax") or message.has("money_after")):
        return True
    if _complains(message) and (verb is None or not counted):
        return True
    if message.has("handoff") and not counted and not message.has("shipping", "price"):
        return True
    if verb is not None:
        return False
    if not_taken_back(message) and (stays_after_all(message) or not counted):
        return True  # "karak jangan dicancel ya", "karak 2 gak jadi batal"
    return not asks(message) and _tells_what_happened(scene, wants)


def _tells_what_happened(scene: Scene, wants: Sequence[Want]) -> bool:
    """Whether something was ordered, paid or has arrived, or an address is given; nothing is ordered."""
    message = scene.message
    if any(ordered_already(message, at) for at in message.where("does_order")):
        changed = ("add", "remove", "change", "reduce", "becomes", "correct", "same_as_before")
        if not message.has(*changed):
            return True
    if wants and message.has("arrived") and message.has("done", "complete"):
        return True
    if message.has("payment") and message.has("done") and _money(message):
        return True
    if message.has("paid") and (message.has("done", "money_after") or _money(message)):
        return True
    only_address = bool(scene.away) and not wants and not message.has("change", "correct", "remove", "add")
    return only_address and message.has("address_label", "street", "person_label")


def _money(message: Message) -> bool:
    thousands = message.vocabulary.numbers.thousands
    return message.has("money_before", "money_after") or any(
        (one.plain in thousands and one.glued) or (one.kind == "number" and len(one.plain) > MOST_OF_GOODS)
        for one in message.tokens
    )


def _complains(message: Message) -> bool:
    """Whether something is broken; not the wish that nothing breaks."""
    for at in message.where("complaint"):
        before = range(max(at - 4, 0), at)
        if not any(message.says_at(one, "exclude", "no_or", "conditional") for one in before):
            return True
    return False


def _without_goods(message: Message, scene: Scene, verb: int | None) -> Intent:
    if len(message) and all(
        message.says_at(at, "address") or message.kind(at) != "word" for at in range(len(message))
    ):
        return "greeting" if message.has("address") and not message.has("confirm") else "other"
    question = asks(message) or (message.has("stock", "rules", "other_matter") and ends_with_no(message))
    thanks, hello = message.has("thanks"), message.has("hello")
    if message.has(*ASKING_ALONE) and not _only_confirms(message):
        return "question"
    if _only_greets(message) and (hello or thanks):
        return "greeting"
    if (message.has("stock", "rules", "question") and question) or (
        message.has("rules") and message.has("no_or")
    ):
        return "question"
    confirmed = [at for at in message.where("confirm") if verb is not None and at < verb]
    if verb is not None and not confirmed and not message.has("paid", "arrived"):
        return "order"
    if question and not ((hello or thanks) and _only_greets(message)):
        return "question"
    if thanks and not message.has("confirm", "paid"):
        return "greeting"
    return "other"


def _only_confirms(message: Message) -> bool:
    confirms = message.has("confirm") and not message.has("question", "how_much", "catalogue", "price")
    return (confirms and not any(token.text == "?" for token in message.tokens)) or (
        message.has("paid") and message.has("done") and not asks(message)
    )


def _only_greets(message: Message) -> bool:
    """Whether it holds nothing but greetings, thanks and kind words."""
    kind = (
        "hello",
        "thanks",
        "address",
        "kind_words",
        "talk",
        "self",
        "confirm",
        "address_also_goods",
        "third",
    )
    words = [at for at, token in enumerate(message.tokens) if token.kind == "word"]
    return all(message.says_at(at, *kind) for at in words if message.says[at])


def is_bare_list(scene: Scene, wants: Sequence[Want]) -> bool:
    """`karak 3 semprong 2`: goods with their quantities and no other word, nothing of it in the cart.

    Such a list orders, whatever an open order holds.
    """
    in_cart = {line.sku for line in scene.conversation.cart}
    if not wants or scene.conversation.choices:
        return False
    if any(not one.amounts or in_cart & {*one.mention.skus} for one in wants):
        return False
    spans = [(part.start, part.end) for one in wants for part in one.amounts]
    spans += [(one.mention.start, one.mention.end) for one in wants]
    told = {at for start, end in spans for at in range(start, end)}
    return all(at in told or scene.message.soft_break(at) for at in range(len(scene.message)))


def lists_beside_question(scene: Scene, wants: Sequence[Want]) -> bool:
    """`karak 3 sama kopi 2, halal kan semua?`: a list in clauses that ask nothing, and questions in others.

    Only questions whose answer does not hang on how many are named leave it an order.
    """
    counted = [one for one in wants if one.mention.skus and not one.dropped]
    if not counted or any(not one.amounts for one in counted):
        return False
    message, named = scene.message, [one.mention.start for one in counted]
    clauses = [(one, any(at in one for at in named)) for one in clauses_of(message)]
    if any(holds and _asks_within(message, one) for one, holds in clauses):
        return False
    asks_else = any(not holds and _asks_within(message, one) for one, holds in clauses)
    return asks_else and set(topics_of(scene, "question")) <= TOLD_BESIDE and not message.has("conditional")


def _asks_within(message: Message, clause: range) -> bool:
    """Whether a clause asks, by a sign, by a word, or by an "or not"."""
    asking = message.has(
        "question", "how_much", "price", "tell", "no_or", start=clause.start, end=clause.stop
    )
    return asking or message.plain(clause.stop) == "?"


def says_more(message: Message) -> bool:
    """Whether a message wants more than there was: `karak 2 lagi`, `plus karak 2`."""
    return message.has("add", "also") or any(
        one.plain in message.vocabulary.answers.more for one in message.tokens
    )


def restates(scene: Scene, wants: Sequence[Want]) -> bool:
    """Whether a message counts several goods, and some that are held: how many they shall be after all."""
    counted = [one for one in wants if one.amounts and one.mention.skus and not one.dropped]
    held = any(sku in scene.conversation.held for one in counted for sku in one.mention.skus)
    return len(counted) > 1 and held and "?" not in scene.message.text
