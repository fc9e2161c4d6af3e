"""The classifier and how it is fitted; router-model.ts is the same in TypeScript."""

import json
import subprocess
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
EMBEDDING = 12
HIDDEN = 32
LONGEST = 400
BATCH = 256
# What it costs that two languages disagree on a wish, and that its longer form is judged easier.
AGREEMENT, ORDER = 0.1, 0.3
# How often a wish is judged with its words and not by its structure alone.
KEEP = 0.3


# Signs of a demand: a word that has one is not without a meaning.
DEMANDING = {"three", "many", "plenty", "space", "join", "verb", "text", "panel", "negation", "optics", "compare", "pass", "where"}


def run_featurizer(texts: list[str]) -> tuple[dict, list[dict]]:
    """What Musa's own code sees in each text."""
    lines = "".join(json.dumps({"prompt": text}) + "\n" for text in texts)
    first, *found = subprocess.run(["npx", "tsx", str(HERE / "featurize.ts")], input=lines, capture_output=True, text=True, cwd=ROOT, check=True).stdout.splitlines()
    assert len(found) == len(texts)
    return json.loads(first), [json.loads(line) for line in found]


def leave_out_signs(words: list[str]) -> list[str]:
    """Words in which the lexicon sees no demand."""
    about, found = run_featurizer(words)
    at = [i for i, sign in enumerate(about["signs"]) if sign in DEMANDING]
    return [word for word, read in zip(words, found) if not any(read["structure"][i] for i in at)]


def featurize(rows: list[dict]) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    _, found = run_featurizer([row["prompt"] for row in rows])
    return np.array([x["structure"] for x in found], np.float32), [np.array(x["hashed"][:LONGEST], np.int64) for x in found], np.array([x["wordCount"] for x in found])


class Judge(torch.nn.Module):
    def __init__(self, structure: int, buckets: int):
        super().__init__()
        self.embedding = torch.nn.EmbeddingBag(buckets, EMBEDDING, mode="sum")
        torch.nn.init.normal_(self.embedding.weight, std=0.05)
        self.hidden = torch.nn.Linear(structure + EMBEDDING, HIDDEN)
        self.head = torch.nn.Linear(HIDDEN, 2)
        self.skip = torch.nn.Linear(structure, 2, bias=False)
        torch.nn.init.zeros_(self.skip.weight)

    def forward(self, structure, ids, offsets, counts, keep):
        bag = self.embedding(ids, offsets) / (counts.sqrt() + 2).unsqueeze(1) * keep.unsqueeze(1)
        hidden = torch.relu(self.hidden(torch.cat([structure, bag], 1)))
        return self.head(hidden) + self.skip(structure)


def bag(hashed: list[np.ndarray], chosen) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    lists = [hashed[i] for i in chosen]
    counts = np.array([len(x) for x in lists])
    offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return torch.from_numpy(np.concatenate(lists) if counts.sum() else np.zeros(0, np.int64)), torch.from_numpy(offsets), torch.from_numpy(counts.astype(np.float32))


def flatten(groups: list[dict]) -> tuple[list[dict], np.ndarray]:
    """Rows, and of each group where its English, Chinese and shorter form stand (-1 where there is none)."""
    rows, places = [], []
    for group in groups:
        place = []
        for name in ("en", "zh", "short"):
            text = group.get(name)
            place.append(len(rows) if text else -1)
            if text:
                # The shorter form only has to be no harder: what it is by itself nobody has said.
                rows.append({**group, "prompt": text, "weight": 0.0 if name == "short" else group.get("weight", 1.0)})
        places.append(place)
    return rows, np.array(places)


