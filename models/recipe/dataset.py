"""The rendered pictures and their captions."""

import json
import random

import numpy as np
import torch

from common import DATA, RECIPE

SIZE = 128
WIDE_AND_TALL = [(160, 96), (192, 96), (96, 160), (96, 192)]  # backgrounds only; width x height

STYLE_WORDS = {
    "flat": ["flat", "flat style", "flat icon"],
    "emoji": ["emoji", "shaded", "3d emoji"],
    "simple": ["simple", "simple emoji", "minimal"],
    "glyph": ["glyph", "solid icon", "filled", "silhouette"],
    "outline": ["outline", "line icon", "outlined"],
    "duotone": ["duotone", "two tone icon"],
    "gradient": ["gradient", "gradient emoji", "glossy"],
    "3d": ["3d", "3d render", "three dimensional"],
    "line": ["line", "line art", "line drawing"],
    "pixel": ["pixel", "pixel art", "8 bit"],
}
# Of `prepare_data.py --more`: the sets that only larger designs learn.
MORE_STYLES = {"gradient", "3d", "line", "pixel"}


class Pictures:
    """All pictures of one shape as premultiplied RGBA; `records[i]` says what picture i shows."""

    def __init__(self, width: int = SIZE, height: int = SIZE):
        self.suffix = "" if (width, height) == (SIZE, SIZE) else f"-{width}x{height}"
        path = DATA / f"records{self.suffix}.jsonl"
        if not path.exists():
            raise SystemExit("There are no training pictures yet. Run `python prepare_data.py` first.")
        self.records = [json.loads(line) for line in path.read_text().splitlines()]
        self.parts = [self.opened(f"pictures{self.suffix}.u8", len(self.records), height, width)]
        self.count = len(self.records)  # without those of --more
        if not self.suffix and (further := DATA / "more-records.jsonl").exists():
            found = [json.loads(line) for line in further.read_text().splitlines()]
            self.records += found
            self.parts.append(self.opened("more-pictures.u8", len(found), height, width))
        more = DATA / "extra-words.json"
        self.extra_words = json.loads(more.read_text()) if more.exists() else {}
        for record in self.records:
            record["synonyms"] = self.extra_words.get(record["concept"], [])
        self.train = np.array([i for i, r in enumerate(self.records) if not r["heldout"]])
        self.heldout = np.array([i for i, r in enumerate(self.records) if r["heldout"]])

    def add_synonyms(self, config: dict) -> None:
        """Those of the configuration's file, a thing and what else it is called in each line, beside those that came with the data."""
        if "synonyms" not in config:
            return
        rows = (line.split(": ", 1) for line in (RECIPE / config["synonyms"]).read_text().splitlines())
        more = {thing: said.split(", ") for thing, said in rows}
        for record in self.records:
            record["synonyms"] = list(dict.fromkeys([*record["synonyms"], *more.get(record["name"], [])]))

    @staticmethod
    def opened(name: str, count: int, height: int, width: int) -> np.ndarray:
        pixels = np.memmap(DATA / name, dtype=np.uint8, mode="r").reshape(-1, height, width, 4)
        if len(pixels) != count:
            raise SystemExit(f"{name} and its records do not belong together. Run `python prepare_data.py` again.")
        return pixels

    def floats(self, indices, device: torch.device | str = "cpu") -> torch.Tensor:
        """[N, 4, height, width], 0..1, premultiplied."""
        indices = np.asarray(indices)
        pixels = np.empty((len(indices), *self.parts[0].shape[1:]), np.uint8)
        late = indices >= self.count
        pixels[~late] = self.parts[0][indices[~late]]
        if late.any():
            pixels[late] = self.parts[1][indices[late] - self.count]
        return torch.from_numpy(pixels).to(device).permute(0, 3, 1, 2).float() / 255

    def in_styles(self, indices, styles: list[str]) -> np.ndarray:
        """The indices whose picture has one of these styles; backgrounds have none to speak of and stay."""
        return np.array([i for i in indices if self.records[i]["style"] in styles or self.records[i]["kind"] == "background"])

    def known(self, styles: list[str]) -> list[str]:
        """Those of these styles that there are pictures of."""
        there = {record["style"] for record in self.records}
        return [style for style in styles if style in there]

    def weights(self, indices) -> np.ndarray:
        """Sampling weights: what designers ask for most is seen most, and no set drowns the others."""
        share = {"emoji": 0.34, "repainted": 0.15, "ink": 0.32, "procedural": 0.13, "composed": 0.06, "other": 0.05, "more": 0.35}
        styles: dict[str, set[str]] = {}
        for record in self.records[: self.count]:
            styles.setdefault(thing_of(record), set()).add(record["style"])
        groups = [group_of(self.records[i]) for i in indices]
        # A thing that many sets draw is a thing that people ask for.
        bonus = np.array([3.0 if len(styles.get(thing_of(self.records[i]), ())) >= 5 else 1.0 for i in indices])
        # So are icons in black, the ink that people leave unsaid.
        bonus *= np.array([3.0 if self.records[i]["set"] == "ph" and self.records[i].get("colour") == "black" else 1.0 for i in indices])
        share = {g: part for g, part in share.items() if g in groups}
        totals = {g: bonus[[k for k, other in enumerate(groups) if other == g]].sum() for g in share}
        weights = bonus * np.array([share[g] / totals[g] for g in groups])
        return weights / weights.sum()


