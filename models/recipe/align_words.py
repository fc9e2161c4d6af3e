"""Brings all ways to ask for a thing to where its English name is: `python align_words.py xxs [--from PACK] [--minutes N]`.

Prompt encoder alone. Names in other languages, synonyms, keywords and misspelt names must give the words that a frozen
copy of the encoder gives for the plain English caption, which must go on giving them; and every caption must give the
layout of the pictures that it was written for. (What the copy gives as layout is the weaker goal: the name's own picture was
then nearest among 300 in 15 % instead of 35 % of the other languages' names, after as many steps.)
The denoiser must get used to the new layouts: this comes before its training, or it is trained on afterwards.
A sample costs a fifteenth of what it costs to train the denoiser, so thousands of names are met often enough to be learnt.
Writes words.pt; `train_denoiser.py` starts with it, and export takes it when it belongs to the denoiser's checkpoint.
"""

import copy
import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import preflight
from common import Budget, append_metrics, load_checkpoint, load_config, option, pick_device, save_checkpoint, work_folder
from dataset import caption, plain_caption, thing_of
from fit_layout import bag
from layers import fake_quantize_int4, set_quantized
from networks import TextEncoder
from paraphrase import paraphrase
from start_from_pack import restore_text_encoder
from train_denoiser import start_layout
from training_data import TrainingData

REPORT_EVERY = 200
WORDS_EVERY = 3
RIDGE, CHUNK = 3.0, 2000


def teacher_of(config: dict, pack: Path | None) -> tuple[TextEncoder, int]:
    """The encoder to agree with, and the samples that its denoiser has seen."""
    encoder = TextEncoder(config["text"], config["latents"])
    if pack:
        restore_text_encoder(encoder, pack)
        return encoder, json.loads((pack / "manifest.json").read_text())["training"]["samples"]
    state = load_checkpoint(work_folder(config) / "denoiser.pt")
    if state is None:
        torch.manual_seed(config["seed"])
        encoder = TextEncoder(config["text"], config["latents"])
        start_layout(encoder, work_folder(config) / "layout.pt")
        return encoder, 0
    encoder.load_state_dict({k.removeprefix("text_encoder."): v for k, v in state["average"].items() if k.startswith("text_encoder.")})
    return encoder, state["samples"]


class Pairs:
    """Batches of token ids, other ways and the captions they stand for, and of the numbers of their pictures."""

    def __init__(self, data: TrainingData):
        self.records, self.captions, self.train = data.pictures.records, data.captions, data.train
        things = [thing_of(self.records[i]) for i in self.train]
        # Things alike, whatever their pictures weigh: a name must be learnt once, for all of them.
        count = Counter(things)
        even = np.array([self.records[i]["set"] not in ("procedural", "composed") and 1 / count[thing] for i, thing in zip(self.train, things)])
        self.weights = 0.5 * data.weights + 0.5 * even / even.sum()

    def batch(self, size: int, numbers: np.random.Generator, chance: random.Random) -> tuple[torch.Tensor, ...]:
        rows, shown = [], numbers.choice(self.train, size, p=self.weights)
        for i in shown:
            record = self.records[i]
            if record["set"] in ("procedural", "composed") or chance.random() < 0.2:
                said = chance.random() < 0.9
                same = caption(record, chance) if said else ("", "")
                rows.append((self.captions.tokens(*same),) * 2)
            else:
                other, canonical, style, _ = paraphrase(record, chance)
                rows.append((self.captions.tokens(other, style), self.captions.tokens(canonical, style)))
        return *(torch.from_numpy(np.stack(part)) for part in zip(*rows)), torch.from_numpy(shown)


def sums(encoder: TextEncoder, ids: torch.Tensor) -> torch.Tensor:
    """The words' vectors, as the encoder's forward has them; unused slots, nine in ten, are left out."""
    weight = fake_quantize_int4(encoder.features.weight) if encoder.features.quantized else encoder.features.weight
    used = ids != 0
    count = used.sum(-1)
    offsets = torch.cat([count.new_zeros(1), count.flatten().cumsum(0)[:-1]])
    total = F.embedding_bag(ids[used].long(), weight, offsets, mode="sum").reshape(*ids.shape[:2], -1)
    return total / count.clamp(min=1).sqrt()[..., None]


