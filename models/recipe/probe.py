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
from captions import Captions
from common import append_metrics, load_config, pick_device, work_folder
from dataset import Pictures
from latents import encode_all, latent_space
from train_denoiser import Model, flow_loss, sample_timesteps, start_layout

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
    compiled, optimizer, chance = torch.compile(model), torch.optim.AdamW(model.parameters(), lr=1e-6), np.random.default_rng(0)

    def step() -> None:
        loss = flow_loss(compiled, latents, ids, sample_timesteps(len(latents), chance).to(latents.device), torch.randn_like(latents))
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


def main(name: str) -> None:
    config, device = load_config(name), pick_device()
    settings = config["train"]["denoiser"]
    torch.manual_seed(config["seed"])
    pictures = Pictures()
    latents = encode_all(config, pictures, latent_space(config, pictures))
    captions = Captions(pictures, config["text"], drop=0.0)
    chance = np.random.default_rng(config["seed"])
    train = pictures.in_styles(pictures.train, config["styles"])

    def some(count: int):
        index = chance.choice(train, count, replace=False)
        return latents[index].to(device), captions.batch(index, random.Random(0)).to(device)

    model = Model(config).to(device)
    start_layout(model.text_encoder, work_folder(config) / "layout.pt")
    first, last = overfit(model, *some(64), settings["learning_rate"])
    rate = samples_per_second(model, *some(min(settings["batch"], len(train))), 20 if device.type == "cuda" else 5)
    expected, least = rate * 60 * settings["minutes"], settings.get("least_samples", 0)
    append_metrics(config, "probe", loss_first=first, loss_last=last, samples_per_s=rate, expected_samples=expected)
    if last > MOST_LEFT * first:
        raise SystemExit(f"Stopped: after {OVERFIT_STEPS} steps on sixty-four pictures the loss went from {first:.3f} to {last:.3f} only. Something in data, captions or networks is broken; a long run would learn nothing.")
    if expected < least:
        raise SystemExit(f"Stopped: {rate:.0f} samples a second make {expected / 1e6:.2f} million in {settings['minutes']} minutes, and {least / 1e6:g} million are the least that this configuration needs. Use a faster device, a smaller configuration, or raise `minutes` in its file.")
    print(f"The run can start: {expected / 1e6:.2f} million samples in {settings['minutes']} minutes.")


if __name__ == "__main__":
    preflight.check()
    if "--one-thread" in sys.argv:
        torch.set_num_threads(1)
    main(sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "xs")
