"""The measures themselves: retrieval, KID, copies, colours, alpha. Pictures are [N, 4, H, W], premultiplied, 0..1."""

import numpy as np
import torch
import torch.nn.functional as F

from evaluation.prompts import HUES
from judge.measure import rank_of
from judge.network import Judge, shrink


def share(values) -> float:
    return round(float(np.mean(values)), 4) if len(values) else float("nan")


def retrieval(judge: Judge, embeddings: torch.Tensor, candidates: list[list[str]]) -> dict:
    """How often a picture is nearest to its own name (first of each row), or that name among the ten nearest, of 100."""
    names = sorted({n for row in candidates for n in row})
    with torch.no_grad():
        texts = dict(zip(names, judge.embed_texts(names)))
    ranks = np.array([rank_of(torch.stack([texts[n] for n in row]) @ picture) for row, picture in zip(candidates, embeddings, strict=True)])
    return {"pictures": len(ranks), "r1": share(ranks == 0), "r10": share(ranks < 10)}


def kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The polynomial kernel of KID (arXiv:1801.01401)."""
    return (a @ b.T / a.shape[1] + 1) ** 3


class Kid:
    """Unbiased squared MMD between sets of judge features and one set of real pictures, with bootstrap errors.

    All sets are resampled together, so two sets drawn from the same prompts and seeds are compared pair by pair.
    Of the features counts only their direction, once each has the real pictures' mean and spread: the cube of a length
    would let a few loud pictures outweigh all others.
    """

    def __init__(self, real: torch.Tensor, rounds: int = 200, seed: int = 3):
        real = real.double()
        self.mean, self.spread = real.mean(0), real.std(0).clamp(min=1e-6)
        self.real = self.directions(real)
        self.own = kernel(self.real, self.real)
        self.rounds, self.seed = rounds, seed

    def directions(self, features: torch.Tensor) -> np.ndarray:
        """Length sqrt(d), so that the kernel's product over d is their cosine."""
        standard = (features.double() - self.mean) / self.spread
        return (F.normalize(standard, dim=1) * standard.shape[1] ** 0.5).numpy()

    def values(self, drawn: torch.Tensor) -> np.ndarray:
        """The value on all pictures, then one per bootstrap round."""
        x = self.directions(drawn)
        among, across = kernel(x, x), kernel(x, self.real)
        chance = np.random.default_rng(self.seed)
        out = [self.mmd(among, across, np.ones(len(x)), np.ones(len(self.real)))]
        for _ in range(self.rounds):
            weights = [np.bincount(chance.integers(0, n, n), minlength=n).astype(float) for n in (len(x), len(self.real))]
            out.append(self.mmd(among, across, *weights))
        return np.array(out)

    def mmd(self, among, across, p, q) -> float:
        """p, q: how often each picture counts; a picture is never compared with itself."""

        def within(k, w):
            return (w @ k @ w - (w * w) @ k.diagonal()) / (w.sum() ** 2 - (w * w).sum())

        return float(within(among, p) + within(self.own, q) - 2 * (p @ across @ q) / (p.sum() * q.sum()))

    def measure(self, drawn: torch.Tensor) -> dict:
        values = self.values(drawn)
        return {"pictures": len(drawn), "kid": round(1000 * values[0], 3), "error": round(1000 * float(values[1:].std()), 3)}

    def gap(self, drawn: torch.Tensor, other: torch.Tensor) -> dict:
        """By which share of the other's KID the first is worse (negative: better), and the bootstrap error of that share.

        Both are None when the other's KID came out at or below 0: chance alone, and nothing to take a share of.
        """
        a, b = self.values(drawn), self.values(other)
        share_of = lambda x: round(float(x / b[0]), 4) if b[0] > 0 else None
        return {"pictures": len(drawn), "kid": round(1000 * a[0], 3), "kidOfOther": round(1000 * b[0], 3), "worseBy": share_of(a[0] - b[0]), "error": share_of((a - b)[1:].std())}


