"""How far a pack's pictures are from real ones, from its own with more steps or larger weights, and from what it was trained on."""

from collections import Counter

import numpy as np
import torch
import torch.nn.functional as F

from common import load_checkpoint, work_folder
from dataset import plain_caption
from evaluation.hand import Hand
from evaluation.metrics import Copies, Kid, share
from evaluation.prompts import order, single
from evaluation.subject import Subject, log
from judge.network import look, shrink
from sample import draw
from trained_networks import load_networks


def distances(subject: Subject, config: dict | None) -> dict:
    """KID against real pictures of the same kind, its floor, and the gaps of few steps and small weights."""
    records, count = subject.pictures.records, subject.some(500)
    pool = sorted((int(i) for i in subject.prompts.trained if single(records[i])), key=lambda i: hash_of(records[i]))
    asked, reference = pool[:count], pool[count : count + 4 * count]
    held = like(subject, asked)
    kid = Kid(subject.look_at(sorted(reference))["features"])
    prompts = [(plain_caption(records[i]), records[i]["style"]) for i in asked]
    drawn = subject.draw(prompts, "KID")
    features = look(subject.judge, drawn)["features"]
    result = {"reference": len(reference), "drawn": kid.measure(features), "floor": kid.measure(subject.look_at(held)["features"]), "trainedPictures": kid.measure(subject.look_at(asked)["features"])}
    part = max(12, 2 * count // 5)
    steps = subject.hand.manifest["sampling"]["stepCount"]
    fine = look(subject.judge, subject.draw(prompts[:part], "32 steps", 32))["features"]
    fast = look(subject.judge, subject.draw(prompts[:part], "2 steps", 2))["features"]
    result["steps"] = {"against32": kid.gap(features[:part], fine) | {"steps": steps}, "two": kid.measure(fast)}
    floats = subject.draw(prompts[:part], "float activations", hand=Hand(subject.pack, "webgpu"))
    expanded = look(subject.judge, floats)["features"]
    result["int8Activations"] = kid.gap(features[:part], expanded) | {"psnr": psnr(drawn[:part], floats)}
    full = draw_full(subject, config, prompts[:part]) if config else None
    result["int4"] = None if full is None else kid.gap(expanded, look(subject.judge, full)["features"]) | {"psnr": psnr(floats, full)}
    return result


def like(subject: Subject, asked: list[int]) -> list[int]:
    """Pictures never trained on, of the same sets and in the same shares as `asked`: another mix would be a distance of its own."""
    records, group = subject.pictures.records, lambda i: (subject.pictures.records[i]["set"], subject.pictures.records[i]["style"], bool(subject.pictures.records[i].get("recoloured")))
    wanted = Counter(group(i) for i in asked)
    pools: dict[tuple, list[int]] = {}
    for i in sorted((int(i) for i in subject.pictures.in_styles(subject.pictures.heldout, subject.hand.styles) if single(records[i])), key=lambda i: hash_of(records[i])):
        pools.setdefault(group(i), []).append(i)
    share = min((len(pools.get(g, [])) / n for g, n in wanted.items() if n >= 0.02 * len(asked)), default=0)
    return [i for g, n in wanted.items() for i in pools.get(g, [])[: round(min(1, share) * n)]]


def draw_full(subject: Subject, config: dict, prompts) -> torch.Tensor | None:
    """The same pictures from the fp32 weights of the checkpoints, where there are any."""
    if load_checkpoint(work_folder(config) / "denoiser.pt") is None:
        return None
    seeds = list(range(len(prompts)))
    nets = load_networks(config)
    return subject.hand.finish(torch.cat([draw(nets, config, prompts[k : k + 32], seeds[k : k + 32], guidance_scale=nets.guidance_scale) for k in range(0, len(prompts), 32)]), prompts)


def copies(subject: Subject, drawn_of: dict[str, torch.Tensor], colours: torch.Tensor) -> dict:
    """See evaluation/metrics.py; `seen` has its own training picture among the candidates, on purpose."""
    records, trained = subject.pictures.records, subject.prompts.trained
    trained = trained[[records[i]["kind"] == "object" for i in trained]][:: 6 if subject.quick else 1]
    embeddings, small = [], []
    for part in np.array_split(trained, max(1, len(trained) // 500)):
        pixels = shrink(subject.pictures.floats(part))
        embeddings.append(subject.judge.embed_pictures(subject.judge.picture(pixels)[0]))
        small.append(F.avg_pool2d(pixels, 4))
    near = Copies(torch.cat(embeddings), torch.cat(small), lambda found: shrink(subject.pictures.floats(trained[found])))

    def measure(pictures: torch.Tensor) -> np.ndarray:
        return near.nearest(look(subject.judge, pictures)["embedding"], pictures)[0]

    held = [i for i in subject.prompts.pool("pairs")][: subject.some(300)]
    real = measure(subject.pictures.floats(held))
    threshold = float(np.quantile(real[real > 0.01], 0.01))  # a few icons exist twice, exactly, under two names
    far = {name: measure(pictures) for name, pictures in (drawn_of | {"colours": colours}).items()}
    unseen = np.concatenate([far[name] for name in ("pairs", "concepts") if name in far])
    log(f"copies: threshold {threshold:.3f}")
    return {"threshold": round(threshold, 4), "realHeldOut": {"pictures": len(real), "median": round(float(np.median(real)), 4), "exactTwins": share(real <= 0.01)},
            "seen": share(far["seen"] < threshold), "unseen": share(unseen < threshold), "colourPrompts": share(far["colours"] < threshold),
            "medianDistance": {name: round(float(np.median(d)), 4) for name, d in far.items()}}


def hash_of(record: dict) -> int:
    return order(record, "kid")


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    return round(float(-10 * torch.log10(F.mse_loss(a, b).clamp(min=1e-10))), 2)
