import unittest

import torch
import torch.nn.functional as F

from evaluation.metrics import Copies, Kid, aligned_distance, cleanliness, has_specks, main_hue, retrieval
from evaluation.prompts import misspell
from judge.network import load_judge
from tests.test_judge import INKS, disc


def normal(count: int, shift: float, seed: int) -> torch.Tensor:
    return torch.randn(count, 24, generator=torch.Generator().manual_seed(seed)) + shift


class Measures(unittest.TestCase):
    def test_kid_is_nothing_between_equals_and_grows_with_the_difference(self):
        kid = Kid(normal(400, 0, 1), rounds=60)
        same, near, far = (kid.measure(normal(200, shift, 2)) for shift in (0.0, 0.2, 0.6))
        self.assertLess(abs(same["kid"]), 3 * same["error"])
        self.assertGreater(near["kid"], 3 * near["error"])
        self.assertGreater(far["kid"], near["kid"])

    def test_a_set_is_no_worse_than_itself(self):
        kid = Kid(normal(300, 0, 1), rounds=40)
        drawn = normal(100, 0.4, 2)
        gap = kid.gap(drawn, drawn)
        self.assertEqual((gap["worseBy"], gap["error"]), (0, 0))
        self.assertGreater(kid.gap(normal(100, 0.8, 2), drawn)["worseBy"], 0.2)

    def test_retrieval_finds_what_lies_on_its_name_and_little_else(self):
        judge, _ = load_judge()
        names = [f"thing {word}" for word in "apple bear cloud door egg fork gate hill iron jar kite lamp moon nest oar pipe rope sun tent urn".split()]
        rows = [[n, *(m for m in names if m != n)] for n in names]
        with torch.no_grad():
            texts = judge.embed_texts(names)
        self.assertEqual(retrieval(judge, texts, rows)["r1"], 1)
        self.assertLess(retrieval(judge, texts.roll(1, 0), rows)["r1"], 0.2)

    def test_a_constant_picture_scores_nothing(self):
        judge, _ = load_judge()
        rows = [["cat", *[f"name {k}" for k in range(99)]]]
        self.assertEqual(retrieval(judge, torch.zeros(1, 128), rows)["r10"], 0)  # ties count against it

    def test_specks_are_seen_and_parts_are_not(self):
        clean, dirty = disc(INKS["red"])[3], disc(INKS["red"])[3].clone()
        dirty[5:7, 5:7] = 1
        touching = disc(INKS["red"])[3].clone()
        touching[62:65, 108:111] = 1
        self.assertEqual(has_specks(torch.stack([clean, dirty, touching])).tolist(), [False, True, False])

    def test_cleanliness_counts_filled_corners_and_empty_pictures(self):
        found = cleanliness(torch.stack([disc(INKS["red"]), torch.ones(4, 128, 128), torch.zeros(4, 128, 128)]))
        self.assertAlmostEqual(found["transparentCorners"], 2 / 3, places=3)
        self.assertAlmostEqual(found["empty"], 1 / 3, places=3)

    def test_hues_are_read_from_pixels(self):
        self.assertEqual([main_hue(disc(INKS[c])) for c in ("red", "yellow", "blue", "black")], ["red", "yellow", "blue", ""])

    def test_a_moved_copy_is_a_copy_and_another_colour_is_not(self):
        small = lambda picture: F.avg_pool2d(picture[None], 2)[0]
        original, moved, other = small(disc(INKS["red"])), small(disc(INKS["red"], ((67, 62),))), small(disc(INKS["blue"]))
        distance = aligned_distance(moved, torch.stack([original, other]))
        self.assertLess(float(distance[0]), 0.1)
        self.assertGreater(float(distance[1]), 0.25)

    def test_the_nearest_training_picture_is_found(self):
        trained = torch.stack([F.avg_pool2d(disc(ink, radius=r)[None], 2)[0] for ink in INKS.values() for r in (20, 30, 40)])
        embeddings = F.normalize(torch.randn(len(trained), 128, generator=torch.Generator().manual_seed(0)), dim=1)
        near = Copies(embeddings, F.avg_pool2d(trained, 4), lambda found: trained[found])
        distance, number = near.nearest(embeddings[:1], disc(INKS["yellow"], radius=31)[None], count=3)
        self.assertEqual(int(number[0]), 4)
        self.assertLess(distance[0], 0.15)

    def test_a_slip_of_the_fingers_changes_every_word(self):
        for name in ("cat", "umbrella", "birthday cake", "ice"):
            self.assertNotEqual(misspell(name, 0), name)
            self.assertLessEqual(abs(len(misspell(name, 0)) - len(name)), 1)


if __name__ == "__main__":
    unittest.main()
