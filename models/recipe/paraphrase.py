"""Other ways to ask for a picture: another language, a synonym, a keyword, a slip of the fingers."""

import json
import random

from common import RECIPE
from dataset import COLOURFUL, COLOURS, STYLE_WORDS

COLOUR_WORDS = json.loads((RECIPE / "colour-words.json").read_text())
# Small words that people put in front of what they ask for; English ones the tokenizer leaves out.
ARTICLES = {"de": ["ein", "eine", "der", "die", "das"], "fr": ["un", "une", "le", "la"], "es": ["un", "una", "el", "la"], "it": ["un", "una", "il", "la"], "pt": ["um", "uma", "o", "a"], "nl": ["een", "de", "het"]}
JOINED = {"ja", "zh"}  # written without spaces


def slip(text: str, chance: random.Random) -> str:
    """One slip of the fingers in one of the longer words: two letters swapped, one left out, doubled or another one hit."""
    words = text.split()
    long = [k for k, word in enumerate(words) if len(word) >= 4]
    if not long:
        return text
    at = max(long, key=lambda k: len(words[k])) if chance.random() < 0.6 else chance.choice(long)
    word = words[at]
    k = chance.randrange(len(word) - 1)
    kind = chance.random()
    if kind < 0.3:
        word = word[:k] + word[k + 1] + word[k] + word[k + 2 :]
    elif kind < 0.6:
        word = word[: k + 1] + word[k + 2 :]
    elif kind < 0.85:
        word = word[: k + 1] + word[k] + word[k + 1 :]
    else:
        word = word[: k + 1] + chance.choice(text.replace(" ", "")) + word[k + 2 :]
    words[at] = word
    return " ".join(words)


def plural(name: str) -> str:
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def paraphrase(record: dict, chance: random.Random) -> tuple[str, str, str, str]:
    """(another way, canonical caption, style token, kind) for a picture of one thing; the canonical one is English, spelt right."""
    style = record["style"] if chance.random() < 0.8 else ""
    colour, canonical, language, kind = record.get("colour", ""), record["name"], "", "name"
    roll = chance.random()
    other = canonical
    if roll < 0.56 and record["names"]:
        language = kind = chance.choice(list(record["names"]))
        other = record["names"][language]
    elif 0.56 <= roll < 0.60 and record["keywords"]:
        other, kind = chance.choice(record["keywords"]), "keyword"
    elif 0.60 <= roll < 0.68 and record["synonyms"]:
        other, kind = chance.choice(record["synonyms"]), "synonym"
    if chance.random() < (0.08 if language else 0.4):
        other, kind = slip(other, chance), kind if language else "slip"
    elif not language and chance.random() < 0.06:
        other = plural(other)
    elif language in ARTICLES and chance.random() < 0.15:
        other = f"{chance.choice(ARTICLES[language])} {other}"
    certain = colour and (record.get("recoloured") or not record.get("measured"))
    unsaid = colour == "black" and record["style"] not in COLOURFUL and chance.random() < 0.7
    if certain and not unsaid:
        canonical = f"{colour} {without_colours(canonical)}"
        other = coloured(without_colours(other), colour, language, chance)
    if chance.random() < (0.15 if style else 0.5):
        word, before = chance.choice(STYLE_WORDS[record["style"]]), chance.random() < 0.5
        canonical, other = (f"{word} {text}" if before else f"{text} {word}" for text in (canonical, other))
    return other, canonical, style, kind


def without_colours(name: str) -> str:
    return " ".join(w for w in name.split() if w not in COLOURS) or name


def coloured(name: str, colour: str, language: str, chance: random.Random) -> str:
    """A name with its colour, half of the time in the name's own language."""
    if language not in COLOUR_WORDS or chance.random() < 0.5:
        return f"{colour} {name}"
    words = COLOUR_WORDS[language]
    word, gap = chance.choice(words[colour]), "" if language in JOINED else " "
    return f"{name}{gap}{word}" if words["after"] else f"{word}{gap}{name}"
