"""Trains the judge that evaluate.py asks: `python train_judge.py [--minutes N] [--wall N]`. Its weights are frozen in judge/; you need this only to make another judge.

The budget is N minutes of processor time, or of wall clock if that ends first; a killed run goes on from its last save.

Contrastive: a picture must be nearer to its name than to 4,095 other names, and to its caption than to the captions of
the batch; attribute heads learn from exact labels. Nothing of it is ever a loss of the model.
"""

import hashlib
import json
import random
import subprocess
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from common import load_checkpoint, save_checkpoint
from judge.measure import accuracy
from judge.network import FACTS, FOLDER, HEADS, WEIGHTS, Judge, load_judge, save_judge
from judge.pictures import FOLDER as DATA
from judge.pictures import UNKNOWN, JudgePictures, batch, disturb

SINGLES, PAIRS, ROWS, NAMES = 120, 8, 8, 4096
LEARNING_RATE, SEED = 2e-3, 20260777


def prepare() -> str:
    """Renders the pictures once; returns their SHA-256."""
    if not (DATA / "pictures.u8").exists():
        for folder in (FOLDER.parent / "data", FOLDER):
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-workspaces"], cwd=folder, check=True)
        subprocess.run(["node", "render.mjs", str(DATA)], cwd=FOLDER, check=True)
    digest = hashlib.sha256()
    for name in ("pictures.u8", "records.jsonl"):
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def naming_loss(judge: Judge, data: JudgePictures, embedding: torch.Tensor, captions: list[str], names: torch.Tensor, chance: np.random.Generator) -> torch.Tensor:
    """Contrastive: every single picture against its name and others, every picture against the captions of the batch."""
    scale = judge.scale.clamp(max=4.6).exp()
    named = torch.nonzero(names != UNKNOWN)[:, 0]
    wanted = names[named].tolist()
    others = [int(i) for i in chance.choice(len(data.names), NAMES, replace=False)]
    numbers = list(dict.fromkeys(wanted + others))[:NAMES]
    column = {number: i for i, number in enumerate(numbers)}
    texts = judge.embed_texts([data.names[i] for i in numbers] + captions)
    known, own = texts[: len(numbers)], texts[len(numbers) :]
    by_name = F.cross_entropy(scale * embedding[named] @ known.T, torch.tensor([column[i] for i in wanted]), label_smoothing=0.05)
    logits = scale * embedding @ own.T
    same = torch.tensor([[a == b for b in captions] for a in captions]) & ~torch.eye(len(captions), dtype=torch.bool)
    logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(captions))
    return by_name + 0.25 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target))


def loss_of(judge: Judge, data: JudgePictures, pictures, captions: list[str], labels: dict, chance: np.random.Generator):
    features, texture = judge.picture(pictures)
    said = judge.logits(features, texture)
    heads = sum(F.cross_entropy(said[name], labels[name]) for name in said if (labels[name] != UNKNOWN).any())
    return naming_loss(judge, data, judge.embed_pictures(features), captions, labels["name"], chance) + 0.2 * heads