@torch.no_grad()
def fit_table(student: TextEncoder, pairs: Pairs, latents: torch.Tensor, numbers: np.random.Generator, chance: random.Random, samples: int) -> None:
    """The table of n-grams in closed form: ridge regression from all ways to ask to the pictures, as `layout` sees them.

    What no caption speaks for stays as it was, so that the words, which share the table, change little.
    """
    table, project = student.features.weight, student.layout.weight
    # Pictures as sums of word vectors: the least squares way back through `layout`, whose rows are [h w C].
    back = torch.linalg.pinv(project)
    gram, cross = torch.zeros(len(table), len(table)), torch.zeros(len(table), table.shape[1])
    for _ in range(-(-samples // CHUNK)):
        other, _, shown = pairs.batch(CHUNK, numbers, chance)
        x = bag(other.numpy(), len(table))
        gram += torch.sparse.mm(x.T, x)
        cross += torch.sparse.mm(x.T, (rows_of(latents[shown]).flatten(1) - student.layout.bias) @ back.T)
    cross -= gram @ table
    gram.diagonal().add_(RIDGE)
    table += torch.cholesky_solve(cross, torch.linalg.cholesky(gram))
    table[0] = 0


def rows_of(latents: torch.Tensor) -> torch.Tensor:
    """[B, C, h, w] -> [B, h w, C]"""
    return latents.flatten(2).transpose(1, 2)


def difference(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Of words, row by row and of their mean."""
    return 0.5 * (made - wanted).square().mean() + 2 * (made.mean(1) - wanted.mean(1)).square().mean()


@torch.no_grad()
def explained(student: TextEncoder, data: TrainingData, indices: np.ndarray) -> float:
    """Which share of the variance of pictures the layout of their plain captions explains."""
    records = data.pictures.records
    ids = torch.from_numpy(np.stack([data.captions.tokens(plain_caption(records[i]), records[i]["style"]) for i in indices]))
    goals = rows_of(data.latents[indices]).flatten(1)
    return float(1 - (layout_of(student, ids) - goals).square().mean() / (goals - goals.mean(0)).square().mean())


@torch.no_grad()
def found(student: TextEncoder, data: TrainingData, style: str, count: int = 300) -> dict[str, float]:
    """By language: how often the layout of a name is nearest to its own picture, of `count` pictures of things."""
    records = data.pictures.records
    named = {r["name"]: i for i, r in enumerate(records) if r["style"] == style and not r["heldout"] and len(r["names"]) >= 14 and not r.get("recoloured")}
    names = sorted(named)
    chosen = [names[k] for k in np.random.default_rng(0).permutation(len(names))[:count]]
    goals = rows_of(data.latents[[named[n] for n in chosen]]).flatten(1)
    result = {}
    for code in ["en", *sorted(records[named[names[0]]]["names"])]:
        prompts = [records[named[n]]["names"][code] if code != "en" else n for n in chosen]
        made = layout_of(student, torch.from_numpy(np.stack([data.captions.tokens(p, style) for p in prompts])))
        result[code] = float((torch.cdist(made, goals).argmin(1) == torch.arange(len(chosen))).float().mean())
    return result


def layout_of(encoder: TextEncoder, ids: torch.Tensor) -> torch.Tensor:
    """[B, h w C], in main memory."""
    return encoder.layout_of(sums(encoder, ids.to(encoder.layout.weight.device))).flatten(1).cpu()


def main(name: str, minutes: float | None, pack: Path | None) -> None:
    config, device = load_config(name), pick_device()
    settings = config["train"]["words"]
    data = TrainingData(config, drop=0.0)
    pairs = Pairs(data)
    teacher, samples = teacher_of(config, pack)
    student = copy.deepcopy(teacher)
    path, step, budget = work_folder(config) / "words.pt", 0, Budget(minutes or settings["minutes"])
    state = load_checkpoint(path)
    if state and state["denoiser_samples"] != samples:
        state = None
    spread = float(data.latents[data.train].var(0).mean())
    held = np.array([i for i in data.pictures.in_styles(data.pictures.heldout, config["styles"]) if not data.pictures.records[i].get("heldoutConcept")])[:800]
    running: list[float] = []

    def save() -> None:
        save_checkpoint(path, {"text_encoder": student.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "denoiser_samples": samples, "spent_s": budget.spent_s})

    def report() -> None:
        set_quantized(student, True)
        shares = found(student, data, config["styles"][0])
        others = [v for k, v in shares.items() if k != "en"]
        append_metrics(config, "words", step=step, samples=step * settings["batch"], minutes=budget.spent_s / 60, loss=float(np.mean(running)) if running else 0.0,
                       english=shares["en"], others=float(np.mean(others)), lowest=min(others), explained=explained(student, data, data.train[:: max(1, len(data.train) // 800)]),
                       explained_heldout=explained(student, data, held))

    if state:
        student.load_state_dict(state["text_encoder"])
    else:
        report()
        set_quantized(student, False)
        fit_table(student, pairs, data.latents, np.random.default_rng(config["seed"]), random.Random(config["seed"]), settings["fit_samples"])
        report()
    set_quantized(teacher, pack is None)
    set_quantized(student, True)
    teacher.to(device).eval().requires_grad_(False)
    student.to(device)
    quick = [p for n, p in student.named_parameters() if n.startswith(("features", "recall"))]
    rest = [p for n, p in student.named_parameters() if not n.startswith(("features", "recall"))]
    optimizer = torch.optim.AdamW([{"params": quick, "factor": 2.5}, {"params": rest, "factor": 1.0}], lr=settings["learning_rate"], betas=(0.9, 0.98), weight_decay=0.0)
    if state:
        optimizer.load_state_dict(state["optimizer"])
        step, budget = state["step"], Budget(minutes or settings["minutes"], state["spent_s"])
    else:
        save()
    numbers, chance = np.random.default_rng(config["seed"] + step + 1), random.Random(config["seed"] + step + 1)
    while budget.lasts():
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"], decay=0.5) * group["factor"]
        other, canonical, shown = pairs.batch(settings["batch"], numbers, chance)
        read = sums(student, other.to(device))
        loss = (student.layout_of(read) - rows_of(data.latents[shown]).to(device)).square().mean() / spread
        running.append(float(loss.detach()))
        if step % WORDS_EVERY == 0:  # they cost most and are soon learnt
            some = settings["batch"] // 2
            with torch.no_grad():
                wanted = teacher.words_of(sums(teacher, canonical[:some].to(device)))
            loss = loss + WORDS_EVERY / 2 * difference(student.words_of(read[:some]), wanted)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % REPORT_EVERY == 0:
            report()
            running = []
        if budget.time_to_save():
            save()
    report()
    save()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(preflight.begin(arguments), option(arguments, "--minutes", float), option(arguments, "--from", Path))
