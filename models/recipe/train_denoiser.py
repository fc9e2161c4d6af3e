"""Trains prompt encoder and denoiser together: `python train_denoiser.py xxs [--minutes N] [--one-thread --worker 0|1] [--from PACK]`.

Rectified flow with x-prediction (arXiv:2511.13720): the net sees x_t = (1 - t) x + t e and predicts x; the loss is the
velocity loss, MSE(x) / max(t, 0.4)^2. One caption in ten is dropped, which gives the unconditional model that
classifier-free guidance needs. One batch in twelve is wide or tall backgrounds. The last part of the run simulates the
int4 weights that ship. After start_from_pack.py it goes on from the pack's weights, with a budget of its own
(`train.denoiser_from_pack`) and the prompt encoder of align_words.py if there is one; `--from` does so with a pack whose
table of n-grams has another size. From random weights too, what align_words.py made of the layout is taken over.

Matrices are multiplied in bfloat16 where that is faster: on a CPU with AMX ten times. `torch.compile` joins what stands
between them (2.7 times as fast as without, both measured on one core).
"""

import copy
import json
import math
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file

import preflight
from common import Budget, append_metrics, compiled, device_name, fast_matrices, load_checkpoint, load_config, option, pick_device, save_checkpoint, work_folder
from captions import Captions
from dataset import WIDE_AND_TALL, Pictures, caption, group_of
from latents import LatentSpace, encode_all
from layers import set_quantized
from networks import Denoiser, TextEncoder
from quantize import restore, stored
from start_from_pack import restore_text_encoder
from tokenizer import tokenize
from training_data import TrainingData

REPORT_EVERY = 250
AVERAGE_EVERY = 30