def fit_judge(groups: list[dict], buckets: int, epochs: int, seed: int) -> Judge:
    rows, places = flatten(groups)
    structure, hashed, _ = featurize(rows)
    print(f"{len(groups)} wishes in {len(rows)} wordings, {structure.shape[1]} structural features", flush=True)
    torch.manual_seed(seed)
    model = Judge(structure.shape[1], buckets)
    optimizer = torch.optim.AdamW([{"params": model.embedding.parameters(), "weight_decay": 0.05}, {"params": [p for n, p in model.named_parameters() if not n.startswith("embedding")], "weight_decay": 0.02}], lr=4e-3)
    target = torch.tensor([row["complex"] for row in rows], dtype=torch.float32)
    severity = torch.tensor([-1.0 if row.get("severity") is None else row["severity"] for row in rows])
    weight = torch.tensor([row["weight"] for row in rows])
    # Both ends count the same, whatever the sets hold more of.
    weight = weight / torch.where(target > 0.5, (weight * (target > 0.5)).sum(), (weight * (target <= 0.5)).sum()) * len(rows) / 2
    features = torch.from_numpy(structure)
    draw = np.random.default_rng(seed)
    steps = epochs * ((len(groups) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [6e-3, 6e-3], total_steps=steps + 1)
    for epoch in range(epochs):
        total = 0.0
        order = draw.permutation(len(groups))
        for start in range(0, len(order), BATCH):
            place = places[order[start : start + BATCH]]
            chosen = np.sort(place[place >= 0])
            at = torch.from_numpy(np.searchsorted(chosen, place))
            # Without its words a wish must still be judged by its structure; that is what other wordings and languages share.
            keep = torch.from_numpy((draw.random(len(place)) < KEEP).astype(np.float32))
            owner = np.empty(len(chosen), np.int64)
            for column in range(3):
                there = place[:, column] >= 0
                owner[at[:, column].numpy()[there]] = np.nonzero(there)[0]
            ids, offsets, counts = bag(hashed, chosen)
            out = model(features[chosen], ids, offsets, counts, keep[owner])
            judged = cross_entropy(out[:, 0], target[chosen], reduction="none")
            known = (severity[chosen] >= 0).float()
            hard = cross_entropy(out[:, 1], severity[chosen].clamp(0, 1), reduction="none") * known
            loss = (weight[chosen] * (judged + hard)).mean()
            both, longer = torch.from_numpy(place[:, 1] >= 0), torch.from_numpy(place[:, 2] >= 0)
            en, zh, short = (out[at[:, column].clamp(max=len(chosen) - 1)] for column in range(3))
            loss = loss + AGREEMENT * ((en - zh).square().sum(1) * both).mean() + ORDER * (torch.relu(short - en).sum(1) * longer).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(place)
        print(f"epoch {epoch + 1}: loss {total / len(groups):.4f}", flush=True)
    return model


def fit_language(rows, hashed, buckets, seed):
    """One weight per bucket: English or another language in Latin letters."""
    torch.manual_seed(seed)
    table = torch.nn.EmbeddingBag(buckets, 1, mode="mean")
    torch.nn.init.zeros_(table.weight)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([*table.parameters(), bias], lr=0.05)
    target = torch.tensor([float(row["english"]) for row in rows])
    weight = torch.where(target > 0.5, 1 / target.mean(), 1 / (1 - target.mean())) / 2
    draw = np.random.default_rng(seed)
    for epoch in range(12):
        order = draw.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            ids, offsets, _ = bag(hashed, chosen)
            out = table(ids, offsets)[:, 0] + bias
            loss = (weight[chosen] * cross_entropy(out, target[chosen], reduction="none")).mean() + 2e-6 * table.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return table.weight.detach().numpy()[:, 0], bias.item()


def judge(model: Judge, rows: list[dict]) -> dict[str, np.ndarray]:
    """The classifier's parts for `rows`, before they are joined."""
    structure, hashed, words = featurize(rows)
    parts = []
    with torch.no_grad():
        for start in range(0, len(rows), 1024):
            chosen = np.arange(start, min(start + 1024, len(rows)))
            parts.append(model(torch.from_numpy(structure[chosen]), *bag(hashed, chosen), torch.ones(len(chosen))).numpy())
    out = np.concatenate(parts)
    return {"complex": out[:, 0], "severity": out[:, 1], "words": words}
