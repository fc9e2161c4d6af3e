"""Random true captions as token ids."""

import random

import numpy as np
import torch

from dataset import Pictures, caption
from tokenizer import tokenize


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
