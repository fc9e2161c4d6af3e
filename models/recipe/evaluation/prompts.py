"""Which pictures and prompts are asked for: the same ones every time, whatever order the data has."""

import zlib
from dataclasses import dataclass, field

import numpy as np

from dataset import COLOURS, Pictures, plain_caption, thing_of
from judge.pictures import SHARES, held_out

HUES = {"red": "#e03131", "orange": "#f08c1a", "yellow": "#f7ca18", "green": "#2f9e44", "teal": "#12a594", "blue": "#1c6fe0", "purple": "#7b3fe4", "pink": "#f06595"}
THINGS = ["heart", "star", "car", "house", "cup", "book", "bell", "hat", "balloon", "fish", "key", "flower"]
NUMBERS = {2: "two", 3: "three", 4: "four"}
COUNTED = ["star", "heart", "apple", "balloon", "fish", "key", "cat", "tree", "car", "bell"]
PLACED = [("cat", "umbrella"), ("star", "house"), ("dog", "tree"), ("apple", "book"), ("heart", "car"), ("fish", "balloon"), ("bell", "key"), ("rocket", "sun")]
RELATIONS = ["left of", "right of", "above", "below"]


@dataclass
class Split:
    """Pictures by number, the prompt and style asked for each, and the names among which each must be found."""

    indices: list[int]
    prompts: list[tuple[str, str]]
    candidates: list[list[str]] = field(default_factory=list)


def order(record: dict, salt: str) -> int:
    """A fixed random number of a record; unlike its place in the file it survives new data."""
    return zlib.crc32(f"{salt}/{record['set']}/{record['id']}/{record.get('colour', '')}/{record.get('recoloured', False)}".encode())


def without_colour(name: str) -> str:
    return " ".join(w for w in name.split() if w not in COLOURS) or name


def judge_never_saw(record: dict) -> bool:
    return held_out(record["set"], record["concept"].replace("-", " "))


def single(record: dict) -> bool:
    """One thing of a set that people draw prompts from; not a background, shape or composition made by code."""
    return record["kind"] == "object" and record["set"] in SHARES and record["set"] != "procedural"


