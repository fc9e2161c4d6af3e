"""How good the judge itself is, on real pictures that it never saw."""

import random

import numpy as np
import torch

from judge.network import FAMILY, HEADS, STYLES, Judge, look
from judge.pictures import UNKNOWN, JudgePictures, batch


# The sets that the evaluation asks for; the others teach the judge what icons of a name have in common.
ASKED = ("fluent-emoji-flat", "twemoji", "noto", "ph")


def rank_of(score: torch.Tensor) -> int:
    """The place of the first entry among all: 0 is best; ties count against it."""
    return int((score[1:] >= score[0]).sum())


def accuracy(judge: Judge, data: JudgePictures, count: int) -> dict:
    """Retrieval among 100 names of the same style, and the heads, on held-out pictures and compositions of held-out pictures."""
    chance, words = np.random.default_rng(5), random.Random(5)
    weights = np.array([1.0 if data.records[i]["set"] in ASKED else 0.1 for i in data.held])
    weights[[data.records[i]["style"] == "background" for i in data.held]] = 0.2
    chosen = chance.choice(data.held, count, replace=False, p=weights / weights.sum())
    pictures, _, labels = batch(data, chosen, count // 4, count // 4, chance, words, pool=data.held)
    seen = look(judge, pictures)
    names_of_style: dict[str, list[str]] = {}
    for record in data.records:
        names_of_style.setdefault(record["style"], []).append(record["name"])
    pools = {style: sorted(set(names)) for style, names in names_of_style.items()}
    with torch.no_grad():
        texts = dict(zip(data.names, judge.embed_texts(data.names)))
    first = tenth = objects = 0
    for row, index in enumerate(chosen):
        record = data.records[index]
        if record["style"] == "background":
            continue
        pool = [n for n in pools[record["style"]] if n != record["name"]]
        names = [record["name"], *chance.choice(pool, 99, replace=False)]
        rank = rank_of(torch.stack([texts[n] for n in names]) @ seen["embedding"][row])
        objects, first, tenth = objects + 1, first + (rank == 0), tenth + (rank < 10)
    result = {"pictures": objects, "r1": round(first / objects, 3), "r10": round(tenth / objects, 3)}
    for name in HEADS:
        known = labels[name] != UNKNOWN
        result[name] = round(float((seen[name].argmax(1) == labels[name])[known].float().mean()), 3)
    known = labels["style"] != UNKNOWN
    families = [[FAMILY[STYLES[int(k)]] for k in found[known]] for found in (seen["style"].argmax(1), labels["style"])]
    return result | {"styleFamily": round(float(np.mean([a == b for a, b in zip(*families)])), 3)}
