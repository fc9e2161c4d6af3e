"""Fits the layout prior of the prompt encoder in closed form: `python fit_layout.py xxs`.

Reduced-rank ridge regression from the bag of hashed words and n-grams to the latents: the picture that a prompt means on
average. Words become shapes much sooner this way than through attention alone (LOG.md has the comparison). Training starts
from it and goes on changing it.
"""

import random
import sys

import numpy as np
import torch

import preflight
from common import append_metrics, load_config, save_checkpoint, work_folder
from training_data import TrainingData

RIDGE = 3.0
SAMPLES = 100_000
CHUNK = 2000


def bag(ids: np.ndarray, width: int) -> torch.Tensor:
    """token ids [N, T, F] -> sparse [N, width]: each word's features over the root of their number, summed over the words."""
    used = ids != 0
    values = np.broadcast_to(1 / np.sqrt(np.maximum(used.sum(-1, keepdims=True), 1)), ids.shape)[used]
    places = torch.from_numpy(np.stack([np.nonzero(used)[0], ids[used]]).astype(np.int64))
    return torch.sparse_coo_tensor(places, torch.from_numpy(values.astype(np.float32)), (len(ids), width)).coalesce()


def main(name: str) -> None:
    config = load_config(name)
    data = TrainingData(config, drop=0.0)
    latents, captions, train, weights = data.latents, data.captions, data.train, data.weights
    chance, words = np.random.default_rng(config["seed"]), random.Random(config["seed"])
    width, size = config["text"]["buckets"] + 1, latents[0].numel()
    gram, cross, mean = torch.zeros(width, width), torch.zeros(width, size), latents[train].reshape(len(train), -1).mul(torch.from_numpy(weights).float()[:, None]).sum(0)
    for _ in range(SAMPLES // CHUNK):
        index = data.draw(CHUNK, chance)
        x, y = bag(captions.batch(index, words).numpy(), width), latents[index].reshape(CHUNK, -1) - mean
        gram += torch.sparse.mm(x.T, x)
        cross += torch.sparse.mm(x.T, y)
    gram.diagonal().add_(RIDGE)
    full = torch.cholesky_solve(cross, torch.linalg.cholesky(gram))
    gram.diagonal().sub_(RIDGE)
    values, vectors = torch.linalg.eigh(full.T @ (gram @ full))
    rank = config["text"]["layout_rank"]
    project = vectors[:, -rank:]
    features = full @ project
    index = data.draw(CHUNK, chance)
    x, y = bag(captions.batch(index, words).numpy(), width), latents[index].reshape(CHUNK, -1) - mean
    errors = [float((torch.sparse.mm(x, w) - y).square().mean()) for w in (features @ project.T, full)]
    squares = float(y.square().mean())
    # One scale for table and projection keeps both in the range that int8 and Adam like.
    spread = features.square().mean().sqrt() / 0.3
    save_checkpoint(work_folder(config) / "layout.pt", {"features": features / spread, "project": project * spread, "mean": mean})
    append_metrics(config, "layout", rank=rank, error=errors[0], error_full_rank=errors[1], variance=squares, kept=float(values[-rank:].sum() / values.sum()))


if __name__ == "__main__":
    main(preflight.begin(sys.argv[1:]))
