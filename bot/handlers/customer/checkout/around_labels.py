"""What stands around a word for a question: its owner, what links it to the answer, what makes it no label.

Pieces of regular expressions: `nama penerimanya masih keliru, bukan Putri, melainkan …`.
"""

from __future__ import annotations

import re

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
    r"|tolong|(?:di)?betul(?:kan|in)|(?:it )?(?:should|must) (?:be|read)|misspell?ed|mis-?spelt"
    r"|mistyped|(?:di)?koreksi|salah\s+(?:ketik|tulis|nulis|eja)|mestinya|spell?ed wrong|spelt wrong|it'?s"
    r"|itu|niku|adalah|ialah|yaitu|yakni|masih|kok|(?:ya|yo|yaa|nih|kak|dong|to)(?=\s*:)"
    r"|cuma|cukup|just|only|salah|keliru|kleru|klentu|wrong|nggih"
    r"|(?:bukan|dudu|not)\s+[^,;.\n]{1,40}?,?\s+(?:tp|tapi|but|melainkan|nanging))\b))*"
)
NOT_BEHIND = r"(?<!no )(?<!atas )(?<!ada )(?<!punya )(?<![@.=&/-])"
"""What stands before a word that is no label: `ga ada nama gedung`, `siti-nama@…`."""
NO_NAME = re.compile(
    r"\s*(?:barang|produk|resi|pesanan\w*|order|transaksi|tracking|rekening|gedung\w*|building|toko|usaha"
    r"|panggilan|jalan|kota|akun|file"
    r"|bank|tempat|kompleks|apartemen)\b|\s*[@=&/]",
    re.IGNORECASE,
)
"""What behind the word for a name is the name of something else."""
