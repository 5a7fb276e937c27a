"""What a message's goods come to: the lines of an order, the changes of one, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.understanding.combine.exclusions import dropped_at_once
from bot.understanding.combine.want import Want
from bot.understanding.learned.arbiter import Learned
from bot.understanding.resolve.edits import Change, changes_of
from bot.understanding.resolve.friend_shares import for_whom, parts_of
from bot.understanding.resolve.relative import narrow_to_held
from bot.understanding.resolve.removals import listed_below
from bot.understanding.result import Edit, Intent, Interpretation, Line, Op, Unclear
from bot.understanding.spot.countries import destination_of
from bot.understanding.spot.scene import Scene


def wanted_of(
    scene: Scene, wants: Sequence[Want], intent: Intent, roles: Mapping[int, str]
) -> Interpretation:
    """The goods that a message orders or changes, by the role of each; nothing for any other intent."""
    destination = destination_of(scene.places)
    if intent == "edit":
        return edited(scene, wants, destination, roles)
    if intent != "order":
        return Interpretation(intent, destination=destination)
    lines, unclear = _sorted(scene, [one for one in wants if _is_wanted(one, roles)])
    return Interpretation("order", lines, destination, unclear)


def _is_wanted(want: Want, roles: Mapping[int, str]) -> bool:
    """Whether goods are wanted; what the catalogue has not is judged by the rules."""
    role = roles.get(want.mention.start)
    return not want.dropped if role is None else role not in ("none", "remove")


def _sorted(scene: Scene, wants: Sequence[Want]) -> tuple[tuple[Line, ...], tuple[Unclear, ...]]:
    """Lines for the sure wants, with repeated goods added up; all others are unclear."""
    quantities: dict[str, int] = {}
    uncounted: set[str] = set()
    unclear: list[Unclear] = []
    parts = parts_of(scene, wants)
    for want in wants:
        counted = want.quantities(scene.lexicon)
        uncounted = uncounted - counted.keys() if want.is_counted else uncounted | counted.keys()
        for sku, quantity in counted.items():
            quantities[sku] = quantities.get(sku, 0) + quantity
        if not counted and want.quantity(scene.lexicon) != 0:
            one = _unclear(scene, want, want.quantity(scene.lexicon))
            unclear.append(replace(one, for_whom=for_whom(parts, want, one.quantity)))
    lines = (Line(sku, many, sku not in uncounted) for sku, many in quantities.items() if many)
    return tuple(lines), tuple(unclear)


def _unclear(scene: Scene, want: Want, quantity: int | None, op: Op = "add") -> Unclear:
    mention = want.mention
    unknown_weight = not mention.skus and any(one.grams is not None for one in want.amounts)
    text = scene.message.slice(mention.start, mention.end)
    definite = scene.message.plain(mention.end - 1).endswith(tuple(scene.message.vocabulary.affixes.definite))
    return Unclear(
        text,
        None if unknown_weight else quantity,
        mention.skus,
        op,
        definite=definite and bool(mention.words),
    )


def edited(
    scene: Scene, wants: Sequence[Want], destination: str | None, roles: Mapping[int, str]
) -> Interpretation:
    """The changes of an order, the last one of each product."""
    lines: dict[str, int] = {}
    edits: list[Edit] = []
    unclear: list[Unclear] = []
    changed, parts = list(_changes(scene, wants, roles)), parts_of(scene, wants)
    if _takes_all_off(scene, changed):
        changed = []
    for change in changed:
        narrow_to_held(scene, change)
        removed = change.op == "remove"
        counted = dict.fromkeys(change.want.meant, 0) if removed else change.want.quantities(scene.lexicon)
        if not counted:
            quantity = 0 if removed else change.want.quantity(scene.lexicon)
            one = _unclear(scene, change.want, quantity, change.op)
            unclear.append(replace(one, for_whom=for_whom(parts, change.want, quantity)))
        for sku, quantity in counted.items():
            lines.pop(sku, None)
            lines[sku] = quantity
            edits = [one for one in edits if one.sku != sku]
            edits.append(_edit(scene, change, sku, quantity))
    final = tuple(Line(sku, quantity) for sku, quantity in lines.items())
    return Interpretation("edit", final, destination, tuple(unclear), tuple(edits))


def _says_off(scene: Scene) -> bool:
    """Whether a word of the message takes goods off at all: none goes by a guess alone."""
    return scene.message.has("remove", "exclude", "refused", "not_this", "no_or", "gone", "change", "reduce")


def _edit(scene: Scene, change: Change, sku: str, quantity: int) -> Edit:
    mention = change.want.mention
    named = mention.end > mention.start
    return Edit(sku, change.op, quantity, change.want.is_counted, scene.message.has("add"), named)


def _takes_all_off(scene: Scene, changes: Sequence[Change]) -> bool:
    """Whether all that is held is taken off by one word for all of it."""
    return len(changes) == 1 and changes[0].op == "remove" and scene.is_all_held(changes[0].want.mention)


def _changes(scene: Scene, wants: Sequence[Want], roles: Mapping[int, str]) -> Iterator[Change]:
    """What is done to each of the goods; to what the catalogue has not, what the rules do."""
    by_rules = {one.want.mention.start: one.op for one in changes_of(scene, wants)}
    below = listed_below(scene, wants)
    for want in wants:
        role = roles.get(want.mention.start, by_rules.get(want.mention.start, "none"))
        guessed_off = role == "remove" and by_rules.get(want.mention.start) != "remove"
        if role == "line" or (guessed_off and not _says_off(scene)):
            role = "set" if want.mention.held else "add"
        if role in ("add", "reduce") and _comes_to(scene, want):
            role = "set"
        if any(one is want for one in below):
            role = "remove"
        if role != "none":
            yield Change(want, cast(Op, role))


def _comes_to(scene: Scene, want: Want) -> bool:
    """`pecelnya kurangi jadi 15`: the number is what it comes to, whatever the verb."""
    behind = [one for one in want.amounts[-1:] if one.start >= want.mention.end]
    return any(scene.message.says_at(one.start - 1, "becomes") for one in behind)


def with_refused(
    wanted: Interpretation, scene: Scene, wants: Sequence[Want], goods: Mapping[int, Learned]
) -> Interpretation:
    """The interpretation with held goods that are named only to refuse them: `jangan semprong, karak 2`."""
    if wanted.intent == "greeting" or (wanted.intent == "question" and "?" in scene.message.text):
        return wanted
    named = {one.sku for one in wanted.lines}
    refused = [
        one
        for one in wants
        if dropped_at_once(scene, one) or _takes_off(goods, one) or _removed_behind(scene, one)
    ]
    skus = {sku for one in refused for sku in one.meant if sku in scene.conversation.held} - named
    if not skus:
        return wanted
    return replace(wanted, unwanted=tuple(sorted(skus)), intent=_does(wanted.intent))


def _takes_off(goods: Mapping[int, Learned], want: Want) -> bool:
    decided = goods.get(want.mention.start)
    return decided is not None and decided.role == "remove"


def _removed_behind(scene: Scene, want: Want) -> bool:
    """`karak 3. jamu serbuknya buang aja`: the part that names goods takes them off, and has no number."""
    message, start = scene.message, want.mention.end
    part = next((one for one in message.parts if want.mention.start in one), range(0))
    removed = [at for at in message.where("remove") if start <= at < part.stop]
    kept = any(message.plain(at - 1) in message.grammar.prohibits for at in removed)
    return bool(removed) and not kept and not scene.amount_in(part.start, part.stop)


def _does(intent: Intent) -> Intent:
    return "edit" if intent in ("other", "question") else intent
