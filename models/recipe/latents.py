"""Patch-PCA latents: the closed-form encoder. Each patch of P x P x 4 pixel values becomes `channels` numbers."""

import numpy as np
import torch
import torch.nn.functional as F

from common import CACHE, load_checkpoint, save_checkpoint, work_folder
from dataset import Pictures


class LatentSpace:
    """mean [4 P P], basis [C, 4 P P] (orthonormal), scale [C]: latents = basis (patch - mean) / scale."""

    def __init__(self, mean, basis, scale):
        self.mean, self.basis, self.scale = mean, basis, scale
        self.patch = round((len(mean) / 4) ** 0.5)

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        patches = F.pixel_unshuffle(images, self.patch) - self.mean[None, :, None, None]
        return torch.einsum("ck,bkhw->bchw", self.basis, patches) / self.scale[None, :, None, None]


def fit_latent_space(pictures: Pictures, channels: int, patch: int, seed: int, count: int = 9000) -> LatentSpace:
    chance = np.random.default_rng(seed)
    weights = pictures.weights(pictures.train)
    chosen = chance.choice(pictures.train, count, p=weights)
    total = torch.zeros(4 * patch**2)
    square = torch.zeros(4 * patch**2, 4 * patch**2)
    n = 0
    for start in range(0, count, 500):
        rows = F.pixel_unshuffle(pictures.floats(np.sort(chosen[start : start + 500])), patch).permute(0, 2, 3, 1).reshape(-1, total.shape[0])
        total += rows.sum(0)
        square += rows.T @ rows
        n += len(rows)
    mean = total / n
    values, vectors = torch.linalg.eigh(square / n - torch.outer(mean, mean))
    order = torch.argsort(values, descending=True)[:channels]
    basis = vectors[:, order].T.contiguous()
    deviation = values[order].clamp(min=1e-8).sqrt()
    # Half whitening: fine detail drowns in the noise first, as in pixel space, but not as early.
    scale = deviation.sqrt()
    scale = scale * ((deviation / scale).square().mean()).sqrt()
    return LatentSpace(mean, basis, scale)


def latent_space(config: dict, pictures: Pictures) -> LatentSpace:
    """The latent space of this configuration, fitted once and kept beside the checkpoints."""
    path = work_folder(config) / "latents.pt"
    state = load_checkpoint(path)
    if state is None:
        space = fit_latent_space(pictures, config["latents"]["channels"], config["latents"]["patch"], config["seed"])
        state = {"mean": space.mean, "basis": space.basis, "scale": space.scale}
        save_checkpoint(path, state)
    return LatentSpace(state["mean"], state["basis"], state["scale"])


def encode_all(config: dict, pictures: Pictures, space: LatentSpace) -> torch.Tensor:
    """Latents of every picture [N, C, h, w], cached on disk."""
    path = CACHE / f"{config['config']}-latents{pictures.suffix}.pt"
    state = load_checkpoint(path)
    if state is None or len(state["latents"]) != len(pictures.records) or not torch.equal(state["basis"], space.basis):
        parts = [space.encode(pictures.floats(np.arange(i, min(i + 500, len(pictures.records))))) for i in range(0, len(pictures.records), 500)]
        state = {"latents": torch.cat(parts), "basis": space.basis}
        CACHE.mkdir(parents=True, exist_ok=True)
        save_checkpoint(path, state)
    return state["latents"]
