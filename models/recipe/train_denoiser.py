"""Trains prompt encoder and denoiser together: `python train_denoiser.py xxs [--minutes N] [--one-thread --worker 0|1]`.

Rectified flow with x-prediction (arXiv:2511.13720): the net sees x_t = (1 - t) x + t e and predicts x; the loss is the
velocity loss, MSE(x) / max(t, 0.4)^2. One caption in ten is dropped, which gives the unconditional model that
classifier-free guidance needs. The last part of the run simulates the int4 weights that ship.
"""

import copy
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from common import Budget, append_metrics, load_checkpoint, load_config, pick_device, save_checkpoint, work_folder
from dataset import Pictures, caption
from latents import encode_all, latent_space
from networks import Denoiser, TextEncoder, set_quantized
from tokenizer import tokenize

SAVE_EVERY_S = 180
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
    denoised = model((1 - t) * latents + t * noise, timestep, token_ids)
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


class Captions:
    """Token ids of random true captions; the same caption is tokenized once."""

    def __init__(self, pictures: Pictures, text: dict, drop: float = 0.1):
        self.records, self.text, self.drop = pictures.records, text, drop
        self.cache: dict[tuple[str, str], np.ndarray] = {}

    def tokens(self, prompt: str, style: str) -> np.ndarray:
        key = (prompt, style)
        if key not in self.cache:
            self.cache[key] = tokenize(prompt, style, self.text)[0]
        return self.cache[key]

    def batch(self, indices, chance: random.Random) -> torch.Tensor:
        empty = self.tokens("", "")
        rows = [empty if chance.random() < self.drop else self.tokens(*caption(self.records[i], chance)) for i in indices]
        return torch.from_numpy(np.stack(rows))


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


def parameter_groups(model: Model):
    # They start from their closed-form optimum: small steps.
    fitted = [p for n, p in model.text_encoder.named_parameters() if n.startswith(("features", "layout"))]
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and not n.startswith(("text_encoder.features", "text_encoder.layout")) and "position" not in n and "modulation" not in n]
    taken = {id(p) for p in fitted + matrices}
    rest = [p for p in model.parameters() if id(p) not in taken]
    return [{"params": fitted, "weight_decay": 0.0, "factor": 0.3}, {"params": matrices, "weight_decay": 0.02, "factor": 1.0}, {"params": rest, "weight_decay": 0.0, "factor": 1.0}]


def main(name: str, minutes: float | None, worker: int | None) -> None:
    config = load_config(name)
    settings = config["train"]["denoiser"]
    device = pick_device()
    torch.manual_seed(config["seed"])
    pictures = Pictures()
    space = latent_space(config, pictures)
    latents = encode_all(config, pictures, space).to(device)
    model = Model(config).to(device)
    start_layout(model.text_encoder, work_folder(config) / "layout.pt")
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = torch.optim.AdamW(parameter_groups(model), lr=settings["learning_rate"], betas=(0.9, 0.95))
    path = work_folder(config) / "denoiser.pt"
    state = load_checkpoint(path)
    step, earlier, seen = 0, 0, 0  # `earlier`: samples before this start; `seen`: of this worker since
    total_minutes = minutes or settings["minutes"]
    budget = Budget(total_minutes)
    if state:
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, earlier = state["step"], state["samples"]
        budget = Budget(total_minutes, state["spent_s"])
    train = pictures.in_styles(pictures.train, config["styles"])
    weights = pictures.weights(train)
    partner = Partner(worker) if worker is not None else None
    stream = config["seed"] + step + 1_000_000 * (worker or 0)
    chance, words = np.random.default_rng(stream), random.Random(stream)
    torch.manual_seed(stream)
    captions = Captions(pictures, config["text"])
    batch = settings["batch"]
    queue = np.empty(0, np.int64)
    saved, running, marked = time.monotonic(), [], (time.monotonic(), step)
    quantized = False

    def samples() -> int:
        return earlier + seen + (partner.samples if partner else 0)

    def save():
        save_checkpoint(path, {"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                               "step": step, "samples": samples(), "spent_s": budget.spent_s})

    while budget.fraction < 1:
        if not quantized and budget.fraction > 1 - settings["quantized_share"]:
            quantized = True
            set_quantized(model, True)
        if len(queue) < batch:
            queue = chance.choice(train, 4096, p=weights)
        index, queue = queue[:batch], queue[batch:]
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"]) * group["factor"]
        clean = latents[torch.from_numpy(index).to(device)]
        loss = flow_loss(model, clean, captions.batch(index, words).to(device), sample_timesteps(batch, chance).to(device), torch.randn_like(clean))
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
        if worker != 1 and time.monotonic() - saved > SAVE_EVERY_S:
            save()
            saved = time.monotonic()
    if worker != 1:
        save()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--one-thread" in arguments:
        torch.set_num_threads(1)
    limit = float(arguments[arguments.index("--minutes") + 1]) if "--minutes" in arguments else None
    number = int(arguments[arguments.index("--worker") + 1]) if "--worker" in arguments else None
    main(arguments[0] if arguments and not arguments[0].startswith("-") else "xxs", limit, number)
