"""Trains the classifier that says how far the embedded model falls short of a prompt, and writes models/router.

    python train.py --prompts FOLDER [--out ../../router]
    python train.py --prompts FOLDER --check     # trains and evaluates again and compares with what is there; writes nothing

Fits on the training split, chooses the constants on the validation split, writes weights, card, and the report on the test
split. One thread, about five minutes. The features come from Musa's own code (featurize.ts, through npx tsx).
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch

from calibrate import choose
from fit import ROOT, HERE, Judge, featurize, fit_judge, fit_language, judge, leave_out_signs
from grammar import Words, make_wishes
from languages import load_chinese_words, load_words, make_language_rows
from prepare import load_labelled, rated_split_of
from templates import load_concepts, load_wishes, make_longer, make_pairs, make_rows, split_of

CLDR = HERE.parent / "data" / "node_modules" / "cldr-annotations-full" / "annotations"
BUCKETS = 16384
VALIDATION_SEED, LONGER_SEED = 99, 17
# Templates of each kind, wishes of the grammar of each kind, longer forms.
MADE, WISHES, LENGTHENED = 2500, 14000, 6000
# Sums in another order give other last bits: between machines floats may differ by this share of the tensor's largest value,
# and steps of the int8 tables by one.
TOLERANCE = 1e-4


def load_wishes_to_fit(labelled: list[dict], concepts, words: Words, seed: int) -> list[dict]:
    """Groups of wordings of one wish, as fit_judge takes them."""
    train = [row for row in labelled if row["split"] == "train"]
    made = make_rows(concepts, MADE, seed, "train")
    draw = random.Random(seed)
    to_lengthen = make_rows(concepts, LENGTHENED // 4, seed + 1, "train") + draw.sample(train, LENGTHENED // 2)
    return [
        *({**row, "en": row["prompt"]} for row in [*train, *made]), *make_pairs(concepts, MADE, seed, "train"), *make_wishes(concepts, words, WISHES, seed, "train"),
        *({"en": pair["long"], "short": pair["short"], "complex": 1, "severity": 0.7} for pair in make_longer(to_lengthen, concepts, seed + 2, "train")),
        # Written by hand, and few.
        *(wish for wish in load_wishes("train") for _ in range(5)),
    ]


def quantize(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scale = np.abs(table).max(0) / 127 + 1e-12
    return np.rint(table / scale).clip(-127, 127).astype(np.int8), scale.astype(np.float32)


def calibrate(model: Judge, labelled: list[dict], rated: list[dict], concepts) -> tuple[tuple[float, ...], dict]:
    made = make_rows(concepts, 600, VALIDATION_SEED, "validation")
    simple = [row for row in made if row["set"] == "simple_en"]
    known = [row for row in labelled if row["split"] == "validation" and row["complex"] in (0, 1)] + simple
    chosen = [row for row in rated if rated_split_of(row["prompt"]) == "validation"]
    longer = make_longer(made, concepts, LONGER_SEED, "validation")
    label = lambda rows: {"label": np.array([row["complex"] for row in rows])}
    return choose({**judge(model, known), **label(known)}, {**judge(model, made), **label(made)}, {**judge(model, chosen), "rating": np.array([row["human_mean_1to5"] for row in chosen])},
                  *(judge(model, [{"prompt": pair[name]} for pair in longer]) for name in ("short", "long")))


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    kinds = {"F32": np.float32, "I8": np.int8}
    return {name: np.frombuffer(raw[8 + size :][slice(*entry["data_offsets"])], kinds[entry["dtype"]]).reshape(entry["shape"]) for name, entry in json.loads(raw[8 : 8 + size]).items()}


def compare(made: dict[str, np.ndarray], path: Path) -> None:
    shipped = read_safetensors(path)
    for name, array in made.items():
        other = shipped[name].astype(np.float64)
        limit = 1 if array.dtype == np.int8 else TOLERANCE * max(1e-9, np.abs(other).max())
        far = np.abs(array.astype(np.float64) - other).max()
        print(f"{name}: differs by {far:.2g}, {limit:.2g} allowed")
        if far > limit:
            raise SystemExit(f"{path} is not what this recipe makes: {name} differs.")
    print(f"{path} is what this recipe makes.")


def evaluate(args, path: Path) -> dict:
    """What Musa's own code reaches with the weights, on the test split, which nothing above has seen."""
    command = ["npx", "tsx", str(HERE / "evaluate.ts"), "--test", "--prompts", str(args.prompts.resolve()), "--cldr", str(args.cldr.resolve()), "--python", sys.executable, "--weights", str(path.resolve())]
    return json.loads(subprocess.run(command, capture_output=True, text=True, cwd=ROOT).stdout)


def compare_reports(made: dict, shipped: dict) -> None:
    if made != shipped:
        raise SystemExit("evaluation.json is not what the shipped weights reach.")
    print("evaluation.json is what the shipped weights reach.")


