import unittest

import numpy as np
import torch

from layers import FeedForward
from quantize import pack_int4, pack_int4_for, restore, second_moments, store, unpack_int4


def alike_inputs(count: int, width: int) -> np.ndarray:
    """Inputs whose values hang together, as those of a trained layer do."""
    chance = np.random.default_rng(1)
    return chance.normal(size=(count, 12)) @ chance.normal(size=(12, width)) + 0.1 * chance.normal(size=(count, width))


class Int4(unittest.TestCase):
    def setUp(self):
        self.weight = np.random.default_rng(0).normal(size=(48, 96)).astype(np.float32)
        self.inputs = alike_inputs(600, 96)

    def test_a_grid_of_codes_and_scales_comes_back_unchanged(self):
        packed, scale = pack_int4(self.weight)
        again, same = pack_int4(unpack_int4(packed, scale))
        self.assertTrue(np.array_equal(packed, again))
        self.assertTrue(np.array_equal(scale, same))

    def test_passing_errors_on_keeps_outputs_closer_than_rounding(self):
        def error(packed_and_scale) -> float:
            return float(((self.inputs @ (unpack_int4(*packed_and_scale) - self.weight).T) ** 2).mean())

        rounded, passed_on = error(pack_int4(self.weight)), error(pack_int4_for(self.weight, self.inputs.T @ self.inputs))
        self.assertLess(passed_on, 0.6 * rounded)

    def test_a_module_is_stored_for_what_it_is_given(self):
        torch.manual_seed(0)
        module, x = FeedForward(64, 96), torch.from_numpy(alike_inputs(400, 64)).float()
        wanted = module(x).detach()
        inputs = second_moments(module, lambda: module(x))
        self.assertEqual({name: moments.shape for name, moments in inputs.items()}, {"up.weight": (64, 64), "down.weight": (96, 96)})
        errors = []
        for moments in (None, inputs):
            copy = FeedForward(64, 96)
            restore(copy, store(module, inputs=moments))
            errors.append(float((copy(x).detach() - wanted).square().mean()))
        self.assertLess(errors[1], errors[0])


if __name__ == "__main__":
    unittest.main()
