"""Decides, by what it has learned and the rules say, what a message, its goods and its numbers are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from bot.understanding.combine.want import Want
from bot.understanding.known import NOTHING
from bot.understanding.learned import features
from bot.understanding.learned.linear import Linear, loaded
from bot.understanding.learned.quantities import FITS, Candidate, candidates_of, numbers_for
from bot.understanding.resolve.edits import changes_of
from bot.understanding.resolve.removals import taken_out
from bot.understanding.result import Intent
from bot.understanding.spot.products import Mention
from bot.understanding.spot.scene import Scene

GoodsRole = Literal["line", "none", "add", "set", "reduce", "remove"]
CLASSES = {"intent": get_args(Intent), "goods": get_args(GoodsRole), "strange": ("goods", "talk")}
OVERRULES = 160
"""The margin from which goods are wanted though the message takes them back in words."""
SURE_OTHER = 40
"""The margin from which a quantity, or an intent, is not what the rules say."""
STEPS = 15
"""What one number or product costs, in the steps of `effort`."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What something is taken for, and how sure that is: the distance to the next best guess."""

    role: str
    margin: int


class Arbiter:
    """Decides with the weights of the file."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        self._models = models

    def intent(self, scene: Scene, words: Sequence[str], wants: Sequence[Want], by_rules: Intent) -> Learned:
        """The intent of the message."""
        scene.message.effort.spend(len(words))
        found = self._choose("intent", intent_features(scene, words, wants, by_rules))
        least = OVERRULES if by_rules == "order" and not wants else SURE_OTHER  # "mau pesan lagi dong"
        sure = found.role == by_rules or found.margin >= least
        return found if sure else Learned(by_rules, 0)

    def goods(
        self, scene: Scene, words: Sequence[str], wants: Sequence[Want], by_rules: Intent, intent: str
    ) -> dict[int, Learned]:
        """The role of all goods that the catalogue has, by the token that they begin with."""
        roles = roles_by_rules(scene, wants, by_rules)
        found = {}
        for one in scene.known:
            scene.message.effort.spend(STEPS)
            role = roles.get(one.start, "none")
            learned = self._choose("goods", goods_features(scene, words, one, role, by_rules, intent))
            sure = learned.role == role or intent != by_rules or learned.margin >= SURE_OTHER
            takes_more = role == "reduce" and learned.role == "remove"  # of three, one was said
            found[one.start] = learned if sure and not takes_more else Learned(role, 0)
        return found

    def is_goods(self, scene: Scene, words: Sequence[str], want: Want) -> bool:
        """Whether what the catalogue has not is goods at all, and no other word of the message.

        What has a quantity of its own is, and what is ordered by its verb: it would be lost without a word.
        """
        ordered = scene.message.says_at(want.mention.start - 1, "order")
        if want.mention.skus or want.amounts or ordered:
            return True
        scene.message.effort.spend(STEPS)
        role, margin = self._models["strange"].choose(strange_features(scene, words, want.mention))
        return role == "goods" or margin < SURE_OTHER

    def quantities(self, scene: Scene, words: Sequence[str], wants: Sequence[Want]) -> None:
        """Decides the quantity of all goods that the catalogue has."""
        numbers = numbers_for(scene)
        decided = []
        for want in wants:
            shared = len(want.amounts) > 1 and (want.parts or all(one.each for one in want.amounts))
            reckoned = shared or want.in_proportion or any(one not in scene.amounts for one in want.amounts)
            if not want.mention.skus or want.doubtful or reckoned:
                continue
            scene.message.effort.spend(STEPS)
            decided.append((want, self._best(candidates_of(scene, words, wants, want, numbers))))
        for want, best in decided:
            want.decided = best

    def _best(self, candidates: Sequence[Candidate]) -> tuple[int | None, int]:
        """The quantity that fits best, and by how much; the rules' own unless another one fits far better."""
        model = self._models["quantity"]
        scored = [(model.score(FITS, one.buckets), one.quantity) for one in candidates]
        best, quantity = max(scored, key=_score)
        others = [score for score, other in scored if other != quantity]
        margin = best - max(others, default=best - OVERRULES)
        by_rules = candidates[0].quantity
        return (quantity, margin) if quantity == by_rules or margin >= SURE_OTHER else (by_rules, 0)

    def _choose(self, model: str, buckets: list[int]) -> Learned:
        return Learned(*self._models[model].choose(buckets))


def _score(scored: tuple[int, int | None]) -> int:
    return scored[0]