def write_safetensors(path: Path, tensors: dict[str, np.ndarray]) -> None:
    kinds = {np.dtype(np.float32): "F32", np.dtype(np.int8): "I8"}
    header, data = {}, b""
    for name, array in tensors.items():
        raw = array.tobytes()
        header[name] = {"dtype": kinds[array.dtype], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


CREDITS = [
    {"name": "PartiPrompts", "source": "https://github.com/google-research/parti", "version": "5a6579781343", "licence": "Apache-2.0", "credit": "Google"},
    {"name": "T2I-CompBench", "source": "https://github.com/Karine-Huang/T2I-CompBench", "version": "1b7094991a57", "licence": "MIT", "credit": "Kaiyi Huang et al."},
    {"name": "TIFA v1.0", "source": "https://github.com/Yushi-Hu/tifa", "version": "8e37050f44ab", "licence": "Apache-2.0; captions of MS-COCO CC-BY-4.0", "credit": "Yushi Hu et al.; COCO Consortium"},
    {"name": "ABC-6K and CC-500", "source": "https://github.com/weixi-feng/Structured-Diffusion-Guidance", "version": "773b2ba068c6", "licence": "MIT; captions of MS-COCO CC-BY-4.0", "credit": "Weixi Feng et al.; COCO Consortium"},
    {"name": "ImageReward benchmark prompts", "source": "https://github.com/THUDM/ImageReward", "version": "c1392c6dd0fd", "licence": "Apache-2.0; DiffusionDB CC0-1.0", "credit": "THUDM; DiffusionDB"},
    {"name": "UniGenBench training prompts", "source": "https://github.com/CodeGoat24/UniGenBench", "version": "49d0bcebb0b9", "licence": "CC-BY-4.0", "credit": "CodeGoat24"},
    {"name": "Unicode CLDR annotations", "source": "https://www.npmjs.com/package/cldr-annotations-full", "version": "see models/recipe/data/package.json", "licence": "Unicode-3.0", "credit": "Unicode, Inc."},
    {"name": "Open English WordNet", "source": "https://github.com/globalwordnet/english-wordnet", "version": "d94538ad0df3", "licence": "CC-BY-4.0 and WordNet licence", "credit": "Open English WordNet; Princeton University"},
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=Path, required=True, help="folder with prompts_dev.jsonl and raw/")
    parser.add_argument("--cldr", type=Path, default=CLDR, help="annotations of cldr-annotations-full; npm ci in models/recipe/data brings them")
    parser.add_argument("--out", type=Path, default=ROOT / "models" / "router")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="compare with what is there instead of writing")
    args = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(args.seed)

    labelled, rated = load_labelled(args.prompts)
    if not args.cldr.exists():
        raise SystemExit(f"There are no CLDR annotations in {args.cldr}. Run npm ci in models/recipe/data, or give --cldr.")
    wordnet = args.prompts / "raw" / "wordnet_synsets_for_caption_words.jsonl"
    concepts = load_concepts(args.cldr, wordnet)
    nouns, chinese, verbs = ([word for word in known if split_of(word) == "train"] for known in (load_words(wordnet), load_chinese_words(args.cldr), load_words(wordnet, ("verb",))))
    words = Words(leave_out_signs(nouns), leave_out_signs(chinese), verbs)
    wishes = load_wishes_to_fit(labelled, concepts, words, args.seed)
    model = fit_judge(wishes, BUCKETS, args.epochs, args.seed)

    language_rows = make_language_rows(args.cldr, [wish["en"] for wish in wishes], load_words(wordnet), args.seed, "train")
    _, language_hashed, _ = featurize(language_rows)
    kept = [i for i, x in enumerate(language_hashed) if len(x)]
    table, bias = fit_language([language_rows[i] for i in kept], [language_hashed[i] for i in kept], BUCKETS, args.seed)

    state = {name: value.detach().numpy() for name, value in model.named_parameters()}
    embedding, embedding_scale = quantize(state["embedding.weight"])
    language, language_scale = quantize(table[:, None])
    # As it ships, with the table's rounding.
    model.embedding.weight.data = torch.from_numpy(embedding.astype(np.float32) * embedding_scale)
    constants, reached = calibrate(model, labelled, rated, concepts)
    print(f"constants {constants}, on the validation split: {reached}", flush=True)
    path = args.out / "router.safetensors"
    tensors = {
        "calibration": np.array(constants, np.float32),
        "embedding.scale": embedding_scale,
        "head.bias": state["head.bias"], "head.weight": state["head.weight"],
        "hidden.bias": state["hidden.bias"], "hidden.weight": state["hidden.weight"],
        "language.bias": np.array([bias], np.float32), "language.scale": language_scale,
        "skip.weight": state["skip.weight"],
        "embedding.q8": embedding, "language.q8": language,
    }
    if args.check:
        compare(tensors, path)
        compare_reports(evaluate(args, path), json.loads(path.with_name("evaluation.json").read_text()))
        return
    args.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(path, tensors)
    data = path.read_bytes()
    manifest = {
        "schemaVersion": 1, "id": "musa-router", "version": "1.4.0", "licence": "Apache-2.0",
        "description": "Judges from a prompt's words how likely the embedded model falls short of it.",
        "file": {"path": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        "trainingData": [{**credit, "use": "prompts and their labels"} for credit in CREDITS],
        "training": {"wishes": len(wishes), "epochs": args.epochs, "seed": args.seed, "validation": {name: round(value, 4) for name, value in reached.items()}},
    }
    (args.out / "router.json").write_text(json.dumps(manifest, indent="\t", ensure_ascii=False) + "\n")
    report = evaluate(args, path)
    path.with_name("evaluation.json").write_text(json.dumps(report, indent="\t", ensure_ascii=False) + "\n")
    print(json.dumps(report["goals"], indent=4))
    print(f"{path}: {len(data)} bytes; missed: {report['missed'] or 'nothing'}")


if __name__ == "__main__":
    main()
