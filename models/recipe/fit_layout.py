"""Fits the layout prior of the prompt encoder in closed form: `python fit_layout.py xxs`.

Reduced-rank ridge regression from the bag of hashed words and n-grams to the latents: the picture that a prompt means on
average. Words become shapes much sooner this way than through attention alone (t = 1 error 0.51 against 0.71 of a
variance of 0.89 after 130,000 samples). Training starts from it and goes on changing it.
"""

import random
import sys

import numpy as np
import torch

from common import append_metrics, load_config, save_checkpoint, work_folder
from dataset import Pictures
from latents import encode_all, latent_space
from train_denoiser import Captions

RIDGE = 3.0
SAMPLES = 36000
CHUNK = 2000


def bag(ids: np.ndarray, width: int) -> torch.Tensor:
    """token ids [N, T, F] -> [N, width]: each word's features over the root of their number, summed over the words."""
    out = torch.zeros(len(ids), width)
    count = np.maximum((ids != 0).sum(-1, keepdims=True), 1)
    values = torch.from_numpy(np.where(ids != 0, 1 / np.sqrt(count), 0).astype(np.float32)).reshape(len(ids), -1)
    return out.scatter_add_(1, torch.from_numpy(ids.astype(np.int64)).reshape(len(ids), -1), values)


def main(name: str) -> None:
    config = load_config(name)
    pictures = Pictures()
    latents = encode_all(config, pictures, latent_space(config, pictures))
    train = pictures.in_styles(pictures.train, config["styles"])
    weights, chance, words = pictures.weights(train), np.random.default_rng(config["seed"]), random.Random(config["seed"])
    captions = Captions(pictures, config["text"], drop=0.0)
    width, size = config["text"]["buckets"] + 1, latents[0].numel()
    gram, cross, mean = torch.zeros(width, width), torch.zeros(width, size), latents[train].reshape(len(train), -1).mul(torch.from_numpy(weights).float()[:, None]).sum(0)
    for _ in range(SAMPLES // CHUNK):
        index = chance.choice(train, CHUNK, p=weights)
        x, y = bag(captions.batch(index, words).numpy(), width), latents[index].reshape(CHUNK, -1) - mean
        gram.addmm_(x.T, x)
        cross.addmm_(x.T, y)
    factor = torch.linalg.cholesky(gram + RIDGE * torch.eye(width))
    full = torch.cholesky_solve(cross, factor)
    values, vectors = torch.linalg.eigh(full.T @ (gram @ full))
    rank = config["text"]["layout_rank"]
    project = vectors[:, -rank:]
    features = full @ project
    index = chance.choice(train, CHUNK, p=weights)
    x, y = bag(captions.batch(index, words).numpy(), width), latents[index].reshape(CHUNK, -1) - mean
    error, squares = float((x @ features @ project.T - y).square().mean()), float(y.square().mean())
    # One scale for table and projection keeps both in the range that int8 and Adam like.
    spread = features.square().mean().sqrt() / 0.3
    save_checkpoint(work_folder(config) / "layout.pt", {"features": features / spread, "project": project * spread, "mean": mean})
    append_metrics(config, "layout", rank=rank, error=error, variance=squares, kept=float(values[-rank:].sum() / values.sum()))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "xxs")
