"""Words that only carry a sentence: what is said around an answer, and clauses that hold none."""

from __future__ import annotations

import re

_SMALL = """
    di ning teng nang ya yah yaa iya iyo nggih njih inggih oke ok okay sip siap eh oh ah lho loh lah
    kok kan sih deh nih tuh ding yak gitu gini gt dong donk ganti gantiin diganti ubah
    diubah rubah kak kaka kakak mbak mba mas min pak bapak bu ibu
    bang bro bos sis gan om tante mate saya aku sy gw gue gua kulo lo lu elo kamu dia ia mereka kita
    kami itu ini iku niku niki kuwi iki tadi tadinya barusan sudah udah udh sdh uwis wis sampun pun
    belum blm blom dereng durung ga gak g nggak ngga enggak engga tidak tdk mboten ora gada gaada
    bukan dudu sanes jangan jgn ampun aja saja sadja mawon doang wae ae cuma hanya juga lagi terus
    trus trs tapi tp kalau kalo kl klo karena krn soalnya biar supaya maka yang yg sing untuk buat
    ke dari sama dengan dan atau utawa ato tolong mohon minta tulung nyuwun maaf sori sorry makasih
    terima kasih suwun nuwun matur thanks thx nanti mangkih engko besok sekarang skrg sakniki dulu
    dlu riyin sebentar bentar semua ikut mau pengen pingin bisa bs boleh harus hrs ada wonten punya
    gadhah duwe tau tahu ngerti ngertos apal hafal bilang dibilang disebut ditulis tulis tulisan
    nulis kirim dikirim kirimin tanya tanglet takon takonke takonin nanya jare katanya kata lanjut
    lanjutin langsung pesen betul bener benar leres salah keliru klentu kleru maksud maksudnya
    maksudku berarti kayaknya kyknya kayak seperti gimana pripun piye kenapa apa opo nopo apaan mana
    pundi kapan siapa sinten berapa hehe hehehe haha hahaha wkwk wkwkwk wkwkwkwk nja nmr dibantu
    dihapus hapus pesanan pesanannya ditelpon ditelepon didepan astaga aduh waduh buset anjir hadeh
    duh yaelah alhamdulillah bismillah biasa ngasih the is are was its it's it that this my me i you
    nomor nomer become becomes remove delete inside gmn gmana gmn2 pengirim pengirimnya melainkan masih
    harusnya seharusnya kemarin kmrn lama baru kudune
    he she they and but just only please pls should be not for so already said told know don't dont
    have has will can yeah nah eh mate hey oh well
"""
SMALL = frozenset(re.findall(r"\S+", _SMALL))
"""Small words of what people write; none of them alone is an answer's whole."""
_TELLING = """
    takon takonke takonin tanya tanglet nanya bilang dibilang disebut ditulis tulis nulis ngasih tau
    tahu ngerti ngertos apal hafal told said know katanya
"""
TELLING = frozenset(re.findall(r"\S+", _TELLING))
"""Small words behind which somebody or something is told of, and no answer stands."""
KIN_WORDS = (
    "mak|emak|ibu|bapak|ayah|mama|papa|suami|istri|anak|kakak|kaka|adik|adin|adek|sepupu|teman|temen|tmen|tante|om"
    "|bude|pakde|majikan|bos|keponakan|ponakan"
)
"""What somebody is to the customer, for a regular expression."""
TITLES = frozenset({"pak", "bapak", "bu", "ibu", "mas", "mbak", "mba", "bang", "om", "tante", "kak"})
"""Small words that begin a name: `Ibu Endang`."""
WORDS = re.compile(r"[^\W\d_][\w'’-]*|\d\S*")
CLAUSE_END = re.compile(
    r"(?:(?<=\w{3})|(?<=\d))[.]+(?=\s+\D|\s*$)|[!?;]+|,(?=\s)|\n|…|[\U0001f300-\U0001faff]+"
)
MOST_CAPITALS = 2
"""Words in capitals that may be a name whatever they mean: `LU YI`."""
MOST_SMALL = 0.4
"""Share of small words from which several words are a sentence."""


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, as typed."""
    return WORDS.findall(text)


def is_small(word: str, shouted: bool = False) -> bool:
    """Whether a word says nothing of an answer; with a capital it may be a name, unless all have some."""
    return word.casefold() in SMALL and (word.islower() or shouted)


def is_shouted(text: str) -> bool:
    """Whether a sentence is typed in capitals throughout; one or two words in capitals are a name."""
    return text.isupper() and len(words_of(text)) > MOST_CAPITALS


def is_sentence(text: str) -> bool:
    """Whether the text is said, and no name of a person, a street or a place."""
    words = words_of(text)
    shouted = is_shouted(text)
    small = sum(is_small(word, shouted) for word in words) + (
        1 if words and words[0].istitle() and words[0].casefold() in SMALL - TITLES and len(words) > 2 else 0
    )
    if small == len(words):
        return small > 0
    return small >= 2 and small >= MOST_SMALL * len(words)


def clauses(text: str) -> list[str]:
    """The clauses of a text, without the signs between them."""
    return [part for raw in CLAUSE_END.split(text) if (part := raw.lstrip(" \t,.;:–—").rstrip(" \t,;:–—"))]


def bare(clause: str, of_name: bool = False) -> str:
    """The clause without small words at its ends; a name keeps what it begins with (`bu Endang`)."""
    shouted = is_shouted(clause)
    spans = [(match.group(), match.start(), match.end()) for match in WORDS.finditer(clause)]
    while spans and is_small(spans[-1][0], shouted):
        spans.pop()
    while spans and is_small(spans[0][0], shouted):
        if of_name and spans[0][0].casefold() in TITLES and len(spans) > 1:
            break
        spans.pop(0)
    if not spans:
        return ""
    first, last = spans[0][1], spans[-1][2]
    begun = clause[:first].rstrip()
    first = len(begun) - 1 if begun.endswith(("#", "+", "(", "〒", "@")) else first
    tail = clause[last:].strip()
    return clause[first:last] + (tail if tail in (".", ")") else "")


def core(clause: str, of_name: bool = False) -> str:
    """What of a clause may be an answer; "" if it is only said."""
    inner = bare(clause, of_name)
    if inner and not is_sentence(clause):
        return inner
    runs = _runs(clause, of_name)
    return runs[0] if len(runs) == 1 else ""


def _runs(clause: str, of_name: bool) -> list[str]:
    """The stretches between small words, up to a word that tells of others."""
    shouted, runs, start, end = is_shouted(clause), [""], 0, 0
    for match in WORDS.finditer(clause):
        word = match.group()
        if word.casefold() in TELLING:
            break
        if is_small(word, shouted) and not (of_name and word.casefold() in TITLES and not runs[-1]):
            runs.append("")
            continue
        start, end = (start if runs[-1] else match.start()), match.end()
        runs[-1] = clause[start:end]
    return [run for run in runs if run and not is_sentence(run)]
