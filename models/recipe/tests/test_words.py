import random
import unittest

import torch

from align_words import sums
from common import load_config
from dataset import Pictures
from networks import TextEncoder
from paraphrase import COLOUR_WORDS, coloured, paraphrase, slip
from tokenizer import tokenize

RECORD = {"set": "fluent-emoji-flat", "style": "flat", "name": "red heart", "concept": "red-heart", "colour": "teal", "recoloured": True,
          "names": {"de": "Herz", "ja": "ハート"}, "keywords": ["love"], "synonyms": ["bosom"]}


class OtherWords(unittest.TestCase):
    def test_a_slip_changes_one_word_by_at_most_two_letters(self):
        chance = random.Random(0)
        for _ in range(200):
            slipped = slip("smiling face with sunglasses", chance).split()
            changed = [(a, b) for a, b in zip(slipped, "smiling face with sunglasses".split()) if a != b]
            self.assertEqual(len(slipped), 4)
            self.assertLessEqual(len(changed), 1)
            for a, b in changed:
                self.assertLessEqual(abs(len(a) - len(b)), 1)

    def test_short_words_stay(self):
        self.assertEqual(slip("cat", random.Random(0)), "cat")

    def test_every_language_names_every_colour(self):
        for code, words in COLOUR_WORDS.items():
            self.assertEqual(len(words), 13, code)  # twelve colours and where they stand

    def test_colours_stand_where_the_language_has_them(self):
        said = {coloured("voiture", "red", "fr", random.Random(k)) for k in range(20)}
        self.assertEqual(said, {"red voiture", "voiture rouge"})
        self.assertIn("赤い車", {coloured("車", "red", "ja", random.Random(k)) for k in range(20)})

    def test_a_paraphrase_keeps_colour_and_style_of_its_canonical_caption(self):
        chance = random.Random(0)
        kinds = set()
        for _ in range(300):
            other, canonical, style, kind = paraphrase(RECORD, chance)
            kinds.add(kind)
            self.assertIn("teal heart", canonical)
            self.assertNotIn("red", other.split())
            self.assertIn(style, ("flat", ""))
        self.assertEqual(kinds, {"name", "de", "ja", "keyword", "synonym", "slip"})


class Synonyms(unittest.TestCase):
    def said_of(self, name: str, config: str, synonyms: list[str]) -> list[str]:
        pictures = Pictures.__new__(Pictures)
        pictures.records = [RECORD | {"name": name, "synonyms": synonyms}]
        pictures.add_synonyms(load_config(config))
        return pictures.records[0]["synonyms"]

    def test_the_larger_design_learns_those_of_the_repository_beside_those_of_the_data(self):
        self.assertEqual(self.said_of("airplane", "xs", ["plane", "flight"])[:2], ["plane", "flight"])
        self.assertIn("airplane flight", self.said_of("airplane", "xs", []))
        self.assertEqual(len(set(said := self.said_of("airplane", "xs", ["flight"]))), len(said))

    def test_other_things_and_the_small_design_keep_what_they_had(self):
        self.assertEqual(self.said_of("no such thing", "xs", ["x"]), ["x"])
        self.assertEqual(self.said_of("airplane", "xxs", ["x"]), ["x"])


class TheEncoder(unittest.TestCase):
    def test_summing_used_slots_only_gives_the_same_words(self):
        config = load_config("tiny")
        torch.manual_seed(0)
        encoder = TextEncoder(config["text"] | {"recall": 32}, config["latents"])
        torch.nn.init.normal_(encoder.recall.down.weight, std=0.1)
        ids = torch.stack([torch.from_numpy(tokenize(p, "flat", config["text"])[0]) for p in ("a red heart", "", "ein sehr langes Wort")])
        whole, words = encoder(ids), sums(encoder, ids)
        count = config["text"]["token_count"]
        self.assertTrue(torch.allclose(whole[:, :count], encoder.words_of(words), atol=1e-5))
        self.assertTrue(torch.allclose(whole[:, count:, : config["latents"]["channels"]], encoder.layout_of(words), atol=1e-5))


if __name__ == "__main__":
    unittest.main()