class Prompts:
    def __init__(self, pictures: Pictures, styles: list[str], default_style: str):
        self.pictures, self.styles, self.default_style = pictures, styles, default_style
        records = pictures.records
        trained = set(int(i) for i in pictures.in_styles(pictures.train, styles))
        self.trained = np.array(sorted(trained))
        self.things = {thing_of(records[i]) for i in trained if records[i]["kind"] == "object"}
        # A pair that was trained on as a part of a composition is not an unseen pair.
        self.composed = {(records[i]["style"], thing.replace(" ", "-")) for i in trained for thing in records[i].get("things", [])}
        self.names: dict[str, dict[str, str]] = {}  # by style: colourless name -> thing
        for record in records:
            if single(record):
                self.names.setdefault(record["style"], {})[without_colour(record["name"])] = thing_of(record)

    def pool(self, split: str) -> list[int]:
        records, pictures = self.pictures.records, self.pictures
        if split == "seen":
            return [int(i) for i in self.trained if single(records[i]) and judge_never_saw(records[i])]
        if split == "pairs":
            held = [int(i) for i in pictures.in_styles(pictures.heldout, self.styles) if single(records[i])]
            return [i for i in held if thing_of(records[i]) in self.things and (records[i]["style"], records[i]["concept"]) not in self.composed]
        emoji = ("fluent-emoji-flat", "noto", "twemoji")
        return [i for i, r in enumerate(records) if single(r) and r["set"] in emoji and not r.get("recoloured") and "letter" not in r["concept"] and thing_of(r) not in self.things]

    def split(self, name: str, count: int) -> Split:
        """The first `count` in a fixed random order, each (thing, style) once before any comes again."""
        records = self.pictures.records
        ordered = sorted(self.pool(name), key=lambda i: order(records[i], "evaluate"))
        turns: dict[tuple[str, str], int] = {}
        turn_of = {}
        for i in ordered:
            key = (thing_of(records[i]), records[i]["style"] if records[i]["style"] in self.styles else self.default_style)
            turn_of[i] = turns[key] = turns.get(key, 0) + 1
        limit = 1 if name != "pairs" else 2
        chosen = sorted((i for i in ordered if turn_of[i] <= limit), key=lambda i: turn_of[i])[:count]
        prompts = [(plain_caption(records[i]), records[i]["style"] if records[i]["style"] in self.styles else self.default_style) for i in chosen]
        return Split(chosen, prompts, [self.candidates(records[i]) for i in chosen])

    def candidates(self, record: dict) -> list[str]:
        """The name without colour, then 99 names of other things that exist in the same style."""
        own, thing = without_colour(record["name"]), thing_of(record)
        pool = sorted(n for n, t in self.names[record["style"]].items() if t != thing)
        chance = np.random.default_rng(order(record, "candidates"))
        return [own, *(str(n) for n in chance.choice(pool, 99, replace=False))]

    def colours(self) -> list[tuple[str, str, str]]:
        """(colour, prompt, style)"""
        styles = [s for s in ("flat", "glyph") if s in self.styles] or self.styles[:1]
        return [(hue, f"{hue} {thing}", style) for hue in HUES for thing in THINGS for style in styles]

    def styled(self, count: int) -> list[tuple[str, str]]:
        """The same things in every style."""
        names = [n for n, _ in zip((t for t in THINGS + COUNTED + ["rocket", "camera", "umbrella", "sun", "cloud", "bird", "lock", "gift", "clock", "moon"]), range(count))]
        return [(name, style) for style in self.styles for name in dict.fromkeys(names)]

    def backgrounds(self, count: int) -> Split:
        records = self.pictures.records
        pool = sorted((i for i, r in enumerate(records) if r["kind"] == "background"), key=lambda i: order(records[i], "backgrounds"))
        chosen = list({records[i]["name"]: i for i in pool[: 3 * count]}.values())[:count]
        names = sorted({records[i]["name"] for i in pool})
        rows = [[records[i]["name"], *(str(n) for n in np.random.default_rng(order(records[i], "candidates")).choice([n for n in names if n != records[i]["name"]], 99, replace=False))] for i in chosen]
        return Split(chosen, [(records[i]["name"], records[i]["style"] if records[i]["style"] in self.styles else self.default_style) for i in chosen], rows)

    def languages(self, count: int) -> tuple[list[str], Split, dict[str, list[tuple[str, str]]]]:
        """Things whose name is known in every language: the languages, the English split, and the prompts of each."""
        records = self.pictures.records
        codes = sorted({code for r in records for code in r.get("names", {})})
        known = [i for i in self.pool("seen") if set(records[i]["names"]) == set(codes) and not records[i].get("recoloured")]
        known.sort(key=lambda i: (records[i]["style"] != self.default_style, order(records[i], "languages")))
        chosen = list({thing_of(records[i]): i for i in reversed(known)}.values())[::-1][:count]
        style = self.default_style
        split = Split(chosen, [(records[i]["name"], style) for i in chosen], [self.candidates(records[i]) for i in chosen])
        return codes, split, {code: [(records[i]["names"][code], style) for i in chosen] for code in codes}


def misspell(name: str, number: int) -> str:
    """One slip of the fingers in the longest word: two letters swapped, one left out or one doubled."""
    words = name.split()
    at = max(range(len(words)), key=lambda k: len(words[k]))
    word = words[at]
    if len(word) < 4:
        return name + name[-1]
    k = 1 + zlib.crc32(f"{name}/{number}".encode()) % (len(word) - 2)
    words[at] = (word[:k] + word[k + 1] + word[k] + word[k + 2 :], word[:k] + word[k + 1 :], word[: k + 1] + word[k:])[zlib.crc32(name.encode()) % 3]
    return " ".join(words)
