import json
import os
import tempfile
import unittest
from pathlib import Path

import preflight


class Preflight(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        self.data, self.recipe = root / "work", root / "recipe"
        for folder in (self.data, self.recipe / "data"):
            folder.mkdir(parents=True)
        (self.data / "pictures.u8").write_bytes(bytes(range(256)) * 64)
        (self.data / "records.jsonl").write_text('{"name": "cat"}\n')
        (self.data / "crops.u8").write_bytes(b"crops")
        (self.recipe / "data" / "package-lock.json").write_text("{}")
        (self.recipe / "data" / "render.mjs").write_text("// draws")
        (self.recipe / preflight.LOCK).write_text(json.dumps(preflight.measure_data(self.data, self.recipe)))

    def tearDown(self):
        self.folder.cleanup()

    def found(self, **limits) -> list[str]:
        return preflight.problems(self.data, self.recipe, **({"disk": 1, "memory": 1} | limits))

    def alter(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        os.utime(path, ns=(1, 1))  # as if nobody had touched it lately

    def test_untouched_data_starts(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(self.found(), [])  # from the cache

    def test_one_changed_byte_of_the_pictures_is_found(self):
        self.assertEqual(self.found(), [])
        self.alter(self.data / "pictures.u8", bytes([9]) + (bytes(range(256)) * 64)[1:])
        self.assertIn("pictures.u8", self.found()[0])
        self.assertIn("pictures.u8", self.found()[0])  # and stays found

    def test_changed_captions_packages_and_renderer_are_found(self):
        for path, word in ((self.data / "records.jsonl", "records.jsonl"), (self.recipe / "data" / "package-lock.json", "package-lock.json"), (self.recipe / "data" / "render.mjs", "data/*.mjs")):
            before = path.read_bytes()
            self.alter(path, before + b" ")
            found = self.found()
            self.assertEqual(len(found), 1)
            self.assertIn(word, found[0])
            path.write_bytes(before)

    def test_pictures_of_another_shape_count_too(self):
        (self.data / "pictures-192x96.u8").write_bytes(b"1")
        self.assertIn("pictures-192x96.u8", self.found()[0])
        (self.recipe / preflight.LOCK).write_text(json.dumps(preflight.measure_data(self.data, self.recipe)))
        self.assertEqual(self.found(), [])
        (self.data / "pictures-192x96.u8").unlink()
        self.assertIn("missing", self.found()[0])

    def test_missing_data_says_how_to_get_it(self):
        (self.data / "pictures.u8").unlink()
        self.assertIn("prepare_data.py", self.found()[0])

    def test_crops_may_be_all_or_those_of_a_bundle_but_nothing_else_and_never_none(self):
        self.alter(self.data / "crops.u8", b"crop")
        self.assertIn("crops.u8", self.found()[0])
        preflight.record(self.data, self.recipe, also=True)
        for content, wrong in ((b"crop", 0), (b"crops", 0), (b"grabs", 1)):
            (self.data / "crops.u8").write_bytes(content)
            self.assertEqual(len(self.found()), wrong, content)
        (self.data / "crops.u8").unlink()
        self.assertIn("crops.u8 missing", self.found()[0])

    def test_further_sets_and_words_may_be_absent_but_not_altered(self):
        further = ("more-pictures.u8", "more-records.jsonl", "extra-words.json")
        for name in further:
            (self.data / name).write_bytes(b"as prepared")
        self.assertEqual([f.split()[0] for f in self.found()], sorted(further))  # nobody knows them yet
        preflight.record(self.data, self.recipe)
        self.assertEqual(self.found(), [])
        for name in further:
            self.alter(self.data / name, b"as preparer")
            self.assertEqual([f.split()[0] for f in self.found()], [name])
            (self.data / name).unlink()
            self.assertEqual(self.found(), [])

    def test_recording_anew_forgets_what_was_good_before(self):
        self.alter(self.data / "records.jsonl", b"{}")
        preflight.record(self.data, self.recipe)
        self.assertEqual(self.found(), [])
        (self.data / "records.jsonl").write_text('{"name": "cat"}\n')
        self.assertIn("records.jsonl", self.found()[0])

    def test_a_missing_lock_is_no_licence_to_start(self):
        (self.recipe / preflight.LOCK).unlink()
        self.assertIn("--record", self.found()[0])

    def test_too_little_disk_and_memory_are_named_with_figures(self):
        found = self.found(disk=10**18, memory=10**18)
        self.assertEqual(len(found), 2)
        self.assertIn("1000000000.0 GB of disk", found[0])
        self.assertIn("of memory", found[1])


if __name__ == "__main__":
    unittest.main()
