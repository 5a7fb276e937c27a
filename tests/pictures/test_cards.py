"""The cards of the demo's products: one for each, no two alike, and each as its script draws it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.ordering.shop import open_shop
from pictures import paint
from pictures.__main__ import CONFIG, FOLDER, cards
from pictures.card import HEIGHT, WIDTH
from pictures.catalogue import CARDS
from pictures.ink import group, number
from pictures.letters import width

MOST_BYTES = 25_000


def test_every_product_of_the_demo_has_a_card_that_was_made_from_its_drawing() -> None:
    stamps = {card.sku: paint.stamp(card.svg()) for card in cards()}
    assert stamps.keys() == CARDS.keys() == {path.stem for path in FOLDER.glob("*.png")}
    outdated = [sku for sku, stamp in stamps.items() if paint.stamp_of(FOLDER / f"{sku}.png") != stamp]
    assert outdated == [], "python -m pictures"


def test_no_two_cards_are_alike() -> None:
    drawn = list(cards())
    assert len({(card.motif, card.colours) for card in drawn}) == len(drawn)
    assert len({card.thing for card in drawn}) == len(drawn)
    assert len({(FOLDER / f"{card.sku}.png").read_bytes() for card in drawn}) == len(drawn)


def test_drawing_twice_gives_the_same_card() -> None:
    assert [card.svg() for card in cards()] == [card.svg() for card in cards()]


@pytest.mark.parametrize("sku", ["SOLO-008", "SOLO-070"])
def test_the_picture_that_is_kept_looks_as_the_drawing_does(sku: str) -> None:
    card = next(one for one in cards() if one.sku == sku)
    made = Image.open(BytesIO(paint.png(card.svg(), WIDTH))).convert("RGB")
    kept = Image.open(FOLDER / f"{sku}.png").convert("RGB")
    assert kept.size == (WIDTH, HEIGHT)
    assert max(ImageStat.Stat(ImageChops.difference(made, kept)).mean) < 1


def test_a_card_is_small_enough_for_a_list_on_a_phone() -> None:
    assert {path.name for path in FOLDER.glob("*.png") if path.stat().st_size > MOST_BYTES} == set()


def test_the_shop_shows_a_photo_in_place_of_the_card(tmp_path: Path) -> None:
    shop = open_shop(CONFIG)
    assert shop.photos == [CONFIG / "photos", FOLDER]
    assert shop.photo("product/SOLO-001") == FOLDER / "SOLO-001.png"
    photo = tmp_path / "SOLO-001.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    shop.photos = [tmp_path, FOLDER]
    assert shop.photo("product/SOLO-001") == photo
    for other in ("product/SOLO-999", "product/../catalog", "product/", ""):
        assert shop.photo(other) is None


def test_a_long_name_gets_smaller_letters() -> None:
    assert width("Kain batik printing", 34) > width("Karak", 34) > 0


def test_coordinates_are_written_the_same_everywhere() -> None:
    assert [number(one) for one in (0.04, -0.04, 1.25, 3.0, -2.5)] == ["0", "0", "1.2", "3", "-2.5"]
    assert group("x", 1, 2, 30, 0.5) == '<g transform="translate(1 2) rotate(30) scale(0.50 0.50)">x</g>'
