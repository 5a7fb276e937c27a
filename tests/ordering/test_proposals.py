"""Proposals: changes laid over the cart, words that become changes, and one proposal per customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ordering import proposal_messages, proposals
from bot.ordering.proposal_parts import Change, Word
from bot.ordering.proposals import Proposal, would_be
from bot.orders import MOST_PIECES
from bot.understanding import Doubt, Edit, Interpretation, Line, Op, Share, Unclear
from tests.support.rows import NOON

PRODUCTS = {f"SOLO-00{one}": one for one in range(1, 7)}
OPS: tuple[Op, ...] = ("add", "reduce", "set", "remove")
PIECES = st.integers(0, MOST_PIECES)
CHANGES = st.lists(st.builds(Change, st.sampled_from(list(PRODUCTS.values())), st.sampled_from(OPS), PIECES))


@pytest.fixture
def db(makers_db: AsyncSession) -> AsyncSession:
    return makers_db


def order(**lines: int) -> Interpretation:
    return Interpretation("order", tuple(Line(sku.replace("_", "-"), many) for sku, many in lines.items()))


def seen(one: Proposal) -> dict[int, int]:
    """What stands in it, as if nothing else were in the cart."""
    return would_be({}, one.changes)


async def begun(db: AsyncSession) -> Proposal:
    return await proposals.begin(db, 1, "", NOON)


@pytest.mark.parametrize(
    ("op", "pieces", "of", "made"),
    [
        ("add", 2, 3, 5),
        ("add", 2, 0, 2),
        ("reduce", 2, 3, 1),
        ("reduce", 5, 3, 0),
        ("set", 5, 3, 5),
        ("remove", 0, 3, 0),
        ("add", MOST_PIECES, MOST_PIECES, MOST_PIECES),
    ],
)
def test_change_is_laid_over_the_pieces_in_the_cart(op: Op, pieces: int, of: int, made: int) -> None:
    assert Change(1, op, pieces).laid_over(of) == made


@given(now=st.dictionaries(st.sampled_from([1, 2, 3]), st.integers(1, MOST_PIECES)), changes=CHANGES)
def test_quantities_after_any_changes_can_be_ordered(now: dict[int, int], changes: list[Change]) -> None:
    wanted = would_be(now, changes)
    assert set(wanted) == set(now) | {one.product_id for one in changes}
    assert all(0 <= pieces <= MOST_PIECES for pieces in wanted.values())
    untouched = set(now) - {one.product_id for one in changes}
    assert {one: wanted[one] for one in untouched} == {one: now[one] for one in untouched}


async def test_product_ordered_again_replaces_its_change_and_others_are_added(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3, SOLO_002=2), PRODUCTS.get, seen(one))
    proposal_messages.take_in(one, order(SOLO_001=4, SOLO_003=1), PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {2: 2, 1: 4, 3: 1}


async def test_edit_joins_the_proposal_and_replaces_nothing(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3), PRODUCTS.get, seen(one))
    more = Interpretation("edit", edits=(Edit("SOLO-001", "add", 2), Edit("SOLO-002", "set", 1)))
    proposal_messages.take_in(one, more, PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {1: 5, 2: 1}


async def test_withdrawn_goods_are_ignored(db: AsyncSession) -> None:
    one = await begun(db)
    message = Interpretation("order", (Line("GONE", 2),), unclear=(Unclear("abon", 1, ("GONE", "SOLO-004")),))
    proposal_messages.take_in(one, message, PRODUCTS.get, seen(one))
    assert one.changes == []
    assert one.words == [Word(1, "abon", 1, (4,), "add")]


async def test_words_become_changes_one_by_one_and_each_has_its_own_id(db: AsyncSession) -> None:
    one = await begun(db)
    unclear = (Unclear("intip", 3, ("SOLO-001", "SOLO-002")), Unclear("kopi", None, ("SOLO-003",)))
    proposal_messages.take_in(one, Interpretation("order", unclear=unclear), PRODUCTS.get, seen(one))
    first, second = one.words
    proposals.choose(one, first, 3)  # none of its products: nothing is chosen
    assert one.open_word == first
    proposals.choose(one, first, 2)
    assert one.open_word == second
    proposals.count(one, second, 4)
    assert one.words == []
    assert would_be({}, one.changes) == {2: 3, 3: 4}
    other = (Unclear("intip", 5, ("SOLO-001", "SOLO-002")),)
    proposal_messages.take_in(one, Interpretation("order", unclear=other), PRODUCTS.get, seen(one))
    assert [word.id for word in one.words] == [3]
    proposals.drop(one, one.words[0])
    proposal_messages.take_in(one, Interpretation("order", unclear=unclear[:1]), PRODUCTS.get, seen(one))
    assert one.words == [], "it can only be the one that is there, as many as there are"


async def test_goods_named_again_without_a_number_stay_and_it_is_told(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3), PRODUCTS.get, seen(one))
    named = Interpretation("order", (Line("SOLO-001", 1, counted=False), Line("SOLO-002", 1, counted=False)))
    proposal_messages.take_in(one, named, PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {1: 3, 2: 1}
    assert [(doubt.kind, doubt.product_ids) for doubt in one.doubts] == [("there", (1,))]
    more = Interpretation("edit", edits=(Edit("SOLO-001", "add", 1, counted=False, more=True),))
    proposal_messages.take_in(one, more, PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {1: 4, 2: 1}
    assert one.doubts == []


async def test_an_edit_that_says_nothing_of_more_restates(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=1, SOLO_002=2), PRODUCTS.get, seen(one))
    edits = (Edit("SOLO-002", "remove", 0), Edit("SOLO-001", "add", 24, more=False))
    proposal_messages.take_in(one, Interpretation("edit", edits=edits), PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {2: 0, 1: 24}


async def test_what_a_message_refuses_goes_and_all_of_it_can_be_taken_back(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=1, SOLO_002=2), PRODUCTS.get, seen(one))
    assert one.before is None
    refused = Interpretation("order", (Line("SOLO-001", 5),), unwanted=("SOLO-002",))
    proposal_messages.take_in(one, refused, PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {2: 0, 1: 5}
    one.take_back()
    assert would_be({}, one.changes) == {1: 1, 2: 2}
    one.take_back()
    assert would_be({}, one.changes) == {2: 0, 1: 5}


async def test_goods_named_again_with_a_person_are_all_for_that_one(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3), PRODUCTS.get, seen(one))
    line = Line("SOLO-001", 1, counted=False)
    proposal_messages.take_in(
        one, Interpretation("order", (line,), shares=(Share("Rina", "SOLO-001", 1),)), PRODUCTS.get, seen(one)
    )
    assert would_be({}, one.changes) == {1: 3}
    assert [(who.name, who.pieces) for who in one.shares] == [("Rina", 3)]
    assert one.doubts == []


async def test_goods_that_are_only_spoken_of_beside_counted_ones_are_not_put_in(db: AsyncSession) -> None:
    one = await begun(db)
    lines = (Line("SOLO-001", 1, counted=False), Line("SOLO-002", 5))
    doubts = (Doubt("goods", "jahe", ("SOLO-001",)),)
    proposal_messages.take_in(one, Interpretation("order", lines, doubts=doubts), PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {2: 5}
    assert [doubt.text for doubt in one.doubts] == ["jahe"]


async def test_the_only_product_that_the_last_message_changed(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3, SOLO_002=1), PRODUCTS.get, seen(one))
    assert one.changed_last is None
    proposal_messages.take_in(one, order(SOLO_001=8), PRODUCTS.get, seen(one))
    assert one.changed_last == Change(1, "set", 8)
    one.recount(5)
    assert would_be({}, one.changes) == {2: 1, 1: 5}
    one.take_back()
    assert would_be({}, one.changes) == {2: 1, 1: 8}, "only the number is taken back"
    one.take_back()
    proposal_messages.take_in(one, order(SOLO_001=2, SOLO_002=2), PRODUCTS.get, seen(one))
    assert one.changed_last is None


async def test_a_kind_spoken_of_as_known_is_the_held_one(db: AsyncSession) -> None:
    one = await begun(db)
    kind = Unclear("intipnya", 2, ("SOLO-001", "SOLO-002"), definite=True)
    proposal_messages.take_in(one, Interpretation("order", unclear=(kind,)), PRODUCTS.get, {1: 6})
    assert (one.changes, one.words) == ([Change(1, "set", 2)], [])
    both = {1: 6, 2: 1}
    proposal_messages.take_in(one, Interpretation("order", unclear=(kind,)), PRODUCTS.get, both)
    assert [word.text for word in one.words] == ["intipnya"]


async def test_goods_of_the_cart_named_without_a_number_stay_too(db: AsyncSession) -> None:
    one = await begun(db)
    line = Line("SOLO-001", 1, counted=False)
    proposal_messages.take_in(one, Interpretation("order", (line,)), PRODUCTS.get, {1: 4})
    assert one.changes == []
    assert [(doubt.kind, doubt.product_ids) for doubt in one.doubts] == [("there", (1,))]


async def test_a_number_is_set_only_when_it_is_said(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=4), PRODUCTS.get, seen(one))
    all_of_it = Interpretation("edit", edits=(Edit("SOLO-001", "set", 1, counted=False, more=False),))
    proposal_messages.take_in(one, all_of_it, PRODUCTS.get, seen(one))
    assert would_be({}, one.changes) == {1: 4}


async def test_product_is_asked_for_before_its_quantity(db: AsyncSession) -> None:
    one = await begun(db)
    message = Interpretation("order", unclear=(Unclear("teh", None, ("SOLO-001", "SOLO-002")),))
    proposal_messages.take_in(one, message, PRODUCTS.get, seen(one))
    proposals.choose(one, one.words[0], 2)
    assert one.words == [Word(1, "teh", None, (2,), "add")]
    proposals.count(one, one.words[0], 6)
    assert would_be({}, one.changes) == {2: 6}


async def test_unknown_product_is_not_asked_about(db: AsyncSession) -> None:
    one = await begun(db)
    message = Interpretation("order", (Line("SOLO-001", 1),), unclear=(Unclear("bakpia", 2, ()),))
    proposal_messages.take_in(one, message, PRODUCTS.get, seen(one))
    assert one.open_word is None
    assert [word.text for word in one.unknown] == ["bakpia"]


@pytest.mark.parametrize(
    ("op", "there", "left", "done"),
    [
        ("remove", {2}, [], {2: 0}),
        ("set", {2}, [], {2: 5}),
        ("remove", {1, 2}, [(1, 2)], {}),
        ("remove", set(), [(1, 2, 3)], {}),
        ("add", {2}, [(1, 2, 3)], {}),
    ],
)
async def test_reducing_word_means_products_in_the_cart(
    db: AsyncSession, op: Op, there: set[int], left: list[tuple[int, ...]], done: dict[int, int]
) -> None:
    one = await begun(db)
    pieces = 0 if op == "remove" else 5
    word = Unclear("teh", pieces, ("SOLO-001", "SOLO-002", "SOLO-003"), op)
    proposal_messages.take_in(one, Interpretation("edit", unclear=(word,)), PRODUCTS.get, seen(one))
    proposals.narrow(one, there)
    assert [word.any_of for word in one.words] == left
    assert would_be({}, one.changes) == done


async def test_shares_follow_their_goods(db: AsyncSession) -> None:
    one = await begun(db)
    lines = (Line("SOLO-001", 5),)
    message = Interpretation(
        "order", lines, shares=(Share("kakak", "SOLO-001", 2), Share("Rina", "SOLO-001", 3))
    )
    proposal_messages.take_in(one, message, PRODUCTS.get, seen(one))
    assert [(who.name, who.pieces) for who in one.shares] == [("kakak", 2), ("Rina", 3)]
    proposal_messages.take_in(one, order(SOLO_001=1), PRODUCTS.get, seen(one))
    assert [who.name for who in one.shares] == ["kakak", "Rina"], "whose they are was not taken back"
    mine = Interpretation("order", (Line("SOLO-001", 2),), shares=(Share("Dewi", "SOLO-001", 2),))
    proposal_messages.take_in(one, mine, PRODUCTS.get, seen(one))
    assert [who.name for who in one.shares] == ["Dewi"]


async def test_recipients_of_a_word_go_to_the_chosen_product(db: AsyncSession) -> None:
    one = await begun(db)
    whom = (("kakak", 2), ("Rina, 0912345678", 1))
    unclear = Unclear("intip", 3, ("SOLO-001", "SOLO-002"), for_whom=whom)
    proposal_messages.take_in(one, Interpretation("order", unclear=(unclear,)), PRODUCTS.get, seen(one))
    await db.flush()
    db.expunge_all()
    again = await proposals.of(db, 1)
    assert again is not None
    proposals.choose(again, again.words[0], 2)
    assert [(who.name, who.product_id, who.pieces) for who in again.shares] == [
        ("kakak", 2, 2),
        ("Rina", 2, 1),
    ]


async def test_customer_has_one_proposal_and_an_older_one_is_not_found(db: AsyncSession) -> None:
    first = (await begun(db)).code
    second = (await begun(db)).code
    assert first != second
    assert await proposals.of(db, 1, first) is None
    assert (await proposals.of(db, 1, second)) is not None
    assert (await proposals.of(db, 2, second)) is None
    assert await db.scalar(select(func.count()).select_from(Proposal)) == 1


async def test_unanswered_proposal_is_deleted_after_a_week(db: AsyncSession) -> None:
    await begun(db)
    await proposals.forget_old(db, NOON + timedelta(days=6))
    assert await db.scalar(select(func.count()).select_from(Proposal)) == 1
    await proposals.forget_old(db, NOON + timedelta(days=8))
    assert await db.scalar(select(func.count()).select_from(Proposal)) == 0


async def test_proposal_survives_writing_and_reading(db: AsyncSession) -> None:
    one = await begun(db)
    proposal_messages.take_in(one, order(SOLO_001=3), PRODUCTS.get, seen(one))
    one.contact = ["Nama: Siti"]
    await db.flush()
    db.expunge_all()
    again = await proposals.of(db, 1, one.code)
    assert again is not None
    assert (again.changes, again.contact) == ([Change(1, "add", 3)], ["Nama: Siti"])


async def test_goods_of_the_cart_named_again_are_so_many_and_more_only_where_that_is_said(
    db: AsyncSession,
) -> None:
    one, cart = await begun(db), {1: 2, 2: 1}
    proposal_messages.take_in(one, order(SOLO_001=2, SOLO_003=4), PRODUCTS.get, cart)
    assert would_be(cart, one.changes) == {1: 2, 2: 1, 3: 4}
    more = replace(order(SOLO_001=2), more=True)
    proposal_messages.take_in(one, more, PRODUCTS.get, would_be(cart, one.changes))
    assert would_be(cart, one.changes) == {1: 4, 2: 1, 3: 4}
