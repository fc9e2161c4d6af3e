"""Writes the rows that evaluate.ts judges: labelled prompts and templates that were not fitted, human ratings, pairs.

    python evaluate_rows.py --prompts FOLDER > rows.json
"""

import argparse
import json
from pathlib import Path

from prepare import load_labelled
from templates import load_concepts, make_pairs, make_rows
from train import CLDR

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--prompts", type=Path, required=True)
parser.add_argument("--cldr", type=Path, default=CLDR)
args = parser.parse_args()
labelled, rated = load_labelled(args.prompts)
concepts = load_concepts(args.cldr, args.prompts / "raw" / "wordnet_synsets_for_caption_words.jsonl")
fitted = [row for row in labelled if not row["held"] and row["complex"] in (0, 1)]
held = [row for row in labelled if row["held"] and row["complex"] in (0, 1)]
made = make_rows(concepts, 600, 99, held=True)
longer = [{"short": row["prompt"], "long": other["prompt"]} for row, other in zip(labelled, labelled[1:]) if row["set"] == "unigenbench-train" and other["set"] == "unigenbench-train" and row["held"] and row["prompt"].startswith(other["prompt"])]
longer = [{"short": pair["long"], "long": pair["short"]} for pair in longer]
short = [row["prompt"] for row in made if row["set"] == "simple_en"]
full = [row["prompt"] for row in made if row["set"] == "complex_en"]
longer += [{"short": prompt, "long": f"{prompt.rstrip('.')} next to {other[0].lower()}{other[1:]}"} for prompt, other in zip(short, full)]
print(json.dumps({"held": held, "made": made, "rated": [{"prompt": row["prompt"], "rating": row["human_mean_1to5"]} for row in rated],
                  "longer": longer, "pairs": make_pairs(concepts, 600, 5), "fitted": fitted}, ensure_ascii=False))
