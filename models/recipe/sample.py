"""Draws pictures with the networks in PyTorch: the reference of core's text-to-image pipeline, and the evaluation's hand."""

import numpy as np
import torch

from noise import seeded_noise
from scheduler import SCHEDULERS, timesteps
from tokenizer import tokenize


@torch.no_grad()
def sample_latents(nets, config: dict, prompts: list[tuple[str, str]], seeds: list[int], step_count=None, guidance_scale=None, scheduler=None) -> torch.Tensor:
    """(prompt, style) and seed per picture -> latents [N, C, h, w]."""
    sampling, shape = config["sampling"], nets.denoiser.shape
    step_count, guidance_scale = step_count or sampling["step_count"], sampling["guidance_scale"] if guidance_scale is None else guidance_scale
    ids = torch.from_numpy(np.stack([tokenize(p, s, config["text"])[0] for p, s in prompts]))
    embedding = nets.text_encoder(ids)
    empty = nets.text_encoder(torch.zeros_like(ids[:1])).expand_as(embedding)
    latents = torch.from_numpy(np.stack([seeded_noise(shape, s) for s in seeds]))
    times = timesteps(step_count, sampling["timestep_shift"])
    solver = SCHEDULERS[scheduler or sampling["scheduler"]]()
    for t, t_next in zip(times, times[1:]):
        at = torch.full((len(seeds),), t)
        denoised = nets.denoiser(latents, at, embedding)
        if guidance_scale != 1:
            unconditional = nets.denoiser(latents, at, empty)
            denoised = unconditional + guidance_scale * (denoised - unconditional)
        latents = solver.step(latents, denoised, t, t_next)
    return latents


@torch.no_grad()
def draw(nets, config: dict, prompts, seeds, **options) -> torch.Tensor:
    """[N, 4, 128, 128] premultiplied 0..1, with the pack's alpha levels applied."""
    images = torch.cat([nets.decoder(z) for z in sample_latents(nets, config, prompts, seeds, **options).split(32)]).clamp(0, 1)
    return clean_alpha(images)


def clean_alpha(images: torch.Tensor, low: float = 0.12, high: float = 0.9) -> torch.Tensor:
    """Haze below `low` goes, what is above `high` becomes opaque; colours are rescaled with their alpha."""
    alpha = images[:, 3:]
    levelled = ((alpha - low) / (high - low)).clamp(0, 1)
    colour = (images[:, :3] / alpha.clamp(min=1e-3)).clamp(0, 1) * levelled
    return torch.cat([colour, levelled], 1)
