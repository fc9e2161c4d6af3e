import os
import pickle
import signal
import tempfile
import time
import unittest
from pathlib import Path

import torch

from tests.made_up_data import make_data
from tests.stage import start

# In the order of a training: each needs what those before it left.
STAGES = [("upscaler", "train_upscaler.py", "xs-smoke"), ("decoder", "train_decoder.py", "xs-smoke"), ("layout", "fit_layout.py", "xs-smoke"), ("words", "align_words.py", "xs-smoke"),
          ("denoiser", "train_denoiser.py", "xs-smoke"), ("few-steps", "train_few_steps.py", "xs-smoke"), ("decoder-on-denoised", "train_decoder.py", "xs-smoke", "--on-denoised")]
HOUR = 60.0


def same(a, b) -> bool:
    """Whether two checkpoints hold the same numbers, the time that was spent left out."""
    if isinstance(a, torch.Tensor):
        return torch.equal(a, b)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a if k not in ("spent_s", "lr"))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


class AfterAKill(unittest.TestCase):
    """Every stage is killed in the middle; started with no time left it must give back what it found; then it goes on and is asked to stop."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = Path(cls.folder.name)
        make_data(cls.root / "data")
        torch.set_num_threads(1)  # and so in the processes that are forked from this one

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def said(self) -> str:
        path = self.root / "output"
        return path.read_text()[-2000:] if path.exists() else ""

    def run_whole(self, arguments: list[str], minutes: float) -> None:
        process = start(arguments, self.root, minutes)
        process.join()
        self.assertEqual(process.exitcode, 0, self.said())

    def ended(self, by: signal.Signals, path: Path, step: int, arguments: list[str]) -> int:
        """Starts a stage, ends it once its checkpoint has that step, and returns its exit status."""
        process, state = start(arguments, self.root, HOUR), None
        try:
            while not state or state["step"] < step:
                self.assertTrue(process.is_alive(), f"{arguments[0]} ended by itself: {self.said()}")
                time.sleep(0.1)
                try:
                    state = torch.load(path, weights_only=False) if path.exists() else None
                except (OSError, EOFError, RuntimeError, pickle.UnpicklingError) as error:
                    self.fail(f"{path.name} was seen half written: {error}")
            os.kill(process.pid, by)
            process.join()
            return process.exitcode
        finally:
            process.kill()
            process.join()

    def test_every_stage_goes_on_from_its_checkpoint(self):
        for name, *arguments in STAGES:
            with self.subTest(name):
                path = self.root / "work" / "xs-smoke" / f"{name}.pt"
                if name == "layout":  # in closed form, at one go
                    self.run_whole(arguments, HOUR)
                    continue
                self.assertEqual(self.ended(signal.SIGKILL, path, 2, arguments), -signal.SIGKILL)
                killed = torch.load(path, weights_only=False)
                self.run_whole(arguments, 0.0001)
                found = torch.load(path, weights_only=False)
                self.assertTrue(same(found, killed), "the weights, the optimizer or the step are not those of the checkpoint")
                self.assertGreaterEqual(found["spent_s"], killed["spent_s"])
                self.assertEqual(self.ended(signal.SIGTERM, path, killed["step"] + 1, arguments), 0, self.said())
                later = torch.load(path, weights_only=False)
                self.assertGreater(later["spent_s"], found["spent_s"])
                steps = {int(s["step"]) for s in later["optimizer"]["state"].values()}
                self.assertIn(later["step"], steps, "the optimizer began anew")


if __name__ == "__main__":
    unittest.main()
