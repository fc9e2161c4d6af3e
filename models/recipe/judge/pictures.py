"""What the judge learns from: rendered icons and emoji, compositions of them with exact labels, and their captions."""

import json
import random
import zlib

import numpy as np
import torch
import torch.nn.functional as F

from common import WORK
from judge.network import ARRANGEMENTS, COLOURS, SIZE, STYLES

FOLDER = WORK / "judge"
# How often each set is drawn from while training.
SHARES = {
    "fluent-emoji-flat": 0.16, "twemoji": 0.09, "noto": 0.10, "fluent-emoji": 0.06, "flat-color-icons": 0.03, "fluent-color": 0.02,
    "ph": 0.17, "mdi": 0.06, "tabler": 0.05, "lucide": 0.04, "material-symbols": 0.06, "fluent": 0.06, "mingcute": 0.05, "bi": 0.03,
    "iconoir": 0.02, "ion": 0.02, "uil": 0.02, "heroicons": 0.01, "pixelarticons": 0.02, "procedural": 0.04,
}
HEXES = dict(zip(COLOURS, ["#e03131", "#f08c1a", "#f7ca18", "#2f9e44", "#12a594", "#1c6fe0", "#7b3fe4", "#f06595", "#8a5a35", "#222222", "#fafafa", "#8a8f98"]))
INKS = np.array([[int(h[i : i + 2], 16) / 255 for i in (1, 3, 5)] for h in HEXES.values()], np.float32)
STYLE_WORDS = {
    "flat": ["flat", "flat icon"], "shaded": ["shaded", "3d", "emoji"], "glyph": ["glyph", "solid icon", "filled"],
    "outline": ["outline", "line icon"], "duotone": ["duotone", "two tone icon"], "pixel": ["pixel", "pixel art"],
}
NUMBERS = {2: "two", 3: "three", 4: "four"}
UNKNOWN = -100  # cross entropy leaves such labels out
# A solid icon that has not this many times the ink of its outline ("check", "plus") is as much the one as the other.
SOLID = 1.25
SIDED = {"left", "right", "back", "forward", "undo", "redo", "in", "out", "next", "previous", "skip", "question", "text", "login", "logout", "export", "import", "reply", "share", "enter", "exit"}


def held_out(set_name: str, name: str) -> bool:
    """Whether the judge never saw this thing of this set, in no colour and no style; "name" has spaces, not hyphens."""
    return set_name not in SHARES or zlib.crc32(f"{set_name}/{name}".encode()) % 100 < 12


class JudgePictures:
    def __init__(self):
        path = FOLDER / "records.jsonl"
        if not path.exists():
            raise SystemExit("The judge's pictures are not rendered yet: `python train_judge.py` does it.")
        self.records = [json.loads(line) for line in path.open()]
        self.pixels = np.memmap(FOLDER / "pictures.u8", dtype=np.uint8, mode="r").reshape(-1, SIZE, SIZE, 4)
        held = np.array([held_out(r["set"], r["name"]) for r in self.records])
        self.train, self.held = np.flatnonzero(~held), np.flatnonzero(held)
        self.names = sorted({r["name"] for r in self.records})
        self.name_number = {name: i for i, name in enumerate(self.names)}
        self.vague = self.vague_styles()

    def vague_styles(self) -> set[int]:
        """Icons whose solid and outlined forms hardly differ, or that have no other form to tell by: their style is no lesson."""
        forms: dict[tuple[str, str], dict[str, list[int]]] = {}
        for i, r in enumerate(self.records):
            if r["style"] in ("glyph", "outline"):
                forms.setdefault((r["set"], r["name"]), {}).setdefault(r["style"], []).append(i)
        ink = lambda rows: float(np.mean([self.pixels[i, ::2, ::2, 3].mean() for i in rows]))
        vague: set[int] = set()
        for form in forms.values():
            if "glyph" in form and ("outline" not in form or ink(form["glyph"]) < SOLID * ink(form["outline"])):
                vague.update(i for rows in form.values() for i in rows)
        return vague

    def weights(self) -> np.ndarray:
        sets = np.array([self.records[i]["set"] for i in self.train])
        weights = np.zeros(len(sets))
        for name, share in SHARES.items():
            weights[sets == name] = share / max(1, (sets == name).sum())
        return weights / weights.sum()

    def draw(self, index: int, chance: np.random.Generator) -> tuple[np.ndarray, str]:
        """Picture [64, 64, 4] 0..1 premultiplied and its colour word; pictures of one ink get a random one."""
        record, picture = self.records[index], self.pixels[index].astype(np.float32) / 255
        if not record["ink"]:
            return picture, record["colour"]
        number = int(chance.integers(len(COLOURS)))
        ink = np.clip(INKS[number] * chance.uniform(0.88, 1.1) + chance.uniform(-0.04, 0.04, 3), 0, 1)
        return np.concatenate([picture[..., 3:] * ink.astype(np.float32), picture[..., 3:]], -1), COLOURS[number]


