"""What the training stages of prompt encoder and denoiser share: pictures, latents, captions and how often each is drawn."""

from functools import cached_property

import numpy as np
import torch

from captions import Captions
from dataset import Pictures
from latents import LatentSpace, encode_all, latent_space


class TrainingData:
    """The pictures that a configuration trains on; `drop` is the share of captions left out."""

    def __init__(self, config: dict, drop: float = 0.1):
        self.config, self.pictures = config, Pictures()
        self.pictures.add_synonyms(config)
        self.captions = Captions(self.pictures, config["text"], drop)
        self.train = self.pictures.in_styles(self.pictures.train, config["styles"])
        self.weights = self.pictures.weights(self.train)

    @cached_property
    def space(self) -> LatentSpace:
        return latent_space(self.config, self.pictures)

    @cached_property
    def latents(self) -> torch.Tensor:
        """Of every picture, [N, C, h, w]."""
        return encode_all(self.config, self.pictures, self.space)

    def draw(self, count: int, chance: np.random.Generator) -> np.ndarray:
        """Numbers of pictures, each as often as its weight says."""
        return chance.choice(self.train, count, p=self.weights)
