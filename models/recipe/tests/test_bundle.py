import io
import json
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import numpy as np

import bundle_data
from picture_codec import palette_of, read_pictures, write_pictures


def pictures(count: int, height: int, width: int, colours: int) -> np.ndarray:
    chance = np.random.default_rng(colours)
    return chance.integers(0, 256, (colours, 4), dtype=np.uint8)[chance.integers(0, colours, (count, height, width))]


def stored(found: np.ndarray, webp: bool) -> tuple[bytes, int]:
    """What comes back, and the bytes that it took."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        write_pictures(archive, "x.u8", found, webp)
    with zipfile.ZipFile(out) as archive:
        return b"".join(read_pictures(archive, "x.u8", *found.shape[1:3])), len(out.getvalue())


class TheCodec(unittest.TestCase):
    def test_every_byte_comes_back(self):
        mixed = np.concatenate([pictures(3, 24, 40, n) for n in (1, 2, 256, 257, 900)])[np.random.default_rng(0).permutation(15)]
        for webp in (False, True):
            for some in (mixed, mixed[:1], pictures(2, 24, 40, 900), pictures(2, 24, 40, 7)):
                self.assertEqual(stored(some, webp)[0], some.tobytes())

    def test_colours_under_nothing_are_kept(self):
        hidden = pictures(2, 32, 32, 700)
        hidden[..., 3] = 0
        self.assertEqual(stored(hidden, True)[0], hidden.tobytes())

    def test_the_same_shape_in_another_ink_has_the_same_indices_and_costs_little(self):
        one = pictures(1, 128, 128, 40)
        other = one.copy()
        other[..., :3] ^= 91
        self.assertEqual(palette_of(one[0])[1].tobytes(), palette_of(other[0])[1].tobytes())
        self.assertLess(stored(np.concatenate([one, other]), False)[1], 1.1 * stored(one, False)[1])


class TheBundle(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.data, self.there = self.root / "data", self.root / "there"
        self.data.mkdir()
        for name, size, colours in (("pictures.u8", (128, 128), 300), ("pictures-160x96.u8", (96, 160), 9), ("more-pictures.u8", (128, 128), 400), ("crops.u8", (256, 256), 30)):
            (self.data / name).write_bytes(pictures(4, *size, colours).tobytes())
        for name, text in (("records.jsonl", '{"name": "größe"}\n'), ("more-records.jsonl", "{}\n"), ("extra-words.json", "{}\n"), ("summary.json", '{"pictures": 4}\n')):
            (self.data / name).write_text(text)
        self.bundle = self.root / "data.zip"
        with mock.patch.object(bundle_data, "DATA", self.data), mock.patch.object(bundle_data, "CROPS", 3), mock.patch("builtins.print"):
            bundle_data.pack(self.bundle)

    def tearDown(self):
        self.folder.cleanup()

    def unpack(self) -> None:
        with mock.patch.object(bundle_data, "DATA", self.there), mock.patch("builtins.print"):
            bundle_data.unpack(self.bundle)

    def test_every_file_is_put_in_place_and_of_the_crops_as_many_as_fit(self):
        self.unpack()
        self.assertEqual({p.name for p in self.there.iterdir()}, {p.name for p in self.data.iterdir()})
        for path in self.data.iterdir():
            if path.name != "crops.u8":
                self.assertEqual((self.there / path.name).read_bytes(), path.read_bytes(), path.name)
        crops = np.fromfile(self.there / "crops.u8", np.uint8).reshape(-1, 256 * 256 * 4)
        every = np.fromfile(self.data / "crops.u8", np.uint8).reshape(-1, 256 * 256 * 4)
        self.assertEqual(len(crops), 3)
        self.assertTrue(all(any((c == e).all() for e in every) for c in crops))

    def test_a_damaged_member_is_refused_and_nothing_half_written_stays(self):
        with zipfile.ZipFile(self.bundle) as old:
            kept = {i.filename: old.read(i) for i in old.infolist()}
        hashes = json.loads(kept["hashes.json"])
        kept["hashes.json"] = json.dumps(hashes | {"records.jsonl": "0" * 64}).encode()
        with zipfile.ZipFile(self.bundle, "w") as new:
            for name, content in kept.items():
                new.writestr(name, content)
        with self.assertRaisesRegex(SystemExit, "records.jsonl is not what was packed"):
            self.unpack()
        self.assertEqual([p.name for p in self.there.iterdir() if p.name.startswith("records.jsonl")], [])

    def test_a_bundle_cut_short_or_altered_is_refused(self):
        whole = self.bundle.read_bytes()
        middle = len(whole) // 3
        for wrong in (whole[:middle], whole[:middle] + bytes(64) + whole[middle + 64 :]):
            self.bundle.write_bytes(wrong)
            with self.assertRaisesRegex(SystemExit, "can't be unpacked"):
                self.unpack()

    def test_a_file_that_is_no_bundle_is_refused(self):
        self.bundle.write_bytes(b"nothing of the kind")
        with self.assertRaisesRegex(SystemExit, "pack it again"):
            self.unpack()


if __name__ == "__main__":
    unittest.main()
