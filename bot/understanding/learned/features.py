"""What the arbiter looks at: words and pieces of words, without the goods' and places' own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from bot.understanding.annotate.message import Message
from bot.understanding.spot.scene import Scene
from bot.understanding.text.tokens import Token

BUCKETS = 8192
GOODS, PLACE, NUMBER, LINE_END, NOTHING = "~", "^", "0", "|", "$"
POLITE = ("hello", "thanks", "kind_words", "address")
BESIDE = 5
"""How many words to each side of a number or goods are looked at."""
FAR = 3 * BESIDE
"""How many tokens those words are looked for in: long names of goods hold empty ones."""


def words_of(scene: Scene) -> list[str]:
    """The words of a message; a sign stands for goods, a place, a number, a line's end; "" inside them."""
    words = [_word(token) for token in scene.message.tokens]
    spans = [(one.start, one.end, GOODS) for one in scene.known if one.end > one.start]
    spans += [(one.start, one.end, PLACE) for one in scene.places]
    for start, end, sign in spans:
        words[start:end] = [sign, *[""] * (end - start - 1)]
    for part in _politeness(scene.message):
        words[part.start : part.stop] = [""] * len(part)
    last = max((at for at, word in enumerate(words) if word not in ("", LINE_END)), default=len(words))
    return [word if at <= last else "" for at, word in enumerate(words)]


def _politeness(message: Message) -> list[range]:
    """The sentences and lines of nothing but greetings, thanks and kind words, unless there is no more."""
    ends = [at for at in range(len(message)) if message.strong_break(at)]
    parts = [range(start, end) for start, end in pairwise([0, *(at + 1 for at in ends), len(message)])]
    polite = [part for part in parts if len(part) == 0 or _is_polite(message, part)]
    return polite if len(polite) < len(parts) else []


def _is_polite(message: Message, part: range) -> bool:
    said = [at for at in part if message.kind(at) == "word"]
    others = all(message.kind(at) in ("word", "sign", "break") and message.plain(at) != "?" for at in part)
    kind = all(message.says_at(at, *POLITE, "talk") for at in said)
    return others and kind and (not said or any(message.says_at(at, *POLITE) for at in said))


def _word(token: Token) -> str:
    if token.kind == "number":
        return NUMBER
    return LINE_END if token.kind == "break" else token.plain


def of_message(words: Iterable[str], told: Iterable[str] = ()) -> list[int]:
    """The features of a whole message; `told` are further ones, as what the rules say."""
    said = [word for word in words if word]
    found = {bucket for word in set(said) for bucket in _whole_word(word)}
    found.update(_bucket(f"{first}_{second}") for first, second in pairwise(["$$", *said, "$$$"]))
    return sorted(found | {*map(_bucket, told)})


def of_words(words: Sequence[str]) -> Iterator[str]:
    """The words and their pieces."""
    yield f"{min(len(words), 4)} words"
    for word in words:
        yield from (word, *_pieces(word, 3), *_pieces(word, 4))


def of_goods(words: Sequence[str], start: int, end: int, told: Iterable[str] = ()) -> list[int]:
    """The features of goods: what stands beside them, and all words of the message."""
    before, after = _beside(words, start, end)
    found = {_bucket(f"anywhere {word}") for word in words if word}
    found.add(_bucket(f">>>{after[0]}_{after[1]}_{after[2]}"))
    return sorted(found | _around(before, after) | {*map(_bucket, told)})


def of_parts(parts: Iterable[str]) -> list[int]:
    """The features that are named one by one."""
    return sorted({*map(_bucket, parts)})


def _beside(words: Sequence[str], start: int, end: int) -> tuple[list[str], list[str]]:
    """The nearest words before and after a stretch, the nearest first."""
    before = [word for word in reversed(words[max(start - FAR, 0) : start]) if word][:BESIDE]
    after = [word for word in words[end : end + FAR] if word][:BESIDE]
    return before + [NOTHING] * (BESIDE - len(before)), after + [NOTHING] * (BESIDE - len(after))


def _around(before: Sequence[str], after: Sequence[str]) -> set[int]:
    found = {_bucket(f"<>{before[0]}_{after[0]}")}
    for side, near in (("<", before), (">", after)):
        found.add(_bucket(f"{side}{side}{near[0]}_{near[1]}"))
        for far, word in enumerate(near):
            found.update(_near(side, far, word))
    return found


@lru_cache(maxsize=20_000)
def _near(side: str, far: int, word: str) -> tuple[int, ...]:
    pieces = (f"{side}{min(far, 2)}:{piece}" for piece in _pieces(word, 3))
    return (_bucket(f"{side}{far}{word}"), *map(_bucket, pieces))


@lru_cache(maxsize=20_000)
def _whole_word(word: str) -> tuple[int, ...]:
    return (_bucket(word), *(_bucket(piece) for length in (3, 4) for piece in _pieces(word, length)))


def _pieces(word: str, length: int) -> Iterator[str]:
    whole = f"<{word}>"
    return (whole[at : at + length] for at in range(len(whole) - length + 1))


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS
