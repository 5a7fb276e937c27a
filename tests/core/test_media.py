"""Files that people send are stored under names of our own, completely or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.media import MOST_BYTES, Media, TooLarge, plain_name


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for one in content:
        yield one


async def broken_off() -> AsyncIterator[bytes]:
    yield b"half of it"
    raise ConnectionError("the line is cut")


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("timbang.XLSX", "document", ".xlsx"),
        ("../../.ssh/authorized_keys", "document", ""),
        ("faktur.pdf.exe", "document", ""),
        ("", "photo", ".jpg"),
        ("struk.png", "photo", ".png"),
        ("seribu.html", "document", ""),
    ],
)
async def test_file_is_stored_under_a_name_of_ours(tmp_path: Path, name: str, kind: str, suffix: str) -> None:
    media = Media(tmp_path / "new" / "media")
    stored = await media.store(pieces(b"PK", b"..."), kind=kind, name=name)
    assert Path(stored.ref).suffix == suffix
    assert (stored.name, stored.size, stored.kind) == (plain_name(name), 5, kind)
    assert media.path(stored.ref).parent == media.folder
    assert await media.read(stored.ref) == b"PK..."
    assert media.folder.stat().st_mode & 0o077 == 0


async def test_same_key_gives_the_same_reference_and_no_key_a_new_one(tmp_path: Path) -> None:
    media = Media(tmp_path)
    refs = [(await media.store(pieces(b"x"), kind="photo", key="telegram:1:2")).ref for _ in range(2)]
    assert len(set(refs)) == 1
    others = [(await media.store(pieces(b"x"), kind="photo")).ref for _ in range(2)]
    assert len({*refs, *others}) == 3


async def test_upload_that_ends_early_or_is_too_large_leaves_nothing(tmp_path: Path) -> None:
    media = Media(tmp_path)
    with pytest.raises(ConnectionError):
        await media.store(broken_off(), kind="document")
    with pytest.raises(TooLarge):
        await media.store(pieces(bytes(MOST_BYTES), b"x"), kind="document")
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240


async def test_removed_file_is_gone(tmp_path: Path) -> None:
    media = Media(tmp_path)
    ref = (await media.store(pieces(b"x"), kind="photo")).ref
    for _ in range(2):
        await media.remove(ref)
    with pytest.raises(FileNotFoundError):
        await media.read(ref)


@pytest.mark.parametrize("ref", ["", "..", "../x", "a" * 31, "A" * 32, "a" * 32 + ".jpg/..", "a" * 32 + "\n"])
async def test_invalid_reference_is_refused(tmp_path: Path, ref: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        await Media(tmp_path).read(ref)


@given(st.text())
def test_senders_file_name_is_one_short_line_without_folders(name: str) -> None:
    plain = plain_name(name)
    assert len(plain) <= 120
    assert plain.isprintable()
    assert "/" not in plain
    assert "\\" not in plain
    assert plain_name(plain) == plain


def test_long_file_name_keeps_its_suffix() -> None:
    assert plain_name("a" * 300 + ".xlsx").endswith("….xlsx")
