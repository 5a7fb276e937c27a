"""Inputs made up from samples: cut, joined and spoilt, as bytes."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 20_000
Inputs = st.SearchStrategy[bytes]
SPOILING = (
    *(b"", b" ", b"\n", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\xa0", b"\x1f"),
    *(
        b"0",
        b"-1",
        b"1e999",
        b"9" * 30,
        b"0.1",
        b"null",
        b"true",
        b'""',
        b"[]",
        b"{}",
        b"[" * 2000,
        b'"\\ud800"',
    ),
    *(
        text.encode()
        for text in ("\u202e", "\u200b", "\u0301" * 20, "\U0001f600", "ǆ", "ß", "İ", "٣", "½", "\u2028")
    ),
    *(b"/", b"'", b'"', b",", b";", b"\t", b"=1+1", b"%s{0}", b"../", b"#0", b"#1", b"#9"),
)


@cache
def samples(target: str) -> tuple[bytes, ...]:
    """The corpus of a target, which stands in the tree."""
    found = tuple(one.read_bytes() for one in sorted((CORPUS / target).glob("*")))
    assert found, f"no corpus of {target}"
    return found


def spoilt(known: Sequence[bytes]) -> Inputs:
    """A sample with up to six places replaced by something hostile, or by a piece of another sample."""
    return st.builds(_spoil, st.sampled_from(known), st.lists(_change(known), max_size=6))


def _change(known: Sequence[bytes]) -> st.SearchStrategy[tuple[float, int, bytes]]:
    piece = st.builds(_piece, st.sampled_from(known), _PLACE, st.integers(0, 60))
    put = st.one_of(
        st.sampled_from(SPOILING), piece, st.binary(max_size=8), st.text(max_size=8).map(_encoded)
    )
    return st.tuples(_PLACE, st.integers(0, 24), put)


_PLACE = st.floats(0, 1, exclude_max=True)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _piece(sample: bytes, place: float, length: int) -> bytes:
    start = int(place * len(sample))
    return sample[start : start + length]


def _spoil(sample: bytes, changes: Sequence[tuple[float, int, bytes]]) -> bytes:
    for place, length, put in changes:
        at = int(place * (len(sample) + 1))
        sample = sample[:at] + put + sample[at + length :]
    return sample[:LONGEST]


def spoilt_json(known: Sequence[Any]) -> st.SearchStrategy[Any]:
    """A sample with up to four values replaced, by anything or by a part of another sample, or taken out."""
    scalars = st.none() | st.booleans() | st.integers() | st.integers(2**62, 2**65) | st.floats() | _TEXTS
    parts = st.sampled_from([value for one in known for *_, value in _inside(one)])
    values = st.recursive(scalars | parts, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
    change = st.tuples(_PLACE, st.just(GONE) | values | values | values)
    return st.builds(
        _replace, st.sampled_from(known).map(copy.deepcopy), st.lists(change, min_size=1, max_size=4)
    )


GONE = object()
_TEXTS = st.text(max_size=40) | st.sampled_from(SPOILING).map(
    lambda one: one.decode("utf-8", "surrogateescape")
)


def _replace(sample: Any, changes: Sequence[tuple[float, Any]]) -> Any:
    for place, value in changes:
        found = list(_inside(sample))
        if not found:
            return value if value is not GONE else sample
        holder, key, _old = found[int(place * len(found))]
        if value is GONE:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(value)
    return sample


def _inside(value: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Each value within, with what holds it and under which key."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield value, key, one
        yield from _inside(one)
