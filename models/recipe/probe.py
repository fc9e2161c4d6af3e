"""Two minutes that stop a doomed run: `python probe.py xs`, before `train_denoiser.py`.

Overfit: a fresh denoiser must learn sixty-four pictures, or something in data, captions or networks is broken.
Throughput: the budget must suffice for the samples that the configuration counts on.
"""

import random
import sys
import time

import numpy as np
import torch

import preflight
from common import append_metrics, compiled, load_config, pick_device, work_folder
from train_denoiser import Model, flow_loss, sample_timesteps, start_layout
from training_data import TrainingData

OVERFIT_STEPS, MOST_LEFT = 200, 0.5


def overfit(model: Model, latents: torch.Tensor, ids: torch.Tensor, rate: float) -> tuple[float, float]:
    """Losses of the first and the last ten of OVERFIT_STEPS steps on the same pictures."""
    optimizer, chance, losses = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.95)), np.random.default_rng(0), []
    for step in range(OVERFIT_STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 20)
        loss = flow_loss(model, latents, ids, sample_timesteps(len(latents), chance).to(latents.device), torch.randn_like(latents))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
    return float(np.mean(losses[:10])), float(np.mean(losses[-10:]))


def samples_per_second(model: Model, latents: torch.Tensor, ids: torch.Tensor, seconds: float) -> float:
    """Of training steps as `train_denoiser.py` takes them, once they are compiled."""
    net, optimizer, chance = compiled(model), torch.optim.AdamW(model.parameters(), lr=1e-6), np.random.default_rng(0)

    def step() -> None:
        loss = flow_loss(net, latents, ids, sample_timesteps(len(latents), chance).to(latents.device), torch.randn_like(latents))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if latents.device.type == "cuda":
            torch.cuda.synchronize()

    step()
    step()
    count, start = 0, time.monotonic()
    while time.monotonic() - start < seconds or count < 2:
        step()
        count += 1
    return count * len(latents) / (time.monotonic() - start)


def objection(first: float, last: float, expected: float, least: float, minutes: float) -> str | None:
    """Why a run with these losses and this many samples in its minutes would be in vain; None if it would not."""
    if not last <= MOST_LEFT * first:
        return f"after {OVERFIT_STEPS} steps on sixty-four pictures the loss went from {first:.3f} to {last:.3f} only. Something in data, captions or networks is broken; a long run would learn nothing."
    if expected < least:
        return f"{expected / minutes / 60:.0f} samples a second make {expected / 1e6:.2f} million in {minutes:g} minutes, and {least / 1e6:g} million are the least that this configuration needs. Use a faster device, a smaller configuration, or raise `minutes` in its file."
    return None


def main(name: str) -> None:
    config, device = load_config(name), pick_device()
    settings = config["train"]["denoiser"]
    torch.manual_seed(config["seed"])
    data, chance = TrainingData(config, drop=0.0), np.random.default_rng(config["seed"])

    def some(count: int):
        index = chance.choice(data.train, count, replace=False)
        return data.latents[index].to(device), data.captions.batch(index, random.Random(0)).to(device)

    model = Model(config).to(device)
    start_layout(model.text_encoder, work_folder(config) / "layout.pt")
    first, last = overfit(model, *some(64), settings["learning_rate"])
    rate = samples_per_second(model, *some(min(settings["batch"], len(data.train))), 20 if device.type == "cuda" else 5)
    expected, least = rate * 60 * settings["minutes"], settings.get("least_samples", 0)
    append_metrics(config, "probe", loss_first=first, loss_last=last, samples_per_s=rate, expected_samples=expected)
    if reason := objection(first, last, expected, least, settings["minutes"]):
        raise SystemExit(f"Stopped: {reason}")
    print(f"The run can start: {expected / 1e6:.2f} million samples in {settings['minutes']} minutes.")


if __name__ == "__main__":
    main(preflight.begin(sys.argv[1:], "xs"))
