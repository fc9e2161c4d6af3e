"""Installs the pinned icon sets and renders the training pictures: `python prepare_data.py [--more] [--words FOLDER]`.

Needs Node 20 or newer. FOLDER adds words for the captions where it is at hand: emoji/captions.jsonl (keywords) and
prompts/raw/wordnet_synsets_for_caption_words.jsonl (synonyms and hypernyms). `--more` adds the sets of further styles
that only larger designs learn (gradients, lines of several widths, pixels), and the 3D emoji of FOLDER if it has them.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from common import DATA, RECIPE, sha256_of
from dataset import SIZE
from known_words import fnv

NEEDED_BYTES = 5_000_000_000


# Noun categories of WordNet whose words name things that can be drawn, what a picture more likely means first.
DRAWABLE = ["noun.animal", "noun.plant", "noun.food", "noun.body", "noun.artifact", "noun.object", "noun.phenomenon", "noun.shape", "noun.substance"]


def extra_words(folder: Path) -> dict[str, list[str]]:
    """concept -> more words for it: keywords, synonyms, the next broader word."""
    words: dict[str, set[str]] = {}
    for line in (folder / "emoji" / "captions.jsonl").open():
        row = json.loads(line)
        concept = row["name"].replace(" ", "-")
        words.setdefault(concept, set()).update(k for k in row["keywords"] if 2 < len(k) < 24 and k != row["name"])
    synsets = {row["id"]: row for row in map(json.loads, (folder / "prompts" / "raw" / "wordnet_synsets_for_caption_words.jsonl").open())}
    of_word: dict[str, list[dict]] = {}
    for row in synsets.values():
        if row["cat"] in DRAWABLE:
            for member in row["members"]:
                of_word.setdefault(member.lower().replace(" ", "-"), []).append(row)
    concepts = {json.loads(line)["concept"] for line in (DATA / "records.jsonl").open()}
    for concept in concepts:
        senses = of_word.get(concept, [])
        best = min((DRAWABLE.index(row["cat"]) for row in senses), default=0)
        found = [row for row in senses if row["cat"] == DRAWABLE[best]]
        if not found or len(found) > 2:  # a word with many senses would teach the wrong ones
            continue
        broader = [synsets[h] for row in found for h in row["hypernyms"] if h in synsets]
        words.setdefault(concept, set()).update(m.lower() for row in [*found, *broader] for m in row["members"] if m.lower().replace(" ", "-") != concept)
    return {concept: sorted(found) for concept, found in sorted(words.items()) if concept in concepts and found}


def add_3d(folder: Path) -> int:
    """Appends the Fluent 3D emoji of FOLDER (emoji/fluent/fluent-3d/*.webp) to the further pictures; returns how many."""
    named = {record["concept"]: record for record in map(json.loads, (DATA / "records.jsonl").open()) if record["set"] == "fluent-emoji-flat" and not record.get("recoloured")}
    count = 0
    with (DATA / "more-pictures.u8").open("ab") as pictures, (DATA / "more-records.jsonl").open("a") as records:
        for path in sorted((folder / "emoji" / "fluent" / "fluent-3d").glob("*.webp")):
            flat = named.get(path.stem)
            if flat is None:  # skin tones, flags and others that the flat set leaves out too
                continue
            # 4 px of margin, as all pictures have, in 128.
            inner = np.asarray(Image.open(path).convert("RGBa").resize((SIZE - 8, SIZE - 8), Image.Resampling.LANCZOS))
            pixels = np.zeros((SIZE, SIZE, 4), np.uint8)
            pixels[4:-4, 4:-4] = inner
            apart = hash_of(f"{path.stem}|3d") % 100 < 5
            record = {**{k: flat[k] for k in ("kind", "concept", "name", "keywords", "names", "heldoutConcept")}, "set": "fluent-3d", "id": path.stem, "style": "3d", "heldout": flat["heldoutConcept"] or apart}
            pictures.write(pixels.tobytes())
            records.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def hash_of(text: str) -> int:
    """render.mjs's FNV-1a."""
    return fnv(text.encode())


def main(arguments: list[str]) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(DATA).free
    if free < NEEDED_BYTES and not (DATA / "pictures.u8").exists():
        raise SystemExit(f"The pictures need {NEEDED_BYTES / 1e9:.0f} GB of disk and {free / 1e9:.1f} GB are free in {DATA}. Make room and start again.")
    folder = RECIPE / "data"
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-workspaces"], cwd=folder, check=True)
    if not (DATA / "summary.json").exists() or "--more" not in arguments:
        subprocess.run(["node", "render.mjs", str(DATA)], cwd=folder, check=True)
    words = Path(arguments[arguments.index("--words") + 1]) if "--words" in arguments else None
    if "--more" in arguments:
        subprocess.run(["node", "render.mjs", str(DATA), "--more"], cwd=folder, check=True)
        print(f"3D emoji: {add_3d(words) if words else 0}")
    if words:
        more = extra_words(words)
        (DATA / "extra-words.json").write_text(json.dumps(more, ensure_ascii=False, indent=0) + "\n")
        print(f"more words for {len(more)} things")
    summary = {"pictures": sum(1 for _ in (DATA / "records.jsonl").open()), "sha256": sha256_of(DATA / "pictures.u8")}
    (DATA / "summary.json").write_text(json.dumps(summary) + "\n")
    print(json.dumps(summary))


if __name__ == "__main__":
    main(sys.argv[1:])
