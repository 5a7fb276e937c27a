"""A coordinator's reason is told to the customer and printed: no identity number stands in it."""

from __future__ import annotations

from bot.handlers.shared import reasons


def test_an_identity_number_is_left_out_of_a_reason() -> None:
    assert "A123456789" not in reasons.own("salah, A123456789 punya Budi")
    assert reasons.own("alamat salah ketik, No. 9") == "alamat salah ketik, No. 9"
