"""Prompts made from names of things and wordings: one thing with at most a colour, material or style, and their opposites."""

import json
import random
import re
from pathlib import Path

from vocabulary import ACTS, COLOURS, MATERIALS, NUMBERS, OPTICS, PLACES, SHORT_TEXTS, SPACE, STYLES
from wordings import ADDITIONS, CARRIERS, TEST, TEST_PAIRS, TRAIN, TRAIN_PAIRS, VALIDATION, VALIDATION_PAIRS

WORDINGS = {"train": TRAIN, "validation": VALIDATION, "test": TEST}
PAIRS = {"train": TRAIN_PAIRS, "validation": VALIDATION_PAIRS, "test": TEST_PAIRS}
LANGUAGES = ["en", "zh"]


def load_concepts(cldr: Path, wordnet: Path) -> list[tuple[str, str | None]]:
    """Names of things, English with Chinese where known."""
    names = {}
    for lang in LANGUAGES:
        data = json.loads((cldr / lang / "annotations.json").read_text())["annotations"]["annotations"]
        names[lang] = {key: value["tts"][0] for key, value in data.items() if value.get("tts")}
    pairs = {}
    for key, en in names["en"].items():
        zh = names["zh"].get(key)
        if re.fullmatch(r"[a-z]+( [a-z]+)?", en) and zh and re.fullmatch(r"[\u4e00-\u9fff]{1,4}", zh):
            if not re.search(r"button|sign$|face|arrow|symbol|and|with|people|clock$", en):
                pairs[en] = zh
    nouns = {}
    if wordnet.exists():
        for line in wordnet.read_text().splitlines():
            row = json.loads(line)
            if row["cat"] in {"noun.artifact", "noun.animal", "noun.food", "noun.plant", "noun.object"}:
                for word in row["in_captions"]:
                    if re.fullmatch(r"[a-z]{3,12}", word) and not word.endswith(("ing", "s")):
                        nouns[word] = None
    for word in pairs:
        nouns.pop(word, None)
    return sorted(pairs.items()) + sorted(nouns.items())


def split_of(text: str) -> str:
    """A stable fifth of all concepts for the constants, another for the report."""
    value = 0
    for char in text:
        value = (value * 131 + ord(char)) % 1000003
    return {0: "validation", 1: "test"}.get(value % 5, "train")


def fill(template: str, lang: int, concepts, draw: random.Random) -> str:
    pick = draw.choice
    n, o, e = (x[lang] for x in draw.sample(concepts, 3))
    p = pick(SPACE)[lang]
    k, j = pick(NUMBERS), pick(NUMBERS)
    number = lambda x: x[2] if draw.random() < 0.25 else x[lang]
    values = {"n": n, "o": o, "e": e, "c": pick(COLOURS)[lang], "d": pick(COLOURS)[lang], "m": pick(MATERIALS)[lang], "s": pick(STYLES)[lang],
              "p": p.format(b=o) if lang else p, "k": number(k), "K": k[lang].capitalize(), "j": number(j), "t": pick(SHORT_TEXTS)[lang if draw.random() < 0.8 else 0],
              "v": pick(ACTS)[2 * lang], "l": pick(PLACES)[lang], "r": pick(OPTICS)[lang]}
    text = template.format(**values)
    text = re.sub(r"\ba ([aeiou])", r"an \1", text)
    if lang == 0 and draw.random() < 0.3:
        text = text[0].upper() + text[1:]
    return text + ("." if lang == 0 and draw.random() < 0.1 else "")


# How hard what a place in a template asks for is, after the same published scores as in prepare.py.
SEVERITY = {"p": 0.9, "t": 0.75, "k": 0.7, "K": 0.7, "j": 0.75, "r": 0.6, "e": 0.7, "o": 0.55, "v": 0.6, "l": 0.5}
SIMPLE_SEVERITY = 0.02


def severity_of(template: str, label: int) -> float:
    """Of a template that asks for more than one thing the hardest part counts."""
    if label == 0:
        return SIMPLE_SEVERITY
    return max([SEVERITY[name] for name in re.findall(r"\{(\w)\}", template) if name in SEVERITY], default=0.6)


def pool_of(concepts, split: str, lang: int) -> list[tuple[str, str | None]]:
    return [x for x in concepts if split_of(x[0]) == split and x[lang]]


def make_rows(concepts, count: int, seed: int, split: str) -> list[dict]:
    """`count` rows per kind and language; no template and no concept is in two splits."""
    draw = random.Random(seed)
    rows = []
    for label, kind in enumerate(("simple", "complex")):
        for lang, language in enumerate(LANGUAGES):
            usable = pool_of(concepts, split, lang)
            for _ in range(count):
                template = draw.choice(WORDINGS[split][f"{kind}_{language}"])
                text = fill(template, lang, usable, draw)
                carrier = draw.choice(CARRIERS[split][language])
                if carrier != "{x}":
                    begins = carrier.startswith("{x}")
                    text = carrier.replace("{x}", text.rstrip(".") if begins else text[0].lower() + text[1:].rstrip("."))
                rows.append({"prompt": text, "complex": label, "severity": severity_of(template, label), "set": f"{kind}_{language}", "lang": language})
    return rows


def make_pairs(concepts, count: int, seed: int, split: str) -> list[dict]:
    """The same wish in English and Chinese, of concepts that stand for each other."""
    draw = random.Random(seed)
    pool = pool_of(concepts, split, 1)
    pairs = []
    for _ in range(count):
        en, zh, label = draw.choice(PAIRS[split])
        seed = draw.random()
        pairs.append({"en": fill(en, 0, pool, random.Random(seed)), "zh": fill(zh, 1, pool, random.Random(seed)), "complex": label, "severity": severity_of(en, label)})
    return pairs


def make_longer(rows: list[dict], concepts, seed: int, split: str) -> list[dict]:
    """English prompts with longer forms of the same wish."""
    draw = random.Random(seed)
    pool = pool_of(concepts, split, 0)
    texts = [row["prompt"] for row in rows if row["lang"] == "en"]
    return [{"short": text, "long": fill(draw.choice(ADDITIONS[split]).replace("{x}", text.rstrip(".").replace("{", "").replace("}", "")), 0, pool, draw)} for text in texts]


def load_wishes(split: str) -> list[dict]:
    """Wishes written by hand in both languages."""
    lines = Path(__file__).with_name("wishes.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line]
    return [{"en": en, "zh": zh, "complex": int(label), "severity": SIMPLE_SEVERITY if label == "0" else None} for label, en, zh in rows if split_of(en) == split]