def sided(name: str) -> bool:
    """Whether a mirrored picture would be another thing."""
    return any(word in SIDED or word.startswith("arrow") for word in name.split())


def caption_of(record: dict, colour: str, words: random.Random) -> str:
    name = words.choice(record["keywords"]) if record["keywords"] and words.random() < 0.25 else record["name"]
    if colour and words.random() < 0.5:
        name = f"{colour} {name}"
    if record["style"] in STYLE_WORDS and words.random() < 0.25:
        style = words.choice(STYLE_WORDS[record["style"]])
        name = f"{style} {name}" if words.random() < 0.5 else f"{name} {style}"
    return name


def place(pictures: list[np.ndarray], boxes: list[tuple[float, float, float]]) -> np.ndarray:
    """Pastes pictures into boxes (left, top, side; shares of the side) of an empty picture."""
    out = np.zeros((SIZE, SIZE, 4), np.float32)
    for picture, (left, top, side) in zip(pictures, boxes):
        px = max(8, round(side * SIZE))
        x, y = round(left * SIZE), round(top * SIZE)
        small = F.interpolate(torch.from_numpy(picture).permute(2, 0, 1)[None], size=(px, px), mode="bilinear", antialias=True, align_corners=False)[0].permute(1, 2, 0).numpy()
        target = out[max(0, y) : y + px, max(0, x) : x + px]
        small = small[max(0, -y) :, max(0, -x) :][: target.shape[0], : target.shape[1]]
        target[:] = small + target * (1 - small[..., 3:])
    return out


def pair_boxes(stacked: bool, chance: np.random.Generator) -> list[tuple[float, float, float]]:
    """Two boxes beside each other or one above the other, with some play."""
    sides = chance.uniform(0.38, 0.5, 2)
    along = [chance.uniform(0, 0.5 - sides[0]), chance.uniform(0.5, 1 - sides[1])]
    across = [(1 - s) / 2 + chance.uniform(-0.08, 0.08) for s in sides]
    return [(c, a, s) if stacked else (a, c, s) for a, c, s in zip(along, across, sides)]


def row_boxes(count: int, chance: np.random.Generator) -> tuple[list[tuple[float, float, float]], str]:
    """Boxes for `count` copies: a row, a column, a triangle or a square; and the arrangement's label."""
    if count == 2:
        stacked = chance.random() < 0.3
        return pair_boxes(stacked, chance), ARRANGEMENTS[2 if stacked else 1]
    grid = {3: [(0, 0), (1, 0), (0.5, 1)], 4: [(0, 0), (1, 0), (0, 1), (1, 1)]}[count]
    if chance.random() < 0.55:
        side = 0.96 / count
        return [(0.02 + i * side, 0.5 - side / 2 + chance.uniform(-0.03, 0.03), side * 0.94) for i in range(count)], ""
    side = chance.uniform(0.4, 0.48)
    return [(x * (0.98 - side) + 0.01, y * (0.98 - side) + 0.01, side) for x, y in grid], ""