class Model(torch.nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        self.text_encoder = TextEncoder(config["text"], config["latents"])
        self.denoiser = Denoiser(config["denoiser"], config["latents"], config["text"])

    def forward(self, latents, timestep, token_ids):
        return self.denoiser(latents, timestep, self.text_encoder(token_ids))


# Below this time the few-step schedules never ask: they get one sample in twenty.
EARLIEST = 0.15
# The smallest time in the loss weight: a lower one spends the gradient on detail that few-step sampling never refines.
WEIGHT_FLOOR = 0.4


def sample_timesteps(count: int, chance: np.random.Generator) -> torch.Tensor:
    """Uniform above EARLIEST, with more weight on the times that 4-step sampling visits, pure noise above all."""
    t = chance.uniform(EARLIEST, 1.0, count)
    kind = chance.random(count)
    visited = chance.choice([1.0, 0.75, 0.5, 0.25], count) + chance.uniform(-0.03, 0.03, count)
    t = np.where(kind < 0.25, visited, t)
    t[(kind >= 0.25) & (kind < 0.35)] = 1.0
    rare = kind > 0.95
    t[rare] = chance.uniform(0.0, EARLIEST, int(rare.sum()))
    return torch.from_numpy(np.clip(t, 0.002, 1.0).astype(np.float32))


def flow_loss(model, latents, token_ids, timestep, noise):
    t = timestep[:, None, None, None]
    with fast_matrices(latents.device):
        denoised = model((1 - t) * latents + t * noise, timestep, token_ids).float()
    return ((denoised - latents).square().mean((1, 2, 3)) / timestep.clamp(min=WEIGHT_FLOOR).square()).mean()


class Partner:
    """Two workers, one core each, average their weights now and then (local SGD, arXiv:1805.09767).

    On a shared machine this wastes nothing on waiting: whoever is slower is simply read as it was.
    """

    def __init__(self, worker: int):
        folder = Path(tempfile.gettempdir()) / "musa-denoiser"
        folder.mkdir(exist_ok=True)
        self.mine, self.theirs = (folder / f"{n}.pt" for n in (worker, 1 - worker))
        self.seen = time.time()
        self.samples = 0  # what the other has seen

    def average(self, model, samples: int) -> None:
        save_checkpoint(self.mine, {"parameters": [p.detach() for p in model.parameters()], "samples": samples})
        if not self.theirs.exists() or self.theirs.stat().st_mtime <= self.seen:
            return
        self.seen = self.theirs.stat().st_mtime
        other = load_checkpoint(self.theirs)
        self.samples = other["samples"]
        with torch.no_grad():
            torch._foreach_lerp_(list(model.parameters()), other["parameters"], 0.5)


def start_layout(encoder: TextEncoder, path: Path) -> None:
    """Puts the closed-form layout in place; see fit_layout.py."""
    state = load_checkpoint(path)
    if state is None:
        raise SystemExit(f"There is no {path}. Run `python fit_layout.py` first.")
    with torch.no_grad():
        c = encoder.layout_shape[1]
        to_rows = lambda x: x.reshape(c, -1, *x.shape[1:]).transpose(0, 1).reshape(x.shape)  # [C, h w] -> [h w, C]
        encoder.features.weight.copy_(state["features"])
        encoder.features.weight[0] = 0
        encoder.layout.weight.copy_(to_rows(state["project"]))
        encoder.layout.bias.copy_(to_rows(state["mean"]))


def start_from_pack(model: "Model", config: dict, pack: Path, prompts: list[tuple[str, str]]) -> None:
    """Takes over a pack's weights. A table of n-grams of another size stays behind: the word projection is carried over
    to the new table by least squares on the words of those prompts."""
    manifest = json.loads((pack / "manifest.json").read_text())
    text = config["text"] | {"buckets": manifest["tokenizer"]["buckets"]}
    tensors = load_file(pack / "weights" / "text-encoder.safetensors")
    rank = (tensors["features.weight.q8"].shape if "features.weight.q8" in tensors else (0, text["layout_rank"]))[1]
    older = TextEncoder(text | {"layout_rank": rank}, config["latents"])
    restore_text_encoder(older, pack)
    restore(model.denoiser, stored(load_file(pack / "weights" / "denoiser.safetensors")))
    if (rank, text["buckets"]) == (config["text"]["layout_rank"], config["text"]["buckets"]):
        model.text_encoder.load_state_dict(older.state_dict())
        return

    def words(encoder, table):
        ids = torch.from_numpy(np.stack([tokenize(p, s, table)[0] for p, s in prompts]))
        count = (ids != 0).sum(-1, keepdim=True).clamp(min=1).float()
        rows = (encoder.features(ids).sum(-2) / count.sqrt()).flatten(0, 1)
        return rows[(ids != 0).any(-1).flatten()]

    with torch.no_grad():
        new, old = words(model.text_encoder, config["text"]), words(older, text)
        gram = new.T @ new
        carry = torch.linalg.solve(gram + 1e-3 * gram.diagonal().mean() * torch.eye(len(gram)), new.T @ old)
        for name, parameter in model.text_encoder.named_parameters():
            if name == "project.weight":
                parameter.copy_(older.project.weight @ carry.T)
            elif not name.startswith(("features", "layout")):
                parameter.copy_(dict(older.named_parameters())[name])
        print(f"word vectors carried over: {float((new @ carry - old).square().mean() / old.square().mean()):.3f} of their energy is lost", flush=True)


def shaded_otherwise(images: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
    """Premultiplied pictures in slightly other colours: hue turned by up to 15 degrees, more or less saturated and bright."""
    draw = lambda low, high: low + (high - low) * torch.rand(len(images), 1, 1, generator=chance)
    turn, saturation, light = draw(-math.pi / 12, math.pi / 12), draw(0.8, 1.2), draw(0.86, 1.1)
    grey = torch.tensor([0.299, 0.587, 0.114]).expand(1, 3, 3)  # every row: the brightness of a colour
    across = torch.tensor([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]]) / 3**0.5  # a quarter turn of hue
    colour = torch.eye(3) - grey
    matrix = light * (grey + saturation * (turn.cos() * colour + turn.sin() * (across @ colour)))
    rgb, alpha = images[:, :3], images[:, 3:]
    return torch.cat([torch.minimum(torch.einsum("nij,njhw->nihw", matrix, rgb).clamp(min=0), alpha), alpha], 1)


def other_shades(pictures: Pictures, space: LatentSpace, indices: np.ndarray, seed: int) -> tuple[torch.Tensor, np.ndarray]:
    """Latents of coloured things in other shades, [n, C, h, w], and the row of every picture (-1: stays as it is).

    One picture of a thing in always the same colours is soon known by heart; so its colours differ from time to time.
    """
    chosen = np.array([i for i in indices if group_of(pictures.records[i]) in ("emoji", "repainted", "other")])
    rows, chance = np.full(len(pictures.records), -1), torch.Generator().manual_seed(seed)
    rows[chosen] = np.arange(len(chosen))
    return torch.cat([space.encode(shaded_otherwise(pictures.floats(part), chance)) for part in np.array_split(chosen, -(-len(chosen) // 500))]), rows


def parameter_groups(model: Model):
    # They start from their closed-form optimum: small steps.
    fitted = [p for n, p in model.text_encoder.named_parameters() if n.startswith(("features", "layout", "recall"))]
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and not n.startswith(("text_encoder.features", "text_encoder.layout", "text_encoder.recall")) and "position" not in n and "modulation" not in n]
    taken = {id(p) for p in fitted + matrices}
    rest = [p for p in model.parameters() if id(p) not in taken]
    return [{"params": fitted, "weight_decay": 0.0, "factor": 0.3}, {"params": matrices, "weight_decay": 0.02, "factor": 1.0}, {"params": rest, "weight_decay": 0.0, "factor": 1.0}]


def main(name: str, minutes: float | None, worker: int | None, pack: Path | None) -> None:
    config = load_config(name)
    path = work_folder(config) / "denoiser.pt"
    state = load_checkpoint(path)
    begun = state if state and "optimizer" not in state else None  # as start_from_pack.py leaves it: weights only
    state = None if begun else state
    settings = config["train"]["denoiser_from_pack" if pack or begun or (state and state.get("from_pack")) else "denoiser"]
    device = pick_device()
    torch.manual_seed(config["seed"])
    data = TrainingData(config)
    pictures, space, captions, train, weights = data.pictures, data.space, data.captions, data.train, data.weights
    latents = data.latents.to(device)
    model = Model(config).to(device)
    if state is None and not begun and (not pack or (work_folder(config) / "layout.pt").exists()):
        start_layout(model.text_encoder, work_folder(config) / "layout.pt")
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(parameter_groups(model), lr=settings["learning_rate"], betas=(0.9, 0.95))
    step, earlier, seen = 0, begun["samples"] if begun else 0, 0  # `earlier`: samples before this start; `seen`: of this worker since
    total_minutes = minutes or settings["minutes"]
    budget = Budget(total_minutes)
    if begun:
        model.load_state_dict(begun["average"])
    elif state is None and pack:
        chance = random.Random(config["seed"])
        start_from_pack(model, config, pack, [caption(pictures.records[i], chance) for i in np.random.default_rng(config["seed"]).choice(train, 6000, p=weights)])
    if state is None:
        if aligned := load_checkpoint(work_folder(config) / "words.pt"):
            model.text_encoder.load_state_dict(aligned["text_encoder"])
        average.load_state_dict(model.state_dict())
    if state:
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, earlier = state["step"], state["samples"]
        budget = Budget(total_minutes, state["spent_s"])
    partner = Partner(worker) if worker is not None else None
    stream = config["seed"] + step + 1_000_000 * (worker or 0)
    chance, words = np.random.default_rng(stream), random.Random(stream)
    torch.manual_seed(stream)
    batch = settings["batch"]
    others = []  # wide and tall backgrounds: (latents, captions)
    for shape in WIDE_AND_TALL:
        of_shape = Pictures(*shape)
        others.append((encode_all(config, of_shape, space).to(device), Captions(of_shape, config["text"])))
    shades, shade_of = other_shades(pictures, space, train, stream)
    quick = compiled(model)  # for squares; the other shapes are too rare to be worth it
    queue = np.empty(0, np.int64)
    running, marked = [], (time.monotonic(), step)
    quantized = False

    def samples() -> int:
        return earlier + seen + (partner.samples if partner else 0)

    def save():
        save_checkpoint(path, {"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                               "step": step, "samples": samples(), "device": device_name(), "spent_s": budget.spent_s, "from_pack": settings is config["train"].get("denoiser_from_pack")})

    while budget.lasts():
        if not quantized and budget.fraction > 1 - settings["quantized_share"]:
            quantized = True
            set_quantized(model, True)
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"]) * group["factor"]
        if step % 12 == 11:
            of_shape, named = others[step // 12 % len(others)]
            index = chance.choice(len(of_shape), batch, replace=False)
            net, clean, token_ids = model, of_shape[torch.from_numpy(index).to(device)], named.batch(index, words)
        else:
            if len(queue) < batch:
                queue = chance.choice(train, 64 * batch, p=weights)
            index, queue = queue[:batch], queue[batch:]
            clean, shaded = latents[torch.from_numpy(index).to(device)], (shade_of[index] >= 0) & (chance.random(batch) < settings.get("shades", 0.0))
            clean[torch.from_numpy(shaded).to(device)] = shades[torch.from_numpy(shade_of[index[shaded]])].to(device)
            net, token_ids = quick, captions.batch(index, words)
        loss = flow_loss(net, clean, token_ids.to(device), sample_timesteps(batch, chance).to(device), torch.randn_like(clean))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        seen += batch
        with torch.no_grad():
            decay = min(0.9985, (step + 1) / (step + 20))
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - decay)
        running.append(float(loss.detach()))
        if not np.isfinite(running[-1]):
            raise SystemExit(f"The loss is {running[-1]} at step {step}. The last checkpoint is whole; lower the learning rate and start again.")
        if step % REPORT_EVERY == 0:
            now = time.monotonic()
            append_metrics(config, "denoiser", step=step, samples=samples(), minutes=budget.spent_s / 60, loss=float(np.mean(running)),
                           samples_per_s=(step - marked[1]) * batch / (now - marked[0]), quantized=quantized)
            running, marked = [], (now, step)
        if partner and step % AVERAGE_EVERY == 0:
            partner.average(model, seen)
        if worker != 1 and budget.time_to_save():
            save()
    if worker != 1:
        save()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(preflight.begin(arguments), option(arguments, "--minutes", float), option(arguments, "--worker", int), option(arguments, "--from", Path))