def thing_of(record: dict) -> str:
    """"red-heart" and "heart", "cat-face" and "cat" are one thing to whoever asks for it."""
    words = [w for w in record["concept"].split("-") if w not in COLOURS and w != "face"]
    return "-".join(words) or record["concept"]


def group_of(record: dict) -> str:
    if record["set"] in ("procedural", "composed"):
        return record["set"]
    if record["style"] in MORE_STYLES:
        return "more"
    if record["set"] == "ph":
        return "ink"
    if record.get("recoloured"):
        return "repainted"
    return "emoji" if record["set"] in ("fluent-emoji-flat", "noto", "twemoji") else "other"


COLOURFUL = {"flat", "emoji", "simple", "gradient", "3d"}
COLOURS = {"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "white", "grey"}


def caption(record: dict, chance: random.Random) -> tuple[str, str]:
    """One of the many true captions of a picture, and its style token ("" = none): (prompt, style)."""
    style = record["style"] if chance.random() < 0.7 else ""
    name = record["name"]
    colour = record.get("colour", "")
    if record["set"] in ("procedural", "composed"):
        return name, style
    roll = chance.random()
    if roll < 0.36 and record["names"]:
        name = chance.choice(list(record["names"].values()))
    elif 0.36 <= roll < 0.40 and record["keywords"]:
        name = chance.choice(record["keywords"])
    elif 0.40 <= roll < 0.46 and record["synonyms"]:
        name = chance.choice(record["synonyms"])
    if colour == "black" and record["style"] not in COLOURFUL and chance.random() < 0.7:
        pass  # an icon of no named colour is black; without these, "cat" as an outline fell back to the emoji's shape
    elif colour and (record.get("recoloured") or not record.get("measured")):
        name = " ".join(w for w in name.split() if w not in COLOURS) or name
        name = f"{colour} {name}" if chance.random() < 0.93 else f"{name} in {colour}"
    elif colour and colour not in name and chance.random() < 0.35:
        name = f"{colour} {name}"
    if chance.random() < (0.25 if style else 0.6):
        word = chance.choice(STYLE_WORDS[record["style"]])
        name = f"{word} {name}" if chance.random() < 0.5 else f"{name} {word}"
    if record.get("width") and chance.random() < 0.8:
        name = f"{record['width']} {name}"  # of the stroke
    return name, style


def plain_caption(record: dict) -> str:
    """The caption that the evaluation asks for: colour (where it is known and not in the name) and name."""
    colour = record.get("colour", "")
    if not colour or record["set"] in ("procedural", "composed") or (record.get("measured") and not record.get("recoloured")):
        return record["name"]
    return f"{colour} " + (" ".join(w for w in record["name"].split() if w not in COLOURS) or record["name"])
