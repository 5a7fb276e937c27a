"""What a message asks beside its order: the questions that no topic knows, so that none is dropped."""

from __future__ import annotations

from bot.understanding.decide.topics import asking_parts, topics_in
from bot.understanding.result import Intent
from bot.understanding.spot.scene import Scene

FEWEST_WORDS = 2
"""Words beyond talk of a clause that asks something."""
MOST_TOKENS = 80
"""A longer message is a list, and its clauses are goods."""
SMALL = ("talk", "address", "confirm", "order", "no_or", "self", "hello", "thanks", "third")


def asks_beside(scene: Scene, intent: Intent) -> tuple[str, ...]:
    """The clauses of an order or a change that ask what no topic knows, and name no goods; as typed.

    Several lines may quote somebody, and a long one is a list: they are left alone.
    """
    if intent not in ("order", "edit") or "\n" in scene.message.text or len(scene.message) > MOST_TOKENS:
        return ()
    spans = [(one.start, one.end) for one in scene.goods]
    spans += [(one.start, one.end) for one in scene.amounts]
    spans += [(one.start, one.end) for one in scene.places]
    said = {at for start, end in spans for at in range(start, end)}
    parts = [one for one in asking_parts(scene, intent) if said.isdisjoint(one) and _openly(scene, one)]
    unknown = [one for one in parts if _says_something(scene, one) and not topics_in(scene, one, intent)]
    return tuple(scene.message.slice(one.start, one.stop) for one in unknown)


def _openly(scene: Scene, part: range) -> bool:
    """Whether it ends with a sign or an "or not", or begins with a word that asks."""
    message, last = scene.message, part.stop - 1
    or_not = message.says_at(last, "no_or") and not message.says_at(last, "number_label", "street")
    return message.plain(part.stop) == "?" or or_not or message.says_at(part.start, "how_much", "question")


def _says_something(scene: Scene, part: range) -> bool:
    """Whether enough of its words are more than talk for somebody to wait for an answer."""
    words = [at for at in part if scene.message.kind(at) == "word"]
    return sum(not scene.message.says_at(at, *SMALL) for at in words) >= FEWEST_WORDS
