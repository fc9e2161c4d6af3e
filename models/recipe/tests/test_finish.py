import unittest

import numpy as np
import torch

from evaluation.finish import compose, hide_seams, islands, smooth_fills

# The same cases as core/src/finish/clean-object.test.ts.


def rectangles(*found, size=40) -> torch.Tensor:
    picture = torch.zeros(4, size, size)
    for x, y, width, height, colour in found:
        picture[:, y : y + height, x : x + width] = torch.tensor([*colour, 1.0])[:, None, None]
    return picture


RED = (1.0, 0.0, 0.0)
# Red and green of pixels (x, y) of the picture below, smoothed.
TWIN = {(4, 4): (0.4285, 0.2), (10, 9): (0.4338, 0.2001), (15, 20): (0.4598, 0.7), (16, 20): (0.4639, 0.7), (20, 16): (0.4773, 0.7), (27, 31): (0.1203, 0.175)}


class Finish(unittest.TestCase):
    def test_debris_goes_and_larger_parts_stay(self):
        cleaned = compose(rectangles((5, 5, 20, 20, RED), (30, 30, 1, 2, RED), (30, 5, 3, 3, RED)), False, False, 32)
        self.assertEqual([float(cleaned[3, y, x]) for y, x in ((31, 30), (6, 31), (10, 10))], [0, 1, 1])

    def test_nothing_but_specks_keeps_the_largest(self):
        cleaned = compose(rectangles((5, 5, 1, 1, RED), (20, 20, 2, 1, RED)), False, False, 32)
        self.assertEqual([float(cleaned[3, y, x]) for y, x in ((5, 5), (20, 20))], [0, 1])

    def test_islands_hang_together_by_sides_only(self):
        solid = np.array([[1, 1, 0, 1], [0, 0, 1, 1], [1, 0, 1, 0], [1, 1, 1, 0]], bool)
        labels = islands(solid)
        self.assertEqual(len(np.unique(labels)) - 1, 2)
        self.assertEqual(labels[2, 0], labels[0, 3])
        self.assertNotEqual(labels[0, 0], labels[0, 3])

    def test_one_colour_is_the_mean_and_alpha_stays(self):
        picture = rectangles((4, 4, 10, 10, (0.2, 0.4, 0)), (20, 4, 10, 10, (0.4, 0.4, 0)))
        painted = compose(picture, False, True, 32)
        for x in (6, 25):
            self.assertAlmostEqual(float(painted[0, 6, x]), 0.3, places=5)
        self.assertTrue(torch.equal(painted[3], picture[3]))

    def test_an_object_never_touches_the_frame_and_a_background_fills_it(self):
        picture = rectangles((0, 0, 30, 40, RED))
        self.assertEqual(float(compose(picture, False, False, 32)[3, :2].sum()), 0)
        filled = compose(picture, True, False, 32)
        self.assertEqual(float(filled[3].min()), 1)
        self.assertAlmostEqual(float(filled[0, 20, 38]), 1)

    def test_seams_and_mottle_go_as_in_core(self):
        # The picture and the values of core/src/finish/smooth-fills.test.ts.
        y, x = np.mgrid[:32, :32]
        red = np.where(x < 16, 0.4, 0.46) + ((7 * x + 5 * y) % 12) / 200
        green = np.where(x + y < 20, 0.2, 0.7)
        alpha = np.where((x > 3) & (y < 30), 1, 0.25)
        picture = np.stack([red * alpha, green * alpha, 0.1 * alpha, alpha]).astype(np.float32)
        smooth = smooth_fills(hide_seams(picture, 16))
        for (px, py), expected in TWIN.items():
            np.testing.assert_allclose(smooth[:2, py, px], expected, atol=2e-4)


if __name__ == "__main__":
    unittest.main()