def finish(judge: Judge, data: JudgePictures, count: int, steps: int) -> None:
    """Brings text tower, projection and style head to rest on the finished picture tower, whose features are computed once."""
    chance, words, generator = np.random.default_rng(SEED + 1), random.Random(SEED + 1), torch.Generator().manual_seed(SEED + 1)
    judge.eval().requires_grad_(False)
    kept: list[tuple] = []
    index = chance.choice(data.train, count, p=data.weights())
    for part in np.array_split(index, max(1, count // 250)):
        pictures, captions, labels = batch(data, part, 0, 0, chance, words)
        with torch.no_grad():
            kept.append((*judge.picture(disturb(pictures, generator)), captions, labels))
    features, texture = torch.cat([k[0] for k in kept]), torch.cat([k[1] for k in kept])
    captions, names, styles = [c for k in kept for c in k[2]], torch.cat([k[3]["name"] for k in kept]), torch.cat([k[3]["style"] for k in kept])
    print(json.dumps({"features": len(features)}), flush=True)

    style = judge.heads["style"].requires_grad_(True)
    seen, known = torch.cat([features, texture], 1), styles != UNKNOWN
    solver = torch.optim.LBFGS(style.parameters(), max_iter=150, line_search_fn="strong_wolfe")

    def style_loss():
        solver.zero_grad()
        loss = F.cross_entropy(style(seen[known]), styles[known]) + 1e-4 * style.weight.square().sum()
        loss.backward()
        return loss

    solver.step(style_loss)
    tops = [*judge.text.parameters(), *judge.project.parameters(), judge.scale]
    for parameter in tops:
        parameter.requires_grad_(True)
    optimizer = torch.optim.AdamW(tops, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * min(1, (step + 1) / 30) * (1 - step / steps)
        some = torch.from_numpy(chance.choice(len(features), 256, replace=False))
        jitter = features[some] + 0.1 * features.std(0) * torch.randn(256, features.shape[1], generator=generator)
        loss = naming_loss(judge, data, judge.embed_pictures(jitter), [captions[i] for i in some], names[some], chance)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if step % 50 == 0:
            print(json.dumps({"finish": step, "loss": round(float(loss.detach()), 3)}), flush=True)


def main(minutes: float, wall_minutes: float) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    digest, data = prepare(), JudgePictures()
    judge = Judge().to(memory_format=torch.channels_last)
    decayed = [p for n, p in judge.named_parameters() if p.ndim >= 2 and "features" not in n]
    rest = [p for n, p in judge.named_parameters() if p.ndim < 2 or "features" in n]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}], lr=LEARNING_RATE, betas=(0.9, 0.98))
    path, step, processor, wall = DATA / "judge.pt", 0, 0.0, 0.0
    if state := load_checkpoint(path):
        judge.load_state_dict(state["judge"])
        optimizer.load_state_dict(state["optimizer"])
        step, processor, wall = state["step"], state["processor"], state["wall"]
    chance, words, generator = np.random.default_rng(SEED + step), random.Random(SEED + step), torch.Generator().manual_seed(SEED + step)
    weights, running, saved = data.weights(), [], time.monotonic()
    processor_start, wall_start = time.process_time() - 60 * processor, time.monotonic() - 60 * wall
    while True:
        processor, wall = (time.process_time() - processor_start) / 60, (time.monotonic() - wall_start) / 60
        progress = max(processor / minutes, wall / wall_minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, step / 100 + 0.01) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * progress)))
        pictures, captions, labels = batch(data, chance.choice(data.train, SINGLES, p=weights), PAIRS, ROWS, chance, words)
        loss = loss_of(judge, data, disturb(pictures, generator).contiguous(memory_format=torch.channels_last), captions, labels, chance)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        running.append(float(loss.detach()))
        if step % 50 == 0:
            print(json.dumps({"step": step, "processor": round(processor, 2), "wall": round(wall, 1), "loss": round(float(np.mean(running)), 3)}), flush=True)
            running = []
        if time.monotonic() - saved > 180:
            save_checkpoint(path, {"judge": judge.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "processor": processor, "wall": wall})
            saved = time.monotonic()
    save_checkpoint(path, {"judge": judge.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "processor": processor, "wall": wall})
    finish(judge, data, 16_000, 400)
    sha256 = save_judge(judge.eval())
    facts = {"sha256": sha256, "bytes": WEIGHTS.stat().st_size, "pictures": digest, "seed": SEED, "processorMinutes": round(processor, 1), "picturesSeen": step * (SINGLES + PAIRS + ROWS), "heads": list(HEADS)}
    FACTS.write_text(json.dumps(facts, indent="\t") + "\n")
    facts["heldOut"] = accuracy(load_judge()[0], data, 1000)  # of the weights as stored
    FACTS.write_text(json.dumps(facts, indent="\t") + "\n")
    print(json.dumps(facts))


def option(name: str, default: float) -> float:
    return float(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


if __name__ == "__main__":
    main(option("--minutes", 17), option("--wall", 120))
