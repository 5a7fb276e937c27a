"""The names of sizes and colours, product by product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.catalog import Ware
from bot.understanding.lexicon.vocabulary import Vocabulary

Labels = Mapping[tuple[str, ...], str]
"""The SKUs of a product's sizes or colours, by the words of their labels."""


def labels_of(wares: Iterable[Ware], vocabulary: Vocabulary) -> Mapping[str, Labels]:
    """The sizes and colours of each product that has some, by the words of their labels.

    A word that only one of them has names it too, and so does the other name of a size.
    """
    found: dict[str, dict[tuple[str, ...], str]] = {}
    parts: dict[str, dict[str, set[str]]] = {}
    for ware in wares:
        if not ware.option_of:
            continue
        labels = found.setdefault(ware.option_of, {})
        for words in map(vocabulary.parts, (ware.option_id, ware.option_en)):
            same = vocabulary.options.same.get("".join(words))
            labels.update(dict.fromkeys([words, (same,)] if same else [words], ware.sku))
            for word in words if len(words) > 1 else ():
                parts.setdefault(ware.option_of, {}).setdefault(word, set()).add(ware.sku)
    for base, by_word in parts.items():
        for word, skus in by_word.items():
            if len(skus) == 1 and len(word) > 2:
                found[base].setdefault((word,), *skus)
    return found
