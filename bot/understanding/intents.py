"""What somebody wants with a message: to order, to change an order, to ask, to greet, or something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.edits import is_edit
from bot.understanding.marks import Message
from bot.understanding.scene import Scene
from bot.understanding.understood import Intent
from bot.understanding.wanted import Want

ASKING = ("price", "how_much", "stock", "shipping", "tracking", "catalogue", "payment", "rules", "question")
ASKING_ALONE = ("price", "how_much", "shipping", "tracking", "catalogue", "payment")
MOST_OF_GOODS = 5
"""Digits and signs of the longest number that may count goods or their price (`9.000`)."""
WEIGHT = frozenset({"berat", "beratnya", "berate", "bobot", "bobotnya", "bobote"})
NOUNS = ("pesanan", "pesenan", "orderan")
OWNED = ("ku", "mu", "nya", "ne", "ipun")
TELLING = 3


def intent_of(scene: Scene, wants: Sequence[Want]) -> Intent:
    """The intent of a message in which these goods are wanted."""
    message, verb = scene.message, order_verb(scene.message)
    if _tells_of_something(scene, wants, verb):
        return "other"
    if is_edit(scene, wants, verb):
        return "edit"
    named = [one for one in wants if not one.dropped or not one.mention.sure]
    if named:
        return "question" if _asks_about(scene, named, verb) else "order"
    return _without_goods(message, scene, verb)


def order_verb(message: Message) -> int | None:
    """Where the message says that something is ordered; wishes to know or to talk are none."""
    for at in message.where("order"):
        label = message.says_at(at, "wish_only", "order_label") or message.plain(at).startswith(NOUNS)
        if label and not _imperative(message, at):
            continue
        if message.plain(at) in {"mau", "mo", "mw"} and message.says_at(at + 1, "to"):
            continue  # "mau kirim ke Belanda"
        if message.says_at(at, "complaint") or message.plain(at - 1) in {"sesuai", "dari"}:
            continue
        if any(message.plain(near) == "padahal" for near in range(at - 3, at)):
            continue
        if message.says_at(at + 1, "payment", "show") or message.says_at(at + 2, "show"):
            continue  # "mau bayar", "minta foto"
        if _ordered_already(message, at):
            continue
        behind = range(at + 1, min(at + 1 + TELLING, len(message)))
        if any(message.says_at(one, "tell", "handoff", "catalogue") for one in behind):
            continue
        if not _in_condition(message, at):
            return at
    return None


def _ordered_already(message: Message, at: int) -> bool:
    """`sudah order`, `udah aku pesen`, `kemarin saya pesan`."""
    before = at - 1
    while message.says_at(before, "self", "address"):
        before -= 1
    return message.says_at(at, "does_order") and message.says_at(before, "done", "before_today")


def _imperative(message: Message, at: int) -> bool:
    """`pesanan:` heads a list, `order` is a wish as well as a label."""
    word = message.plain(at)
    if word.startswith(NOUNS) and word.endswith(OWNED):
        return False
    if word.startswith(NOUNS):
        return not message.says_at(at - 1, "self") and not message.says_at(at + 1, "self")
    return word == "pesan" or (word == "order" and message.plain(at - 1) not in {"my", "our", "the", "your"})


def _in_condition(message: Message, at: int) -> bool:
    """`kalau pesan 10 …` only supposes; `kalau bisa mau 2` orders."""
    start = max(message.sentence_at(at).start, at - 4)
    supposed = [one for one in message.where("conditional") if start <= one < at]
    return any(not message.says_at(one + 1, "stock", "rules") for one in supposed)


def _tells_of_something(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    """A payment, a complaint, a false declaration, a call for a person."""
    message = scene.message
    if verb is None and any(_ordered_already(message, at) for at in message.where("does_order")):
        changed = message.has("add", "remove", "change", "reduce", "becomes", "correct", "same_as_before")
        if not changed and not _asks(message):
            return True
    if message.has("declare") and (message.has("lower", "tax") or message.has("money_after")):
        return True
    if _complains(message) and (verb is None or not any(one.amounts for one in wants)):
        return True
    if (
        wants
        and verb is None
        and message.has("arrived")
        and message.has("done", "complete")
        and not _asks(message)
    ):
        return True
    if (
        message.has("payment")
        and message.has("done")
        and _money(message)
        and not _asks(message)
        and verb is None
    ):
        return True
    if (
        message.has("paid")
        and (message.has("done", "money_after") or _money(message))
        and not _asks(message)
        and verb is None
    ):
        return True
    if (
        message.has("handoff")
        and not any(one.amounts for one in wants)
        and not message.has("shipping", "price")
    ):
        return True
    only_address = bool(scene.away) and verb is None and not wants
    only_address = only_address and not message.has("change", "correct", "remove", "add")
    return only_address and message.has("address_label", "street", "person_label") and not _asks(message)


def _money(message: Message) -> bool:
    thousands = message.vocabulary.numbers.thousands
    return message.has("money_before", "money_after") or any(
        (one.plain in thousands and one.glued) or (one.kind == "number" and len(one.plain) > MOST_OF_GOODS)
        for one in message.tokens
    )


def _complains(message: Message) -> bool:
    """Something is broken; not the wish that nothing may be."""
    for at in message.where("complaint"):
        before = range(max(at - 4, 0), at)
        if not any(message.says_at(one, "exclude", "no_or", "conditional") for one in before):
            return True
    return False


def _asks(message: Message) -> bool:
    return message.has("how_much", "question") or any(token.text == "?" for token in message.tokens)


def _asks_whether_sent(message: Message, verb: int) -> bool:
    """`can you ship honey to Australia?`; `can you send me honey` orders."""
    asks = message.plain(len(message) - 1) == "?" and message.says_at(verb, "question")
    sends = message.has("to", start=verb, end=verb + 3)
    return asks and sends and message.plain(verb + 3) not in {"me", "us"}


def _counts_behind_question(message: Message, wants: Sequence[Want]) -> bool:
    """`rendang ga boleh masuk? ya udah karak aja 3`: what is counted stands behind what is asked."""
    asks = [at for at in range(len(message)) if message.plain(at) == "?"]
    first = min(amount.start for one in wants for amount in one.amounts)
    return bool(asks) and asks[-1] < first and not message.has("price", "tell", "shipping", "tracking")


def _asks_weight(message: Message) -> bool:
    """`karak 5 brem 2 kira-kira berapa kilo`."""
    weights = message.vocabulary.units.weights
    return any(message.plain(at + 1) in weights for at in message.where("how_much")) or (
        message.has("how_much") and any(one.plain in WEIGHT for one in message.tokens)
    )


def _kindly_supposes(message: Message) -> bool:
    """`kalau mau gudeg 6 … bisa kak?` orders."""
    return any(message.says_at(at + 1, "order") for at in message.where("conditional"))


def _ends_with_no(message: Message) -> bool:
    """`dapet diskon ga kak`: an "or not" that ends the message asks."""
    last = len(message) - 1
    while last > 0 and (message.says_at(last, "address") or message.kind(last) != "word"):
        last -= 1
    return message.says_at(last, "no_or")


def _asks_about(scene: Scene, wants: Sequence[Want], verb: int | None) -> bool:
    message = scene.message
    counted = any(one.amounts for one in wants)
    if verb is None and any(_ordered_already(message, at) for at in message.where("does_order")):
        return True
    known = any(one.amounts and one.mention.skus for one in wants)
    if verb is None and not known and _ends_with_no(message):
        return True
    if not counted and verb is not None and _asks_whether_sent(message, verb):
        return True
    if verb is None and counted and _counts_behind_question(message, wants):
        return False
    if verb is None and _asks_weight(message):
        return True
    if message.has("tell") and (not counted or (verb is None and _asks(message))):
        return True
    if verb is None and message.has("may_it") and (_asks(message) or _ends_with_no(message)):
        return True
    if verb is not None and not _asks_first(scene, wants, verb):
        return False
    if not counted and verb is None and any(token.text == "?" for token in message.tokens):
        return True
    if not counted:
        return message.has(*ASKING) and (
            _asks(message) or message.has("price", "stock", "tell", "shipping", "rules", "tracking")
        )
    if message.has("total") and _kindly_supposes(message):
        return False
    if message.has("conditional") and (_asks(message) or _ends_with_no(message)):
        return True
    if message.has("total"):
        return False
    first = min(one.mention.start for one in wants)
    if len(wants) == 1 and verb is None and message.has("how_much") and _only_one(wants[0]):
        return True
    return _asked_for(message) or (_asks(message) and message.has("how_much", end=first))


def _asks_first(scene: Scene, wants: Sequence[Want], verb: int) -> bool:
    """`berapa harga abon? mau 2` orders; `mau abon, harganya berapa?` asks only when nothing is counted."""
    message = scene.message
    counted = any(one.amounts for one in wants)
    if counted:
        return False
    price = message.has("price", "stock", "tell") and _asks(message)
    return price and message.says_at(verb, "order") and message.plain(verb) in {"mau", "mo", "mw", "want"}


def _only_one(want: Want) -> bool:
    """`brp sebungkus`: the measure that a price is asked for."""
    return all(one.with_unit and one.pieces in {1, None} for one in want.amounts)


def _asked_for(message: Message) -> bool:
    return message.has("price", "stock", "shipping", "tracking", "payment", "tell") and (
        _asks(message) or message.has("tell") or (message.has("price") and not _states_prices(message))
    )


def _states_prices(message: Message) -> bool:
    """`geti 2 bungkus harga 22rb`: a price with its money asks nothing."""
    return all(
        message.kind(at + 1) == "number" or message.says_at(at + 1, "money_before", "price")
        for at in message.where("price")
    )


def _without_goods(message: Message, scene: Scene, verb: int | None) -> Intent:
    if len(message) and all(
        message.says_at(at, "address") or message.kind(at) != "word" for at in range(len(message))
    ):
        return "greeting" if message.has("address") and not message.has("confirm") else "other"
    asks = _asks(message)
    thanks, hello = message.has("thanks"), message.has("hello")
    if message.has(*ASKING_ALONE) and not _only_confirms(message):
        return "question"
    if _only_greets(message) and (hello or thanks):
        return "greeting"
    if (message.has("stock", "rules", "question") and asks) or (
        message.has("rules") and message.has("no_or")
    ):
        return "question"
    confirmed = [at for at in message.where("confirm") if verb is not None and at < verb]
    if verb is not None and not confirmed and not message.has("paid", "arrived"):
        return "order"
    if asks and not ((hello or thanks) and _only_greets(message)):
        return "question"
    if thanks and not message.has("confirm", "paid"):
        return "greeting"
    return "other"


def _only_confirms(message: Message) -> bool:
    confirms = message.has("confirm") and not message.has("question", "how_much")
    return (confirms and not any(token.text == "?" for token in message.tokens)) or (
        message.has("paid") and message.has("done") and not _asks(message)
    )


def _only_greets(message: Message) -> bool:
    """Nothing but greetings, thanks and kind words."""
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
