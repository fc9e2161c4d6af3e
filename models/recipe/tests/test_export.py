import contextlib
import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import common
import export
from tests.test_compare import evaluation

HERE = {"denoiser": "1f"}  # hashes of checkpoints


class RefuseWorse(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.new, self.shipped = (Path(self.folder.name) / name for name in ("new.json", "shipped.json"))
        self.write(self.new, checkpoints=HERE)
        self.write(self.shipped)

    def tearDown(self):
        self.folder.cleanup()

    @staticmethod
    def write(path: Path, **changes) -> None:
        path.write_text(json.dumps(evaluation(**changes)))

    def refused(self, words: str, checkpoints: dict[str, str] = HERE):
        with self.assertRaisesRegex(SystemExit, words):
            export.refuse_worse(self.new, self.shipped, checkpoints)

    def test_an_equal_or_a_first_pack_is_let_through(self):
        export.refuse_worse(self.new, self.shipped, HERE)
        self.shipped.unlink()
        export.refuse_worse(self.new, self.shipped, HERE)

    def test_a_worse_one_is_refused_with_the_figures(self):
        self.write(self.new, checkpoints=HERE, colour={"histogram": 0.1})
        self.refused("colour histogram went from 0.500 to 0.100")

    def test_checkpoints_without_an_evaluation_of_their_own_are_refused(self):
        self.refused("trained on since", {"denoiser": "2e"})
        self.write(self.new)
        self.refused("other checkpoints")
        self.new.unlink()
        self.refused("not evaluated yet")


class TheCommand(unittest.TestCase):
    """`export.py xxs` on a work folder whose denoiser was evaluated as worse than what ships."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.work, self.pack = (Path(self.folder.name) / name for name in ("work", "pack"))
        (self.work / "xxs").mkdir(parents=True)
        self.pack.mkdir()
        (self.work / "xxs" / "denoiser.pt").write_bytes(b"weights")
        (self.pack / "evaluation.json").write_text(json.dumps(evaluation()))
        (self.pack / "manifest.json").write_text("{}")
        with self.moved():
            found = evaluation(checkpoints=export.checkpoint_hashes(common.load_config("xxs")), colour={"histogram": 0.1})
        (self.work / "xxs" / "evaluation.json").write_text(json.dumps(found))

    def tearDown(self):
        self.folder.cleanup()

    def moved(self):
        return mock.patch.object(common, "WORK", self.work)

    def test_it_ends_before_anything_is_read_or_written(self):
        with self.moved(), self.assertRaisesRegex(SystemExit, "worse than the pack that ships"):
            export.main(["xxs", "--out", str(self.pack)])
        self.assertEqual(sorted(os.listdir(self.pack)), ["evaluation.json", "manifest.json"])
        self.assertEqual((self.pack / "manifest.json").read_text(), "{}")

    def test_force_goes_on_to_the_weights(self):
        with self.moved(), contextlib.suppress(Exception), mock.patch.object(export, "load_networks", side_effect=KeyError("reached")) as reached:
            export.main(["xxs", "--out", str(self.pack), "--force"])
        reached.assert_called_once()


if __name__ == "__main__":
    unittest.main()
