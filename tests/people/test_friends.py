"""Recipients of pieces: names are cleaned, repeated names add up, pieces hold while they fit the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import friends
from bot.people.friends import LONGEST_NAME, MOST_NAMES, FriendShare, cleaned, merged, valid_for, worded

TYPED = st.text(max_size=60)
SAID = st.lists(st.builds(FriendShare, TYPED, st.integers(0, 999)), max_size=12)
KAKAK, ROOM = FriendShare("kakak", 2), FriendShare("teman kamar", 3)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kakak", "kakak"),
        ("  teman   kamar ", "teman kamar"),
        ("Bu\tTri\nS.", "Bu Tri S"),
        ("123 A123456 456 kos", "123 kos"),
        ("kos 12, 34, 56", "kos"),
        ("mbak Ani (kos)", "mbak Ani (kos)"),
        ("kamar 3", "kamar 3"),
        ("kamar 1203.", "kamar 1203"),
        ("kakak, adik", "kakak adik"),
        ("محمد عبد الله", "محمد عبد الله"),
        ("王小明", "王小明"),
        ("สมหญิง", "สมหญิง"),
        ("O'Neil", "O'Neil"),
        ("kak\u202eak\u200b", "kakak"),
        ("3", ""),
        ("...", ""),
        ("", ""),
    ],
)
def test_name_is_one_line_as_typed(typed: str, name: str) -> None:
    assert cleaned(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kakak A123456789", "kakak"),
        ("Siti P123456789012", "Siti"),
        ("Siti (P 123456789012)", "Siti"),
        ("adik 3372014567890001", "adik"),
        ("adik 784-1980-1234567-1", "adik"),
        ("teman 0812 3456 7890 kos", "teman kos"),
        ("teman +886912345678", "teman"),
        ("C1234567", ""),
        ("٣٣٧٢٠١٤٥٦٧ سيتي", "سيتي"),
    ],
)
def test_personal_number_is_never_part_of_a_name(typed: str, name: str) -> None:
    assert cleaned(typed) == name


@given(TYPED)
def test_clean_name_is_short_and_cleaning_is_idempotent(typed: str) -> None:
    name = cleaned(typed)
    assert len(name) <= LONGEST_NAME
    assert cleaned(name) == name
    assert not set(name) & set("\n,;")


@given(SAID)
def test_merged_shares_have_each_name_once_and_lose_no_piece(said: list[FriendShare]) -> None:
    found = merged(said)
    names = [one.name.casefold() for one in found]
    assert len(names) == len(set(names))
    assert all(one.name for one in found)
    for one in found:
        pieces = [other.pieces for other in said if cleaned(other.name).casefold() == one.name.casefold()]
        assert one.pieces == (sum(pieces) if all(pieces) else 0)
    assert merged(found) == found


def test_name_in_another_case_is_the_same_person() -> None:
    assert merged([KAKAK, ROOM, FriendShare("Kakak ", 4)]) == (FriendShare("kakak", 6), ROOM)


def test_number_of_names_is_limited() -> None:
    crowd = [
        FriendShare(f"teman {'abcdefghij'[one // 10 % 10]}{'x' * (one % 10)} {one}", 1) for one in range(500)
    ]
    assert len(merged(crowd)) == MOST_NAMES


@given(SAID, st.integers(0, 3_000))
def test_names_stay_and_their_pieces_never_exceed_the_line(said: list[FriendShare], pieces: int) -> None:
    found = valid_for(said, pieces)
    assert [one.name for one in found] == [one.name for one in said]
    assert sum(one.pieces for one in found) <= pieces
    if sum(one.pieces for one in said) <= pieces:
        assert found == tuple(said)


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (5, "kakak 2, teman kamar 3"),
        (9, "kakak 2, teman kamar 3"),
        (4, "kakak, teman kamar"),
        (0, "kakak, teman kamar"),
    ],
)
def test_pieces_are_shown_while_they_fit_the_line(pieces: int, words: str) -> None:
    assert worded(valid_for([KAKAK, ROOM], pieces)) == words


def test_pieces_are_separated_from_a_name_that_ends_in_a_number() -> None:
    assert worded([FriendShare("kamar 3", 2), KAKAK]) == "kamar 3: 2, kakak 2"


@given(SAID)
def test_shares_survive_a_round_trip_through_their_row(said: list[FriendShare]) -> None:
    assert friends.from_rows(friends.to_rows(said)) == tuple(said)
    assert friends.to_rows([]) is None
    assert friends.from_rows(None) == ()
