"""Trains guidance and few steps into the denoiser: `python train_few_steps.py xs [--minutes N]`.

Reflow (arXiv:2209.03003): the trained denoiser, guided and in more steps than the product takes, draws a picture from
every noise; a copy of it learns the straight line between the two, for the caption alone. It then needs one run a step
instead of two, and fewer steps. The prompt encoder stays as it is. Writes few-steps.pt, which export takes over.
"""

import copy
import random
import sys

import numpy as np
import torch

import preflight
from common import Budget, append_metrics, fast_matrices, load_checkpoint, load_config, option, pick_device, save_checkpoint, work_folder
from layers import set_quantized
from scheduler import SCHEDULERS, timesteps
from train_denoiser import WEIGHT_FLOOR, sample_timesteps
from trained_networks import load_networks
from training_data import TrainingData

REPORT_EVERY = 50
POOL = 16  # batches of pairs kept; each is learnt from about four times before a new one replaces it
LESSONS = 4


@torch.no_grad()
def guided_pictures(teacher, noise: torch.Tensor, embedding: torch.Tensor, empty: torch.Tensor, steps: int, guidance: float, kind: str) -> torch.Tensor:
    """What the guided teacher makes of this noise."""
    latents, times, solver = noise, timesteps(steps), SCHEDULERS[kind]()
    both = torch.cat([embedding, empty.expand_as(embedding)])
    for t, t_next in zip(times, times[1:]):
        with fast_matrices(noise.device):
            said, unsaid = teacher(torch.cat([latents, latents]), torch.full((len(both),), t, device=noise.device), both).float().chunk(2)
        latents = solver.step(latents, unsaid + guidance * (said - unsaid), t, t_next)
    return latents


def main(name: str, minutes: float | None) -> None:
    config, device = load_config(name), pick_device()
    settings, folder = config["train"]["few_steps"], work_folder(config)
    nets = load_networks(config, few_steps=False)
    teacher, encoder = nets.denoiser.to(device).requires_grad_(False), nets.text_encoder.to(device).requires_grad_(False)
    student = copy.deepcopy(teacher).requires_grad_(True)
    average = copy.deepcopy(teacher)
    optimizer = torch.optim.AdamW(student.parameters(), lr=settings["learning_rate"], betas=(0.9, 0.95))
    path, step, budget = folder / "few-steps.pt", 0, Budget(minutes or settings["minutes"])
    state = load_checkpoint(path)
    if state and state["denoiser_samples"] == nets.samples:
        student.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, budget = state["step"], Budget(minutes or settings["minutes"], state["spent_s"])
    data, batch = TrainingData(config, drop=0.05), settings["batch"]
    chance, words = np.random.default_rng(config["seed"] + step), random.Random(config["seed"] + step)
    torch.manual_seed(config["seed"] + step)
    empty = encoder(torch.from_numpy(data.captions.tokens("", ""))[None].to(device))
    pool: list[tuple[torch.Tensor, ...]] = []

    def more_pairs() -> tuple[torch.Tensor, ...]:
        ids = data.captions.batch(data.draw(batch, chance), words).to(device)
        embedding, noise = encoder(ids), torch.randn(batch, *teacher.shape, device=device)
        return noise, guided_pictures(teacher, noise, embedding, empty, settings["teacher_steps"], settings["teacher_guidance"], config["sampling"]["scheduler"]), embedding

    def save() -> None:
        save_checkpoint(path, {"model": student.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(), "step": step,
                               "denoiser_samples": nets.samples, "spent_s": budget.spent_s})

    running: list[float] = []
    while budget.lasts():
        set_quantized(student, budget.fraction > 1 - settings["quantized_share"])
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"])
        if step % LESSONS == 0 or not pool:
            pool = [*pool[-(POOL - 1) :], more_pairs()]
        noise, made, embedding = pool[int(chance.integers(len(pool)))]
        t = sample_timesteps(batch, chance).to(device)
        at = t[:, None, None, None]
        with fast_matrices(device):
            denoised = student((1 - at) * made + at * noise, t, embedding).float()
        loss = ((denoised - made).square().mean((1, 2, 3)) / t.clamp(min=WEIGHT_FLOOR).square()).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(student.parameters()), 1 - min(0.998, (step + 1) / (step + 20)))
        running.append(float(loss.detach()))
        if not np.isfinite(running[-1]):
            raise SystemExit(f"The loss is {running[-1]} at step {step}. The last checkpoint is whole; lower the learning rate and start again.")
        if step % REPORT_EVERY == 0:
            append_metrics(config, "few-steps", step=step, samples=step * batch, minutes=budget.spent_s / 60, loss=float(np.mean(running)))
            running = []
        if budget.time_to_save():
            save()
    save()


if __name__ == "__main__":
    main(preflight.begin(sys.argv[1:], "xs"), option(sys.argv, "--minutes", float))
