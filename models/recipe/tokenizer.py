"""The hashed n-gram tokenizer; core/src/tokenizers/hashed-ngram.ts is its twin (golden/tokenizer.json holds both to it)."""

import functools
import re
import unicodedata

import numpy as np

_VARIATION = re.compile("[\ufe00-\ufe0f]")  # emoji or text presentation of the same character

# Scripts written without spaces: every character is a word of its own.
_SINGLE = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF), (0x0E00, 0x0E7F))


def _is_single(character: str) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in _SINGLE) and unicodedata.category(character)[0] in "LMN"


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def split_words(prompt: str, ignored: set[str]) -> list[tuple[str, str, str]]:
    """[(word, character before, character after)]: the neighbours are set only for single-character words."""
    text = _VARIATION.sub("", unicodedata.normalize("NFKC", prompt).lower())
    words: list[tuple[str, str, str]] = []
    run = ""
    characters = list(text) + [" "]
    for i, character in enumerate(characters):
        single = _is_single(character)
        if _is_word(character) and not single:
            run += character
            continue
        if run:
            if run not in ignored:
                words.append((run, "", ""))
            run = ""
        if single:
            before = characters[i - 1] if i > 0 and _is_single(characters[i - 1]) else ""
            after = characters[i + 1] if _is_single(characters[i + 1]) else ""
            words.append((character, before, after))
        elif _is_pictograph(character):
            words.append((character, "", ""))
    return words


def _is_pictograph(character: str) -> bool:
    code = ord(character)
    return 0x1F300 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF


def features(word: tuple[str, str, str], sizes: list[int], limit: int) -> list[str]:
    text, before, after = word
    whole = f"<{text}>"
    found = [whole]
    found += [pair for pair in ((before + text) if before else "", (text + after) if after else "") if pair]
    for size in sizes:
        found += [whole[i : i + size] for i in range(len(whole) - size + 1) if whole[i : i + size] != whole]
    return found[:limit]


def bucket(feature: str, buckets: int) -> int:
    """1 + FNV-1a of the UTF-8 bytes modulo the table size; 0 means an unused slot."""
    value = 0x811C9DC5
    for byte in feature.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return 1 + value % buckets


@functools.lru_cache(400_000)
def word_row(word: tuple[str, str, str], sizes: tuple[int, ...], limit: int, buckets: int) -> np.ndarray:
    return np.array([bucket(feature, buckets) for feature in features(word, list(sizes), limit)], np.int32)


def tokenize(prompt: str, style: str, text: dict) -> tuple[np.ndarray, int]:
    """int32 [T, F] and the number of words that did not fit. `text` is the [text] table of a configuration."""
    ids = np.zeros((text["token_count"], text["feature_count"]), np.int32)
    if style:
        ids[0, 0] = bucket(f"style:{style}", text["buckets"])
    words = split_words(prompt, set(text["ignored_words"]))
    room = text["token_count"] - 1
    for row, word in enumerate(words[:room], start=1):
        found = word_row(word, tuple(text["ngram_sizes"]), text["feature_count"], text["buckets"])
        ids[row, : len(found)] = found
    return ids, max(0, len(words) - room)
