from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ConfigRefused
from bot.ordering.shop_profile import ShopProfile
from bot.shipments import Cadence

CONFIG = Path(__file__).parents[2] / "config"


def written(folder: Path, text: str) -> Path:
    (folder / "shop.yaml").write_text(text, encoding="utf-8")
    return folder


def test_shipped_shop_file_states_the_defaults():
    assert ShopProfile.read(CONFIG) == ShopProfile()


def test_destination_overrides_only_its_stated_cadence(tmp_path):
    folder = written(
        tmp_path,
        "shipments: {default: {weekday: monday, hand_in_days: 2}, destinations: {TW: {every_weeks: 1}}}",
    )
    found = ShopProfile.read(folder)
    assert found.cadence_of("QA") == Cadence(weekday="monday", hand_in_days=2)
    assert found.cadence_of("TW") == Cadence(weekday="monday", hand_in_days=2, every_weeks=1)


def test_payment_text_follows_the_language_and_may_be_empty(tmp_path):
    found = ShopProfile.read(written(tmp_path, "payment: {id: 'Transfer ya ', en: Transfer}"))
    assert [found.how_to_pay(one) for one in ("id", "jv", "en", "zh")] == [
        "Transfer ya",
        "Transfer ya",
        "Transfer",
        "Transfer",
    ]
    assert ShopProfile().how_to_pay("id") == ""


def test_every_fault_is_named_with_its_line(tmp_path):
    folder = written(
        tmp_path,
        "nama: Rantau\npayment:\n  jp: x\nshipments:\n  default:\n    weekday: jumat\n    time: 20:00\n"
        "  destinations:\n    Taiwan: {}\n",
    )
    with pytest.raises(ConfigRefused) as caught:
        ShopProfile.read(folder)
    where = {one.removeprefix(str(folder / "shop.yaml:")).split(": ")[0] for one in caught.value.complaints}
    assert where == {"1", "3", "6", "7", "9"}