def batch(data: JudgePictures, singles, pairs: int, rows: int, chance: np.random.Generator, words: random.Random, pool=None) -> tuple[torch.Tensor, list[str], dict]:
    """Pictures [N, 4, 64, 64], one caption each, labels of every head and `name` (UNKNOWN for compositions)."""
    learning = pool is None
    pool = data.train if pool is None else pool
    pictures, captions = [], []
    labels: dict[str, list[int]] = {k: [] for k in ("name", "colour", "style", "background", "count", "arrangement")}

    def add(picture, caption, name=UNKNOWN, colour="", style="", background=0, count=UNKNOWN, arrangement=""):
        pictures.append(picture)
        captions.append(caption)
        for key, value in (("name", name), ("background", background), ("count", count)):
            labels[key].append(value)
        for key, value, known in (("colour", colour, COLOURS), ("style", style, STYLES), ("arrangement", arrangement, ARRANGEMENTS)):
            labels[key].append(known.index(value) if value in known else UNKNOWN)

    for index in singles:
        record = data.records[index]
        picture, colour = data.draw(index, chance)
        if learning and chance.random() < 0.25 and not sided(record["name"]):
            picture = picture[:, ::-1]
        scene = record["style"] == "background"
        # Emoji whose name is itself a number of things or a group have no certain count.
        several = scene or record["name"].endswith("s") or any(w in record["name"] for w in ("two", "three", "double", "and", "group", "pair"))
        shape = record["set"] == "procedural" and not scene
        add(picture, caption_of(record, colour, words), data.name_number[record["name"]], record["name"].split()[0] if shape else colour, "" if index in data.vague else record["style"], int(scene),
            UNKNOWN if several else 0, "" if several else "single")
    objects = pool[[data.records[i]["set"] not in ("procedural", "tabler", "fluent-color") for i in pool]] if pairs or rows else pool
    for _ in range(pairs):
        while True:
            a, b = (int(i) for i in chance.choice(objects, 2))
            if data.records[a]["style"] == data.records[b]["style"] and data.records[a]["name"] != data.records[b]["name"]:
                break
        stacked = bool(chance.random() < 0.5)
        names = [data.records[i]["name"] for i in (a, b)]
        relation = words.choice(["above", "over"] if stacked else ["left of", "next to", "and", "beside"])
        add(place([data.draw(i, chance)[0] for i in (a, b)], pair_boxes(stacked, chance)), f"{names[0]} {relation} {names[1]}", style="" if {a, b} & data.vague else data.records[a]["style"], count=1, arrangement=ARRANGEMENTS[2 if stacked else 1])
    for _ in range(rows):
        index, count = int(chance.choice(objects)), int(chance.integers(2, 5))
        record = data.records[index]
        picture, colour = data.draw(index, chance)
        boxes, arrangement = row_boxes(count, chance)
        add(place([picture] * count, boxes), f"{NUMBERS[count]} {record['name']}s", style="" if index in data.vague else record["style"], colour=colour, count=count - 1, arrangement=arrangement)
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).contiguous(), captions, {k: torch.tensor(v) for k, v in labels.items()}


def disturb(pictures: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Moves, resizes, blurs and softens pictures a little, so that the judge names what is drawn and not how crisp it is."""
    n = len(pictures)
    uniform = lambda low, high, *shape: low + (high - low) * torch.rand(n, *shape, generator=generator)
    scale, angle = 1 / uniform(0.78, 1.12), uniform(-0.1, 0.1)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = theta[:, 1, 1] = scale * angle.cos()
    theta[:, 0, 1], theta[:, 1, 0] = -scale * angle.sin(), scale * angle.sin()
    theta[:, :, 2] = uniform(-0.14, 0.14, 2)
    full = pictures[:, 3].amin((1, 2)) > 0.5  # backgrounds fill the frame: they are only cropped
    theta[full, 0, 0] = theta[full, 1, 1] = theta[full, 0, 0].abs().clamp(max=0.98)
    theta[full, 0, 1] = theta[full, 1, 0] = 0
    theta[full, :, 2] = theta[full, :, 2].clamp(-0.02, 0.02)
    out = F.grid_sample(pictures, F.affine_grid(theta, pictures.shape, align_corners=False), mode="bilinear", padding_mode="zeros", align_corners=False)
    axis = torch.arange(-2, 3, dtype=torch.float32)
    kernel = torch.exp(-(axis**2) / (2 * float(0.3 + 0.9 * torch.rand(1, generator=generator)) ** 2))
    kernel = (kernel / kernel.sum()).outer(kernel / kernel.sum()).expand(4, 1, 5, 5)
    some = torch.rand(n, generator=generator) < 0.45
    out[some] = F.conv2d(F.pad(out[some], (2, 2, 2, 2), mode="replicate"), kernel, groups=4)
    noise = 0.03 * torch.randn(out.shape, generator=generator) * out[:, 3:] * (uniform(0, 1, 1, 1, 1) < 0.3)
    return (out + noise).clamp(0, 1)