@cache
def arbiter() -> Arbiter:
    """The arbiter as shipped."""
    return Arbiter(loaded())


def intent_features(scene: Scene, words: Sequence[str], wants: Sequence[Want], by_rules: Intent) -> list[int]:
    """The features of the whole message."""
    counted = any(one.amounts for one in wants)
    asks = any(one.text == "?" for one in scene.message.tokens)
    told = (
        f"rules {by_rules}",
        f"rules {by_rules} {counted} {asks}",
        f"goods {bool(wants)} {counted} {asks}",
        *_conversation(scene, wants),
    )
    return features.of_message(words, told)


def _conversation(scene: Scene, wants: Sequence[Want]) -> Iterator[str]:
    """What the conversation knows of the message, and of its goods; nothing when it knows nothing."""
    known = scene.conversation
    if known == NOTHING:
        return
    about = {_in_conversation(scene, one.mention) for one in wants}
    holds = "cart" if known.cart else "order" if known.order else "nothing"
    state = f"{holds} {len(known.choices) > 1} {len(known.choices) == 1} {known.on_screen is not None}"
    counted = any(one.amounts for one in wants)
    yield from (f"knows {holds}", f"knows {state}", f"knows {state} {counted}")
    yield from (f"about {one}" for one in about)
    yield from (f"about {one} {counted} {state}" for one in sorted(about))


def _in_conversation(scene: Scene, one: Mention) -> str:
    """Whether goods are among the choices, held, or looked at; and whether the message names them at all."""
    known, skus = scene.conversation, set(one.skus)
    if skus & set(known.choices):
        place = "asked"
    elif skus & known.held.keys():
        place = "held"
    else:
        place = "looked at" if known.on_screen in skus else "new"
    return f"{place} {one.end > one.start} {one.every}"


def goods_features(
    scene: Scene, words: Sequence[str], one: Mention, role: str, by_rules: Intent, intent: str
) -> list[int]:
    """The features of goods of the message."""
    told = [f"rules {role}", f"rules {role} {by_rules}", f"in {intent}", f"rules {role} in {intent}"]
    if scene.conversation != NOTHING:
        place = _in_conversation(scene, one)
        told += [f"is {place}", f"is {place} {role} in {intent}"]
    return features.of_goods(words, one.start, one.end, told)


def strange_features(scene: Scene, words: Sequence[str], one: Mention) -> list[int]:
    """The features of what may be goods that the catalogue has not: its own words, and what stands beside."""
    own = [scene.message.plain(at) for at in range(one.start, one.end)]
    return features.of_goods(words, one.start, one.end, (f"has {piece}" for piece in features.of_words(own)))


def roles_by_rules(scene: Scene, wants: Sequence[Want], by_rules: Intent) -> dict[int, str]:
    """What the rules do with each of the goods."""
    if by_rules == "edit":
        ops = {one.want.mention.start: str(one.op) for one in changes_of(scene, wants)}
        return {one.mention.start: ops.get(one.mention.start, "none") for one in wants}
    out = _taken_back(scene, wants)
    return {one.mention.start: "none" if one.mention.start in out else "line" for one in wants}


def decided_roles(
    scene: Scene, wants: Sequence[Want], goods: Mapping[int, Learned], intent: str
) -> dict[int, str]:
    """The roles of goods; what an order takes back in words is wanted only if that is overruled."""
    back = _taken_back(scene, wants) if intent == "order" else set()
    roles = {at: "none" if at in back and one.margin < OVERRULES else one.role for at, one in goods.items()}
    kept = _kept_at(scene, wants) if intent == "edit" else set()
    return {at: "set" if at in kept and role == "none" else role for at, role in roles.items()}


def _kept_at(scene: Scene, wants: Sequence[Want]) -> set[int]:
    """`terasinya tetap 2 botol, bukan 3`: held goods that stay at a number."""
    return {
        one.mention.start
        for one in wants
        if one.mention.sure and one.amounts and one.mention.skus[0] in scene.conversation.held
        if scene.message.has("keep", start=one.mention.end, end=one.amounts[0].start)
    }


def _taken_back(scene: Scene, wants: Sequence[Want]) -> set[int]:
    skus = {sku for one in taken_out(scene, wants) for sku in one.mention.skus}
    return {one.mention.start for one in wants if one.dropped or skus & set(one.mention.skus)}


def intent_of(learned: Learned) -> Intent:
    """The decided intent."""
    return cast(Intent, learned.role)
