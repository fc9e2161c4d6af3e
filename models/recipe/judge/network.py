"""The towers and heads of the judge, and how its frozen weights are stored, hashed and opened."""

import functools
import hashlib
import json
import re
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file, save_file
from torch import nn

FOLDER = Path(__file__).resolve().parent
WEIGHTS, FACTS = FOLDER / "judge.safetensors", FOLDER / "judge.json"

SIZE = 64
COLOURS = ["red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "white", "grey"]
STYLES = ["flat", "shaded", "glyph", "outline", "duotone", "pixel"]
# Flat and shaded emoji differ too little at 64 px to be told apart; together they are what is neither line nor silhouette.
FAMILY = {"flat": "coloured", "shaded": "coloured", "glyph": "glyph", "outline": "outline", "duotone": "duotone", "pixel": "pixel"}
ARRANGEMENTS = ["single", "side by side", "stacked"]
HEADS = {"colour": len(COLOURS), "style": len(STYLES), "background": 2, "count": 4, "arrangement": len(ARRANGEMENTS)}

WORD_BUCKETS, GRAM_BUCKETS, TEXT_CHANNELS, EMBEDDING = 10000, 10000, 64, 128
WIDTHS = (48, 96, 192)


@functools.cache
def text_bag(caption: str) -> tuple[np.ndarray, np.ndarray]:
    """Bucket numbers of the words and of their 3- to 5-grams, and their weights: all words count as much as all n-grams.

    CRC-32 instead of the model's FNV, and other sizes: the two must not make the same mistakes.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", caption).lower())
    ids = [zlib.crc32(w.encode(), 7) % WORD_BUCKETS for w in words]
    for word in words:
        framed = f"^{word}$"
        grams = {framed[i : i + n] for n in (3, 4, 5) for i in range(len(framed) - n + 1)}
        ids += sorted(WORD_BUCKETS + zlib.crc32(g.encode(), 11) % GRAM_BUCKETS for g in grams)
    if not ids:
        return np.array([WORD_BUCKETS + GRAM_BUCKETS]), np.ones(1, np.float32)
    grams = max(1, len(ids) - len(words))
    return np.array(ids), np.array([len(words) ** -0.5] * len(words) + [grams**-0.5] * (len(ids) - len(words)), np.float32)


class TextTower(nn.Module):
    """Bags of hashed words and n-grams -> unit vectors [B, 128]."""

    def __init__(self):
        super().__init__()
        self.features = nn.EmbeddingBag(WORD_BUCKETS + GRAM_BUCKETS + 1, TEXT_CHANNELS, mode="sum")
        nn.init.normal_(self.features.weight, std=0.3)
        self.norm = nn.LayerNorm(TEXT_CHANNELS)
        self.up = nn.Linear(TEXT_CHANNELS, 256)
        self.out = nn.Linear(256, EMBEDDING)

    def forward(self, ids, offsets, weights):
        x = self.norm(self.features(ids, offsets, per_sample_weights=weights))
        return F.normalize(self.out(F.gelu(self.up(x))), dim=-1)


class Block(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(channels)
        self.second = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(x + self.second_norm(self.second(F.relu(self.first_norm(self.first(x))))))


def surface(pictures: torch.Tensor) -> torch.Tensor:
    """[B, 4, 64, 64] -> [B, 8]: area, veils, edges, gradients and colours, by which lines, solids, tints and shades differ."""
    alpha = pictures[:, 3]
    area = alpha.mean((1, 2)).clamp(min=1e-3)
    ink = pictures[:, :3] / alpha[:, None].clamp(min=0.1)
    solid = (alpha[:, :, 1:] > 0.8) & (alpha[:, :, :-1] > 0.8)
    step = (ink[..., 1:] - ink[..., :-1]).abs().amax(1)
    pairs = solid.sum((1, 2)).clamp(min=1)
    share = lambda mask: (mask & solid).sum((1, 2)) / pairs
    veil = ((alpha > 0.08) & (alpha < 0.4)).float().mean((1, 2)) / area
    core = -F.max_pool2d(-alpha[:, None], 5, 1, 2)[:, 0]
    edge = (alpha[:, 1:] - alpha[:, :-1]).abs().mean((1, 2)) / area
    spread = (ink * (alpha > 0.8)[:, None]).flatten(2).std(2).mean(1)
    found = [area, veil, (core > 0.8).float().mean((1, 2)) / area, edge, share((step > 0.004) & (step < 0.05)), share(step >= 0.05), share(step <= 0.004), spread]
    return 4 * torch.stack(found, 1)


class PictureTower(nn.Module):
    """Premultiplied RGBA [B, 4, 64, 64] -> features [B, 192], from which everything else is linear.

    The picture is seen on grey, with its alpha beside it: a white and a black glyph differ from their ground alike.
    """

    def __init__(self):
        super().__init__()
        self.enter = nn.Conv2d(4 * 4 * 4, WIDTHS[0], 3, padding=1)
        layers: list[nn.Module] = [Block(WIDTHS[0])]
        for before, after in zip(WIDTHS, WIDTHS[1:]):
            layers += [nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU(), Block(after)]
        self.trunk = nn.Sequential(*layers)
        self.pool = nn.Linear(2 * WIDTHS[-1], 192)

    def forward(self, pictures):
        """-> features [B, 192] and texture [B, 200]: what the first layers see on average, wherever it is, and `surface`."""
        seen = torch.cat([pictures[:, :3] + 0.5 * (1 - pictures[:, 3:]) - 0.5, pictures[:, 3:] - 0.5], 1)
        fine = self.trunk[0](F.relu(self.enter(F.pixel_unshuffle(2 * seen, 4))))
        middle = self.trunk[1:5](fine)
        x = self.trunk[5:](middle)
        features = F.gelu(self.pool(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)))
        return features, torch.cat([fine.mean((2, 3)), fine.std((2, 3)), middle.mean((2, 3)), surface(pictures)], 1)


class Judge(nn.Module):
    def __init__(self):
        super().__init__()
        self.text, self.picture = TextTower(), PictureTower()
        self.project = nn.Linear(192, EMBEDDING)
        # Style is in lines and surfaces, so its head sees the texture too.
        self.heads = nn.ModuleDict({name: nn.Linear(392 if name == "style" else 192, count) for name, count in HEADS.items()})
        self.scale = nn.Parameter(torch.tensor(2.3))  # log of the inverse temperature

    def embed_texts(self, captions: list[str]) -> torch.Tensor:
        bags = [text_bag(c) for c in captions]
        offsets = np.cumsum([0] + [len(ids) for ids, _ in bags[:-1]])
        ids, weights = (torch.from_numpy(np.concatenate(part)) for part in zip(*bags))
        return self.text(ids, torch.from_numpy(offsets), weights)

    def logits(self, features: torch.Tensor, texture: torch.Tensor) -> dict[str, torch.Tensor]:
        return {name: head(torch.cat([features, texture], 1) if name == "style" else features) for name, head in self.heads.items()}

    def embed_pictures(self, features: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.project(features), dim=-1)


def shrink(pictures: torch.Tensor) -> torch.Tensor:
    """[N, 4, H, W] premultiplied 0..1 of any aspect -> [N, 4, 64, 64], letterboxed with transparency."""
    height, width = pictures.shape[-2:]
    side = max(height, width)
    padded = F.pad(pictures, ((side - width) // 2, side - width - (side - width) // 2, (side - height) // 2, side - height - (side - height) // 2))
    return F.interpolate(padded, size=(SIZE, SIZE), mode="area") if side != SIZE else padded


@torch.no_grad()
def look(judge: Judge, pictures: torch.Tensor) -> dict[str, torch.Tensor]:
    """What the judge makes of pictures [N, 4, H, W]: `features` [N, 192], `embedding` [N, 128] and the logits of every head."""
    features, texture = (torch.cat(parts) for parts in zip(*[judge.picture(shrink(part)) for part in pictures.split(128)]))
    return {"features": features, "embedding": judge.embed_pictures(features)} | judge.logits(features, texture)


def save_judge(judge: Judge, path: Path = WEIGHTS) -> str:
    """Writes matrices as int8 with one scale per row, the rest as fp32; returns the SHA-256 of the file."""
    tensors = {}
    for name, value in judge.state_dict().items():
        array = value.detach().numpy()
        if array.ndim >= 2:
            scale = np.abs(array).reshape(len(array), -1).max(1) / 127
            scale[scale == 0] = 1
            tensors[f"{name}.scale"] = scale.astype(np.float32)
            array = np.rint(array / scale.reshape(-1, *[1] * (array.ndim - 1))).astype(np.int8)
        tensors[name] = np.ascontiguousarray(array)
    save_file(tensors, str(path))
    path.chmod(0o644)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_judge(path: Path = WEIGHTS, facts: Path = FACTS) -> tuple[Judge, dict]:
    """The frozen judge and the facts beside it; stops when the weights are not the recorded ones."""
    if not path.exists() or not facts.exists():
        raise SystemExit(f"The judge's weights are missing ({path}). They are part of the repository; `python train_judge.py` makes new ones, with which older figures can't be compared.")
    known = json.loads(facts.read_text())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != known["sha256"]:
        raise SystemExit(f"The judge's weights were altered: SHA-256 {digest[:12]}… instead of {known['sha256'][:12]}…. Restore {path.name} from the repository.")
    stored, judge = load_file(path), Judge()
    state = {}
    for name, value in judge.state_dict().items():
        array = stored[name]
        if f"{name}.scale" in stored:
            array = array.astype(np.float32) * stored[f"{name}.scale"].reshape(-1, *[1] * (array.ndim - 1))
        state[name] = torch.from_numpy(np.array(array)).to(value.dtype).reshape(value.shape)
    judge.load_state_dict(state)
    return judge.eval().requires_grad_(False), known