def to_oklab(rgb: np.ndarray) -> np.ndarray:
    """sRGB 0..1 [..., 3] -> OKLab (Ottosson 2020)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lms = np.cbrt(linear @ np.array([[0.4122214708, 0.2119034982, 0.0883024619], [0.5363325363, 0.6806995451, 0.2817188376], [0.0514459929, 0.1073969566, 0.6299787005]]))
    return lms @ np.array([[0.2104542553, 1.9779984951, 0.0259040371], [0.7936177850, -2.4285922050, 0.7827717662], [-0.0040720468, 0.4505937099, -0.8086757660]])


def main_hue(image: torch.Tensor) -> str:
    """The hue word that most coloured, opaque pixels are nearest to; "" for a picture without colour."""
    p = image.numpy().reshape(4, -1)
    opaque = p[3] > 0.5
    if opaque.sum() < 20:
        return ""
    lab = to_oklab((p[:3, opaque] / p[3, opaque]).T.clip(0, 1))
    coloured = lab[np.hypot(lab[:, 1], lab[:, 2]) > 0.05]
    if len(coloured) < 20:
        return ""
    anchors = to_oklab(np.array([[int(h[i : i + 2], 16) / 255 for i in (1, 3, 5)] for h in HUES.values()]))
    difference = coloured[:, None] - anchors[None]
    nearest = (difference * np.array([0.5, 1, 1])).__pow__(2).sum(-1).argmin(1)
    return list(HUES)[int(np.bincount(nearest, minlength=len(HUES)).argmax())]


def has_specks(alpha: torch.Tensor, size: int = 4) -> np.ndarray:
    """Whether a picture has a stray spot: something within size x size pixels with nothing around it. [N, H, W] -> [N]."""
    solid = (alpha > 0.25).float()[:, None]
    inner = F.avg_pool2d(solid, size, 1) * size**2
    outer = F.avg_pool2d(F.pad(solid, (1, 1, 1, 1)), size + 2, 1) * (size + 2) ** 2
    return ((inner > 0.5) & (outer - inner < 0.5)).flatten(1).any(1).numpy()


def cleanliness(pictures: torch.Tensor) -> dict:
    """How clean the alpha of objects is: empty corners, half-transparent pixels, pictures with stray spots."""
    alpha = pictures[:, 3]
    corners = torch.stack([alpha[:, 0, 0], alpha[:, 0, -1], alpha[:, -1, 0], alpha[:, -1, -1]]).amax(0)
    return {"transparentCorners": share((corners == 0).numpy()), "halfTransparent": share(((alpha > 0.05) & (alpha < 0.95)).float().numpy()),
            "withSpecks": share(has_specks(alpha)), "empty": share(((alpha > 0.5).float().mean((1, 2)) < 0.005).numpy())}


SHIFTS = [(x, y) for x in range(-2, 3) for y in range(-2, 3)]


def aligned_distance(picture: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """Root mean square difference at 64 px to each of [N, 4, 64, 64], at the best shift of up to 2 px, over what either draws."""
    best = torch.full((len(others),), float("inf"))
    for x, y in SHIFTS:
        moved = torch.roll(picture, (y, x), (1, 2))
        drawn = torch.maximum(moved[3:], others[:, 3:])
        mean = (others - moved).square().sum((1, 2, 3)) / (4 * drawn.sum((1, 2, 3))).clamp(min=1)
        best = torch.minimum(best, mean.sqrt())
    return best


class Copies:
    """Nearest training pictures, by the judge's features and by pixels.

    Candidates are the 24 training pictures nearest in the judge's eyes and the 24 nearest at 16 px; among them counts the
    smallest aligned pixel distance. A picture is a copy when this is below the 1 % quantile of what real pictures that
    were not trained on have to their own nearest training picture: closer than independent artists ever come by chance.
    """

    def __init__(self, embeddings: torch.Tensor, small: torch.Tensor, pixels):
        """small [N, 4, 16, 16]; pixels(indices) -> [n, 4, 64, 64] of the same N training pictures."""
        self.embeddings, self.small, self.pixels = embeddings, small.flatten(1), pixels

    def nearest(self, embeddings: torch.Tensor, pictures: torch.Tensor, count: int = 24) -> tuple[np.ndarray, np.ndarray]:
        """Distance to the nearest training picture and its number, for every picture."""
        shrunk = shrink(pictures)
        alike = (embeddings @ self.embeddings.T).topk(count, 1).indices
        close = torch.cdist(F.avg_pool2d(shrunk, 4).flatten(1), self.small).topk(count, 1, largest=False).indices
        distances, numbers = [], []
        for row, picture in enumerate(shrunk):
            found = torch.unique(torch.cat([alike[row], close[row]])).numpy()
            distance = aligned_distance(picture, self.pixels(found))
            best = int(distance.argmin())
            distances.append(float(distance[best]))
            numbers.append(int(found[best]))
        return np.array(distances), np.array(numbers)
