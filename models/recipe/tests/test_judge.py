import json
import tempfile
import unittest
from pathlib import Path

import torch

from judge.network import COLOURS, FACTS, WEIGHTS, load_judge, look, shrink

INKS = {"red": (0.88, 0.19, 0.19), "yellow": (0.97, 0.79, 0.09), "blue": (0.11, 0.44, 0.88), "black": (0.13, 0.13, 0.13)}


def disc(colour: tuple[float, float, float], centres=((64, 64),), radius=44) -> torch.Tensor:
    """Discs of one colour on nothing, [4, 128, 128] premultiplied."""
    y, x = torch.meshgrid(torch.arange(128), torch.arange(128), indexing="ij")
    alpha = torch.stack([((x - cx) ** 2 + (y - cy) ** 2 < radius**2).float() for cx, cy in centres]).amax(0)
    return torch.cat([alpha * torch.tensor(colour)[:, None, None], alpha[None]])


class TheJudge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.judge, cls.facts = load_judge()

    def test_names_the_colour_of_a_disc(self):
        said = look(self.judge, torch.stack([disc(ink) for ink in INKS.values()]))["colour"].argmax(1)
        self.assertEqual([COLOURS[int(k)] for k in said], list(INKS))

    def test_tells_a_background_from_an_object(self):
        full = torch.cat([torch.linspace(0.1, 0.9, 128).expand(3, 128, 128), torch.ones(1, 128, 128)])
        said = look(self.judge, torch.stack([full, disc(INKS["red"])]))["background"].argmax(1)
        self.assertEqual(said.tolist(), [1, 0])

    def test_an_embedding_has_length_one_and_the_same_picture_the_same_one(self):
        picture = disc(INKS["blue"])[None]
        first, second = look(self.judge, picture)["embedding"], look(self.judge, picture)["embedding"]
        self.assertAlmostEqual(float(first.norm()), 1, places=5)
        self.assertTrue(torch.equal(first, second))

    def test_a_wide_picture_is_seen_whole(self):
        wide = torch.zeros(1, 4, 64, 128)
        wide[:, :, :, :4] = 1  # a mark at the far left
        seen = shrink(wide)
        self.assertEqual(tuple(seen.shape), (1, 4, 64, 64))
        self.assertGreater(float(seen[0, 3, :, :2].sum()), 0)

    def test_altered_weights_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            altered = Path(folder) / WEIGHTS.name
            content = bytearray(WEIGHTS.read_bytes())
            content[-1] ^= 1
            altered.write_bytes(content)
            with self.assertRaisesRegex(SystemExit, "altered"):
                load_judge(altered, FACTS)
            with self.assertRaisesRegex(SystemExit, "missing"):
                load_judge(Path(folder) / "none.safetensors", FACTS)

    def test_its_own_accuracy_on_real_pictures_is_good_enough_to_judge(self):
        held = json.loads(FACTS.read_text())["heldOut"]
        self.assertGreaterEqual(held["r10"], 0.7)
        self.assertGreaterEqual(held["colour"], 0.9)
        self.assertGreaterEqual(held["arrangement"], 0.9)


if __name__ == "__main__":
    unittest.main()
