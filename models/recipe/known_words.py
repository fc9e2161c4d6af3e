"""Which words and names the model was trained on, as a Bloom filter: core reads it to say how sure a picture is.

Bit i is byte i >> 3, mask 1 << (i & 7). Hash j of a string is (h1 + j h2) mod 2^32 mod bits, with h1 = FNV-1a of its UTF-8
bytes and h2 = FNV-1a of "#" and them, made odd (Kirsch and Mitzenmacher 2006).
"""

import numpy as np

from dataset import COLOURS, STYLE_WORDS, Pictures
from tokenizer import split_words

BITS_PER_ENTRY, HASHES = 10, 7


def fnv(data: bytes) -> int:
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def places(entry: str, bits: int, hashes: int) -> list[int]:
    data = entry.encode("utf-8")
    first, second = fnv(data), fnv(b"#" + data) | 1
    return [((first + j * second) & 0xFFFFFFFF) % bits for j in range(hashes)]


def content_words(prompt: str, ignored: set[str]) -> list[str]:
    return [text for text, _, _ in split_words(prompt, ignored)]


def entries(pictures: Pictures, text: dict, styles: list[str], weak: frozenset[str] = frozenset()) -> tuple[set[str], set[str]]:
    """(words, names) of every caption that the training can draw; a name is "=" and its words joined by single spaces.

    Names of `weak` are left out: they were trained and are drawn badly all the same (weak_names.py).
    """
    ignored = set(text["ignored_words"])
    words, names = set(COLOURS), set()
    for style in styles:
        for phrase in STYLE_WORDS[style]:
            words.update(content_words(phrase, ignored))
    for i in pictures.in_styles(pictures.train, styles):
        record = pictures.records[i]
        spoken = [record["name"], *record["names"].values()]
        for phrase in [*spoken, *record["keywords"], *record["synonyms"]]:
            words.update(content_words(phrase, ignored))
        if record["set"] not in ("procedural", "composed") and record["name"] not in weak:
            names.update("=" + " ".join(content_words(phrase, ignored)) for phrase in spoken)
    return {w for w in words if w}, {n for n in names if n != "="}


def bloom(found: set[str]) -> tuple[np.ndarray, int]:
    """The filter's bytes and its number of bits."""
    bits = -(-len(found) * BITS_PER_ENTRY // 64) * 64
    filter_ = np.zeros(bits // 8, np.uint8)
    for entry in found:
        for place in places(entry, bits, HASHES):
            filter_[place >> 3] |= 1 << (place & 7)
    return filter_, bits
