"""Writes the rows that evaluate.ts judges, by split: prompts with labels, templates, ratings, pairs.

    python evaluate_rows.py --prompts FOLDER [--test] > rows.json
"""

import argparse
import json
from pathlib import Path

from languages import load_words, make_language_rows
from prepare import load_labelled, rated_split_of
from templates import load_concepts, load_wishes, make_longer, make_pairs, make_rows
from train import CLDR, LONGER_SEED, VALIDATION_SEED

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--prompts", type=Path, required=True)
parser.add_argument("--cldr", type=Path, default=CLDR)
parser.add_argument("--test", action="store_true")
args = parser.parse_args()
labelled, rated = load_labelled(args.prompts)
wordnet = args.prompts / "raw" / "wordnet_synsets_for_caption_words.jsonl"
concepts = load_concepts(args.cldr, wordnet)


def split(name: str) -> list[dict]:
    return [row for row in labelled if row["split"] == name and row["complex"] in (0, 1)]


def cut_pairs(name: str) -> list[dict]:
    """A dense prompt and its first clause."""
    rows = [row for row in labelled if row["set"] == "unigenbench-train" and row["split"] == name]
    return [{"short": other["prompt"], "long": row["prompt"]} for row, other in zip(rows, rows[1:]) if row["prompt"] != other["prompt"] and row["prompt"].startswith(other["prompt"])]


def describe(name: str, seed: int) -> dict:
    made = make_rows(concepts, 600, seed, name)
    return {
        "labelled": split(name), "made": made, "rated": [{"prompt": row["prompt"], "rating": row["human_mean_1to5"]} for row in rated if rated_split_of(row["prompt"]) == name],
        "languages": make_language_rows(args.cldr, [row["prompt"] for row in [*split(name), *made] if row["lang"] == "en"], load_words(wordnet), 3, name),
        "pairs": make_pairs(concepts, 600, 5, name), "wishes": load_wishes(name), "longer": {"cut": cut_pairs(name), "added": make_longer([row for row in made if row["lang"] == "en"], concepts, LONGER_SEED, name)},
    }


# Only a report looks at the test split; whoever tries things out leaves it alone.
names = {"validation": VALIDATION_SEED, **({"test": 1234} if args.test else {})}
print(json.dumps({"fitted": split("train"), **{name: describe(name, seed) for name, seed in names.items()}}, ensure_ascii=False))
