"""Fits how sure a known word makes a picture: `python calibrate_confidence.py xxs [--pack FOLDER]`, before `evaluate.py` and `export.py`.

Pictures of names that the model knows well, in other languages, misspelt, of pairs and things it never saw are drawn and
judged, and of names from other icon sets: right is what the judge finds among the first ten of 100 names. A logistic regression from what core counts in
the prompt (scripts/count-known-words.ts) to that gives the calibration of manifest.knownWords.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch

from common import MODELS, RECIPE, load_config, work_folder
from dataset import Pictures, thing_of
from evaluation.hand import Hand
from evaluation.told import as_told
from evaluation.prompts import Prompts, misspell, single
from judge.measure import rank_of
from judge.network import load_judge, look

FEATURES = ("knownShare", "knownPhrase", "wordCount")
FOLDS = 5


def collect(prompts: Prompts) -> list[tuple[str, str, list[str]]]:
    """(prompt, style, candidates): the pictures of the evaluation's own lists come after these."""
    out = []
    for name, first, last in (("seen", 400, 520), ("pairs", 0, 100), ("concepts", 0, 120)):
        split = prompts.split(name, last)
        out += [(p, s, c) for (p, s), c in list(zip(split.prompts, split.candidates))[first:]]
    out += strangers(prompts, 150)
    codes, split, named = prompts.languages(90)
    for k, candidates in enumerate(split.candidates[50:], start=50):
        prompt, style = split.prompts[k]
        out += [(misspell(prompt, k), style, candidates)] + [(*named[code][k], candidates) for code in (codes[k % len(codes)], codes[(k + 5) % len(codes)], codes[(k + 9) % len(codes)])]
    return out


def strangers(prompts: Prompts, count: int) -> list[tuple[str, str, list[str]]]:
    """Names from icon sets that the model was not trained on, of things that no set of its own has."""
    records = prompts.pictures.records
    trained = set(int(i) for i in prompts.trained)
    names = sorted({r["name"] for i, r in enumerate(records) if single(r) and i not in trained and thing_of(r) not in prompts.things and r["set"] in ("flat-color-icons", "fluent-color")})
    chance = np.random.default_rng(5)
    others = sorted(prompts.names[prompts.default_style])
    return [(str(n), prompts.default_style, [str(n), *(str(o) for o in chance.choice(others, 99, replace=False))]) for n in chance.permutation(names)[:count]]


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression with a little ridge, by Newton's method; the intercept comes first."""
    a, w = np.column_stack([np.ones(len(x)), x]), np.zeros(x.shape[1] + 1)
    ridge = np.diag([0.0] + [0.5] * x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-a @ w))
        w -= np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + ridge, a.T @ (p - y) + ridge @ w)
    return w


def auroc(p: np.ndarray, y: np.ndarray) -> float:
    good, bad = p[y == 1], p[y == 0]
    return float((np.sign(good[:, None] - bad[None]) / 2 + 0.5).mean()) if len(good) and len(bad) else float("nan")


def calibration_error(p: np.ndarray, y: np.ndarray) -> float:
    """ECE over five bins of equal size."""
    return float(sum(abs(p[part].mean() - y[part].mean()) * len(part) for part in np.array_split(np.argsort(p), 5)) / len(p))


def main(name: str, exported: Path | None) -> None:
    torch.set_num_threads(1)
    config = load_config(name)
    pack, judge = exported or work_folder(config) / "candidate", load_judge()[0]
    if exported is None:
        subprocess.run([sys.executable, "export.py", name, "--out", str(pack), "--force"], cwd=RECIPE, check=True, stdout=sys.stderr)
    hand = Hand(pack)
    rows = collect(Prompts(Pictures(), hand.styles, hand.manifest["defaultStyle"]))
    # As the product does: what the model is told is judged and drawn.
    told = as_told(pack, [(p, s) for p, s, _ in rows])
    rows = [(p, s, c) for (p, s), (_, _, c) in zip(told, rows)]
    counted = subprocess.run(["npx", "tsx", "scripts/count-known-words.ts", str(pack)], cwd=MODELS.parent, check=True, text=True, capture_output=True,
                             input=json.dumps([p for p, _, _ in rows])).stdout
    x = np.array([[row[feature] for feature in FEATURES] for row in json.loads(counted)], float)
    right = []
    for k, (prompt, style, candidates) in enumerate(rows):
        picture = look(judge, hand.draw_one(prompt, style, 1000 + k)[None])["embedding"][0]
        right.append(rank_of(judge.embed_texts(candidates) @ picture) < 10)
    y = np.array(right, float)
    order = np.random.default_rng(0).permutation(len(y))
    p = np.zeros(len(y))
    for part in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, part)
        p[part] = 1 / (1 + np.exp(-np.column_stack([np.ones(len(part)), x[part]]) @ fit(x[rest], y[rest])))
    weights = fit(x, y)
    result = {"calibration": dict(zip(("intercept", *FEATURES), (round(float(w), 4) for w in weights))), "pictures": len(y), "right": round(float(y.mean()), 3),
              "auroc": round(auroc(p, y), 3), "ece": round(calibration_error(p, y), 3)}
    (work_folder(config) / "confidence.json").write_text(json.dumps(result) + "\n")
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "xxs", Path(sys.argv[sys.argv.index("--pack") + 1]).resolve() if "--pack" in sys.argv else None)
