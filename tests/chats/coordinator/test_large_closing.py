"""Closing a shipment too big to freeze at once; here a single order counts as too many."""

from __future__ import annotations

import pytest

from bot.shipping.manifests import freeze
from tests.chats.test_transcripts import CHANNELS
from tests.support.play_chat import Play
from tests.support.running_shop import RunningProgram

CHAT = """
% scene team
% scene siti
@tini
< Pesanan baru {number}
@wati
> {number}
[Lihat kirimannya]
< Kiriman {shipment}
[Tutup sekarang]
[Ya, tutup]
< Sudah ditutup. Manifes sedang disusun dan akan datang sebagai pesan beserta dokumennya.
< Manifes {shipment}-v1
+ *v1*.xlsx
@siti
< Pesanan {number} sedang disiapkan
@tini
< Daftar ambil {shipment}-v1
@wati
> {number}
[Ubah barang]
[2 × Karak]
[1]
[Belum dibayar]
< Selesai. UMKM dan pelanggan dikabari. Versi baru manifes datang sebagai pesan.
< Manifes {shipment}-v2
< Karak: 2 → 1
@tini
< Daftar ambil {shipment}-v2
"""


@pytest.mark.parametrize("channel", CHANNELS)
async def test_manifest_of_a_big_shipment_arrives_as_a_notice(
    program: RunningProgram, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    monkeypatch.setattr(freeze, "AT_ONCE", 0)
    await Play(program, channel).run(CHAT)
