"""The table of names: its file, its sources, and what counts as the same word."""

import struct
import unittest

from common import RECIPE
from known_words import fnv
from spoken_names import fold, normalise, pack_table, read_lists


def look_up(data: bytes, key: str) -> str | None:
    (count,) = struct.unpack_from("<I", data)
    hashes = struct.unpack_from(f"<{count}I", data, 4)
    places = struct.unpack_from(f"<{count}H", data, 4 + 4 * count)
    names = data[4 + 6 * count :].decode("utf-8").split("\n")
    return names[places[hashes.index(fnv(key.encode()))]] if fnv(key.encode()) in hashes else None


class SpokenNames(unittest.TestCase):
    def test_every_key_is_found_again_and_the_hashes_ascend(self):
        table = {"り ん ご": "apple", "fr:chat": "cat", "#rotes": "red", "#ein": "@de", "|home": "house", "canine": "dog"}
        data = pack_table(table)
        self.assertEqual({key: look_up(data, key) for key in table}, table)
        self.assertIsNone(look_up(data, "chat"))
        (count,) = struct.unpack_from("<I", data)
        hashes = struct.unpack_from(f"<{count}I", data, 4)
        self.assertEqual(sorted(hashes), list(hashes))

    def test_words_are_those_of_the_tokenizer(self):
        self.assertEqual(normalise("Häuser mit  Garten!"), "häuser mit garten")
        self.assertEqual(normalise("赤い車"), "赤 い 車")

    def test_kana_and_accents_fold(self):
        self.assertEqual(fold("リンゴ"), fold("り ん ご"))
        self.assertNotEqual(fold("りんご"), fold("みかん"))

    def test_no_word_has_two_meanings(self):
        for name in ("icon-words.txt", "synonyms.txt", "more-words.txt"):
            lines = (RECIPE / "words" / name).read_text().splitlines()
            words = [word for line in lines for word in line.split(": ")[1].split(", ")]
            self.assertEqual(len(words), len(set(words)), name)
            self.assertEqual(len(read_lists(RECIPE / "words" / name)), len(words))


if __name__ == "__main__":
    unittest.main()
