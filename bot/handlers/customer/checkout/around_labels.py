"""What stands around a word for a question: its owner, what links it to the answer, what makes it no label.

Pieces of regular expressions: `nama penerimanya masih keliru, bukan Putri, melainkan …`.
"""

from __future__ import annotations

import re

from bot.handlers.customer.checkout.form import MOBILE, NAME
from bot.handlers.customer.checkout.small_words import KIN_WORDS

KIN = (
    rf"(?:{KIN_WORDS}|putri|putra|cucu|menantu|mertua|saudara|sodara|tetangga|pacar)"
    r"(?:ku|e|nya|\s(?:saya|aku|gw|gue|kulo))"
)
OWN = r"(?:\s?(?:nya|nja|ne|ipun)|ku|mu|e)?"
OWNER = (
    r"(?:\s+(?:saya|saja(?=\s+cuma)|aku|sy|gw|gue|gua|kulo|dia|dy|lengkap(?:nya|e)?"
    rf"|penerima(?:nya)?|{KIN}))*"
)
LINK = (
    r"(?:[\s,]*(?:[:=]|\b(?:is|are|should be|must be|(?:se)?harusnya|kudune|(?:yang|yg|sing)"
    r" (?:bener|benar|betul)(?:nya)?|jadi|dadi|(?:di)?ganti(?:\s+jadi)?|(?:di)?ubah(?:\s+jadi)?|di atas"
    r"|tolong|(?:di)?betul(?:kan|in)|(?:di)?bener(?:in|ke|no)|perbaiki\w*|fix|becomes?"
    r"|(?:it )?(?:should|must) (?:be|read)|misspell?ed|mis-?spelt"
    r"|mistyped|(?:di)?koreksi|salah\s+(?:ketik|tulis|nulis|eja)|mestinya|spell?ed wrong|spelt wrong|it'?s"
    r"|itu|niku|adalah|ialah|yaitu|yakni|masih|kok|(?:ya|yo|yaa|nih|kak|dong|to)(?=\s*:)"
    r"|cuma|cukup|just|only|salah|keliru|kleru|klentu|wrong|nggih"
    r"|(?:bukan|dudu|not)\s+[^,;.\n]{1,40}?,?\s+(?:tp|tapi|but|melainkan|nanging))\b))*"
)
NOT_BEHIND = r"(?<!no )(?<!atas )(?<!ada )(?<!punya )(?<![@.=&/-])"
"""What stands before a word that is no label: `ga ada nama gedung`, `siti-nama@…`."""
PAPER = re.compile(
    r"\b(?:nota|kuitansi|kwitansi|invoice|faktur|bon|receipt|struk)\w*\s+(?:\S+\s+){0,3}$", re.IGNORECASE
)
"""What before `atas nama` makes it the name on a paper, and nobody's who receives."""
OF_ORDER = re.compile(r"\s*(?:pesanan\w*|order)\b", re.IGNORECASE)
"""`ganti telepon pesanan QA-MV69 jadi …`: the telephone of an order."""
NO_NAME = re.compile(
    r"\s*(?:barang|produk|resi|pesanan\w*|order|transaksi|tracking|rekening|gedung\w*|building|toko|usaha"
    r"|panggilan|jalan|kota|akun|file"
    r"|bank|tempat|kompleks|apartemen|kantor\w*|perusahaan\w*|pabrik\w*|sekolah\w*|hotel\w*|asrama\w*|desa\w*"
    r"|dusun\w*|pengirim\w*|penjual\w*|sender|seller|company|office|factory|school)\b|\s*[@=&/]",
    re.IGNORECASE,
)
"""What behind the word for a name is the name of something else."""
TAKER = re.compile(
    r"\W*((?:[A-Z][\w'.-]*\s+){1,5})(?i:yang|yg|sing|yng)\s+(?i:me)?(?i:terima|nerima|nampa)\b"
)
"""`Pak Ganti yg terima ya`: a name before the word for who receives."""
CLAUSE_ENDS = re.compile(r"[?!;\n]|\.(?=\s|$)")
ITSELF = re.compile(
    r"\W*(?:(?i:keliru|salah|bukan|wrong|no)\W+)?((?:[A-Z][\w'.-]*\s+){1,5})(?i:itu|is|iku)\s+"
    r"(?i:nama\s+(?:saya|aku|penerima\w*)|my name|the (?:recipient|name))\b"
)
"""`Harun Al Rasyid itu nama saya`: the name stands before the word for it."""


def is_of_else(field_id: str, text: str, match: re.Match[str]) -> bool:
    """Whether it is no label: of the name of something else, on a paper, or in a question back."""
    if field_id == MOBILE:
        return NO_NAME.match(text, match.end()) is not None and not OF_ORDER.match(text, match.end())
    asks = (end := CLAUSE_ENDS.search(text, match.end())) is not None and end[0] == "?"
    if field_id != NAME:
        return asks
    return asks or bool(NO_NAME.match(text, match.end()) or PAPER.search(text[: match.start()]))
