import unittest
from unittest import mock

import numpy as np
import torch

from common import compiled, load_config
from probe import objection, overfit
from tokenizer import tokenize
from train_denoiser import Model


class TheProbe(unittest.TestCase):
    def losses(self, rate: float) -> tuple[float, float]:
        """Of a small model on sixteen pictures with a name each."""
        config = load_config("tiny")
        torch.manual_seed(0)
        latents = torch.randn(16, 8, 4, 4)
        ids = torch.from_numpy(np.stack([tokenize(f"thing{k * 7919}", "flat", config["text"])[0] for k in range(16)]))
        return overfit(Model(config), latents, ids, rate)

    def test_a_net_that_learns_passes_and_one_that_does_not_is_stopped(self):
        self.assertIsNone(objection(*self.losses(1e-2), expected=1, least=0, minutes=1))
        self.assertIn("learn nothing", objection(*self.losses(0.0), expected=1, least=0, minutes=1))

    def test_a_loss_that_is_no_number_stops(self):
        self.assertIn("learn nothing", objection(2.0, float("nan"), 1, 0, 1))

    def test_without_a_compiler_the_net_is_trained_as_it_is(self):
        net = torch.nn.Linear(4, 4)
        with mock.patch("torch.compile", side_effect=RuntimeError("no compiler")), mock.patch("builtins.print") as said:
            self.assertIs(compiled(net), net)
        self.assertIn("no compiler", said.call_args[0][0])

    def test_a_slow_device_stops_with_figures(self):
        self.assertIsNone(objection(2.0, 0.3, 3e6, 3e6, 10))
        self.assertIn("1000 samples a second make 0.60 million in 10 minutes, and 3 million are the least", objection(2.0, 0.3, 6e5, 3e6, 10))


if __name__ == "__main__":
    unittest.main()
