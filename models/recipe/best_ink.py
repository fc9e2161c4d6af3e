"""Measures in which colour a pack draws shapes best: `python best_ink.py xxs [--pack FOLDER] [--names 96]`.

Names that the pack was trained on are drawn with several colour words before them and with none, and compared in alpha
with their own training picture. The product asks for what comes out best and paints it after that
(packages/core/src/router/tell-model.ts).
"""

import argparse
import json
import random
import sys
from pathlib import Path

import torch

from common import MODELS, load_config
from dataset import Pictures
from evaluation.hand import Hand
from evaluation.prompts import single

SEEDS, BATCH = (1, 2), 48
COLOURS = ("", "black", "blue", "teal", "red")


def choose(pictures: Pictures, style: str, count: int) -> dict[str, int]:
    """Name -> its picture, for `count` names at random."""
    found: dict[str, int] = {}
    for i in pictures.in_styles(pictures.train, [style]):
        record = pictures.records[i]
        if single(record) and record["kind"] == "object" and not record.get("recoloured"):
            found.setdefault(record["name"], int(i))
    names = sorted(found)
    random.Random(1).shuffle(names)
    return {name: found[name] for name in names[:count]}


def measure(hand: Hand, pictures: Pictures, style: str, count: int) -> dict[str, dict[str, float]]:
    """Colour word -> mean absolute error of alpha, and mean overlap (intersection over union)."""
    chosen = choose(pictures, style, count)
    names = list(chosen)
    table = {}
    for colour in COLOURS:
        errors, overlaps = [], []
        for start in range(0, len(names), BATCH):
            part = names[start : start + BATCH]
            real = pictures.floats([chosen[name] for name in part])[:, 3]
            prompts = [(f"{colour} {name}".strip(), style) for name in part]
            for seed in SEEDS:
                drawn = hand.finish(hand.draw(prompts, [seed] * len(part)), prompts)[:, 3]
                errors.append((drawn - real).abs().mean((1, 2)))
                overlaps.append(torch.minimum(drawn, real).sum((1, 2)) / torch.maximum(drawn, real).sum((1, 2)).clamp(min=1e-6))
        table[colour or "none"] = {"error": round(float(torch.cat(errors).mean()), 4), "overlap": round(float(torch.cat(overlaps).mean()), 3)}
        print(style, colour or "none", table[colour or "none"], file=sys.stderr, flush=True)
    return table


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("config", nargs="?", default="xxs")
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--names", type=int, default=96)
    given = parser.parse_args()
    torch.set_num_threads(1)
    config, pictures = load_config(given.config), Pictures()
    hand = Hand((given.pack or MODELS / config["id"]).resolve())
    print(json.dumps({style: measure(hand, pictures, style, given.names) for style in config["styles"]}))


if __name__ == "__main__":
    main()
