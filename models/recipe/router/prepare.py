"""Labels the prompts: what is simple, what is not, and how hard it is known to be."""

import hashlib
import json
import re
from pathlib import Path

# How far short small text-to-image models fall, 0..1, by kind of prompt: after the published per-category scores of
# T2I-CompBench (spatial far below colour and texture), and PartiPrompts' own order of challenges.
SEVERITY = {
    "t2i-compbench": {"3d_spatial": 0.85, "spatial": 0.95, "numeracy": 0.75, "complex": 0.7, "shape": 0.55, "texture": 0.5, "color": 0.5, "non_spatial": 0.25},
    "partiprompts": {"Basic": 0.05, "Simple Detail": 0.2, "Style & Format": 0.3, "Quantity": 0.5, "Imagination": 0.65, "Perspective": 0.45, "Fine-grained Detail": 0.45,
                     "Complex": 0.75, "Writing & Symbols": 0.7, "Properties & Positioning": 0.85, "Linguistic Structures": 0.55},
    "tifa-v1": {"coco": 0.3, "paintskill": None, "partiprompt": None},
    "abc-6k": {None: 0.4},
    "cc-500": {None: 0.55},
}
PARTI_COMPLEX = {"Complex": 1, "Writing & Symbols": 1, "Quantity": 0.95, "Fine-grained Detail": 0.95, "Perspective": 0.9, "Properties & Positioning": 1, "Linguistic Structures": 0.9, "Imagination": 0.9, "Basic": 0}


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def key(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower()).strip()


def split_of(text: str) -> str:
    """A stable fifth chooses the constants, another is only ever reported on, the rest is fitted."""
    return {0: "validation", 1: "test"}.get(hashlib.sha256(key(text).encode()).digest()[0] % 5, "train")


def rated_split_of(text: str) -> str:
    """The prompts that people rated: half chooses the constants, half is only ever reported on."""
    return ["validation", "test"][hashlib.sha256(key(text).encode()).digest()[1] % 2]


def label(row: dict) -> dict | None:
    """complex: 0 one thing, 1 needs more than the model can; severity: None where nothing is known."""
    name, text = row["set"], row["prompt"]
    words = len(text.split())
    challenge, category = row.get("challenge"), row.get("category")
    severity = SEVERITY.get(name, {}).get(challenge or category)
    weight = 1.0
    if name == "partiprompts":
        if challenge in PARTI_COMPLEX:
            complexity = PARTI_COMPLEX[challenge]
            if challenge in {"Imagination", "Perspective", "Quantity", "Linguistic Structures"} and words < 5:
                complexity, weight = 0.4, 0.5
            if challenge == "Basic" and words > 4:
                complexity, weight = 0.15, 0.5
        else:
            complexity, weight = (0.1, 0.7) if words <= 4 else (0.45, 0.4) if words <= 7 else (0.8, 0.5)
    elif name == "tifa-v1":
        if category == "partiprompt":
            return None
        if category == "paintskill":
            spatial = ";" in text
            plain = not spatial and not re.search(r"\b(\d|two|three|four|five|six|and)\b", text)
            complexity = 1 if spatial else 0 if plain else 0.6
            severity = 0.95 if spatial else 0.02 if plain else 0.4
        else:
            complexity = 1
    elif name == "imagereward-bench":
        complexity, weight = (0.9, 0.5) if words > 9 else (0.5, 0.3)
    else:
        complexity = 1
        if category == "numeracy" and re.fullmatch(r"(one|a|an) \w+( \w+)?", text):
            complexity, severity = 0, 0.02
    return {"prompt": text, "complex": complexity, "severity": severity, "weight": weight, "set": name, "lang": row["lang"], "split": split_of(text)}


def load_labelled(folder: Path) -> tuple[list[dict], list[dict]]:
    """Labelled prompts, and the prompts that people rated; what people rated is in neither fitting set."""
    file = folder / "prompts_dev.jsonl"
    if not file.exists():
        raise SystemExit(f"There are no prompts in {folder}: prompts_dev.jsonl is missing. Give the folder of the labelled prompt sets with --prompts.")
    rated = read_jsonl(folder / "human_difficulty_tifa160_dev.jsonl")
    left_out = {key(row["prompt"]) for row in rated}
    rows = [label(row) for row in read_jsonl(file) if key(row["prompt"]) not in left_out]
    rows = [row for row in rows if row]
    dense = folder / "raw" / "unigenbench_train_prompts.txt"
    if dense.exists():
        lines = [line.strip() for line in dense.read_text().splitlines()]
        for line in lines[:4000]:
            if len(line.split()) > 12 and key(line) not in left_out:
                rows.append({"prompt": line, "complex": 1, "severity": 0.8, "weight": 0.5, "set": "unigenbench-train", "lang": "en", "split": split_of(line)})
                first = re.split(r"(?<=[.,;])\s", line)[0]
                if len(first.split()) > 8:
                    rows.append({"prompt": first, "complex": 1, "severity": 0.5, "weight": 0.3, "set": "unigenbench-train", "lang": "en", "split": split_of(line)})
    return rows, rated
