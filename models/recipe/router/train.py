"""Trains the classifier that says how far the embedded model falls short of a prompt, and writes models/router.

    python train.py --prompts FOLDER [--out ../../router]
    python train.py --prompts FOLDER --check     # trains again and compares with what is there; writes nothing

One thread, about a minute. The features come from Musa's own code (featurize.ts, through npx tsx).
"""

import argparse
import hashlib
import json
import random
import subprocess
from pathlib import Path

import numpy as np
import torch

from calibrate import choose
from languages import make_language_rows
from prepare import load_labelled, rated_split_of
from templates import load_concepts, make_rows

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CLDR = HERE.parent / "data" / "node_modules" / "cldr-annotations-full" / "annotations"
EMBEDDING = 12
HIDDEN = 32
LONGEST = 400
VALIDATION_SEED = 99
# Sums in another order give other last bits: between machines floats may differ by this share of the tensor's largest value,
# and steps of the int8 tables by one.
TOLERANCE = 1e-4


def featurize(rows: list[dict]) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    text = "".join(json.dumps({"prompt": row["prompt"]}) + "\n" for row in rows)
    out = subprocess.run(["npx", "tsx", str(HERE / "featurize.ts")], input=text, capture_output=True, text=True, cwd=ROOT, check=True).stdout.splitlines()
    found = [json.loads(line) for line in out[1:]]
    assert len(found) == len(rows)
    return np.array([x["structure"] for x in found], np.float32), [np.array(x["hashed"][:LONGEST], np.int64) for x in found], np.array([x["wordCount"] for x in found])


class Judge(torch.nn.Module):
    def __init__(self, structure: int, buckets: int):
        super().__init__()
        self.embedding = torch.nn.EmbeddingBag(buckets, EMBEDDING, mode="sum")
        torch.nn.init.normal_(self.embedding.weight, std=0.05)
        self.hidden = torch.nn.Linear(structure + EMBEDDING, HIDDEN)
        self.head = torch.nn.Linear(HIDDEN, 2)
        self.skip = torch.nn.Linear(structure, 2, bias=False)
        torch.nn.init.zeros_(self.skip.weight)

    def forward(self, structure, ids, offsets, counts, keep):
        bag = self.embedding(ids, offsets) / (counts.sqrt() + 2).unsqueeze(1) * keep.unsqueeze(1)
        hidden = torch.relu(self.hidden(torch.cat([structure, bag], 1)))
        return self.head(hidden) + self.skip(structure)


def batches(order: np.ndarray, hashed: list[np.ndarray], size: int):
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        lists = [hashed[i] for i in chosen]
        counts = np.array([len(x) for x in lists])
        offsets = np.concatenate([[0], np.cumsum(counts)[:-1]])
        ids = np.concatenate(lists) if counts.sum() else np.zeros(0, np.int64)
        yield chosen, torch.from_numpy(ids), torch.from_numpy(offsets), torch.from_numpy(counts.astype(np.float32))


def fit_judge(rows, structure, hashed, buckets, epochs, seed):
    torch.manual_seed(seed)
    model = Judge(structure.shape[1], buckets)
    optimizer = torch.optim.AdamW([{"params": model.embedding.parameters(), "weight_decay": 0.05}, {"params": [p for n, p in model.named_parameters() if not n.startswith("embedding")], "weight_decay": 0.02}], lr=4e-3)
    target = torch.tensor([row["complex"] for row in rows], dtype=torch.float32)
    severity = torch.tensor([-1.0 if row.get("severity") is None else row["severity"] for row in rows])
    weight = torch.tensor([row.get("weight", 1.0) for row in rows])
    # Both ends count the same, whatever the sets hold more of.
    weight = weight / torch.where(target > 0.5, (weight * (target > 0.5)).sum(), (weight * (target <= 0.5)).sum()) * len(rows) / 2
    features = torch.from_numpy(structure)
    draw = np.random.default_rng(seed)
    steps = epochs * ((len(rows) + 255) // 256)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [6e-3, 6e-3], total_steps=steps + 1)
    for epoch in range(epochs):
        total = 0.0
        for chosen, ids, offsets, counts in batches(draw.permutation(len(rows)), hashed, 256):
            # Without its words a prompt must still be judged by its structure; that is what other wordings and languages share.
            keep = torch.from_numpy((draw.random(len(chosen)) > 0.3).astype(np.float32))
            out = model(features[chosen], ids, offsets, counts, keep)
            judged = torch.nn.functional.binary_cross_entropy_with_logits(out[:, 0], target[chosen], reduction="none")
            known = (severity[chosen] >= 0).float()
            hard = torch.nn.functional.binary_cross_entropy_with_logits(out[:, 1], severity[chosen].clamp(0, 1), reduction="none") * known
            loss = (weight[chosen] * (judged + hard)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.4f}", flush=True)
    return model


def fit_language(rows, hashed, buckets, seed):
    """One weight per bucket: English or another language in Latin letters."""
    torch.manual_seed(seed)
    table = torch.nn.EmbeddingBag(buckets, 1, mode="mean")
    torch.nn.init.zeros_(table.weight)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([*table.parameters(), bias], lr=0.05)
    target = torch.tensor([float(row["english"]) for row in rows])
    weight = torch.where(target > 0.5, 1 / target.mean(), 1 / (1 - target.mean())) / 2
    draw = np.random.default_rng(seed)
    for epoch in range(12):
        for chosen, ids, offsets, _ in batches(draw.permutation(len(rows)), hashed, 256):
            out = table(ids, offsets)[:, 0] + bias
            loss = (weight[chosen] * torch.nn.functional.binary_cross_entropy_with_logits(out, target[chosen], reduction="none")).mean() + 2e-6 * table.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return table.weight.detach().numpy()[:, 0], bias.item()


def quantize(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scale = np.abs(table).max(0) / 127 + 1e-12
    return np.rint(table / scale).clip(-127, 127).astype(np.int8), scale.astype(np.float32)


def judge(model: Judge, rows: list[dict]) -> dict[str, np.ndarray]:
    """The classifier's parts for `rows`, before they are joined."""
    structure, hashed, words = featurize(rows)
    parts = []
    with torch.no_grad():
        for chosen, ids, offsets, counts in batches(np.arange(len(rows)), hashed, 1024):
            parts.append(model(torch.from_numpy(structure[chosen]), ids, offsets, counts, torch.ones(len(chosen))).numpy())
    out = np.concatenate(parts)
    return {"complex": out[:, 0], "severity": out[:, 1], "words": words}


def calibrate(model: Judge, labelled: list[dict], rated: list[dict], concepts) -> tuple[tuple[float, ...], dict]:
    made = make_rows(concepts, 600, VALIDATION_SEED, "validation")
    simple = [row for row in made if row["set"] == "simple_en"]
    known = [row for row in labelled if row["split"] == "validation" and row["complex"] in (0, 1)] + simple
    chosen = [row for row in rated if rated_split_of(row["prompt"]) == "validation"]
    label = lambda rows: {"label": np.array([row["complex"] for row in rows])}
    return choose({**judge(model, known), **label(known)}, {**judge(model, made), **label(made)},
                  {**judge(model, chosen), "rating": np.array([row["human_mean_1to5"] for row in chosen])})


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
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="compare with what is there instead of writing")
    args = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(args.seed)

    labelled, rated = load_labelled(args.prompts)
    if not args.cldr.exists():
        raise SystemExit(f"There are no CLDR annotations in {args.cldr}. Run npm ci in models/recipe/data, or give --cldr.")
    concepts = load_concepts(args.cldr, args.prompts / "raw" / "wordnet_synsets_for_caption_words.jsonl")
    made = make_rows(concepts, 4500, args.seed, "train")
    rows = [row for row in labelled if row["split"] == "train"] + made
    structure, hashed, _ = featurize(rows)
    buckets = 8192
    print(f"{len(rows)} prompts, {structure.shape[1]} structural features, {len(concepts)} concepts")
    model = fit_judge(rows, structure, hashed, buckets, args.epochs, args.seed)

    language_rows = make_language_rows(args.cldr, [row["prompt"] for row in rows if row["lang"] == "en"], [en for en, _ in concepts], args.seed, "train")
    _, language_hashed, _ = featurize(language_rows)
    kept = [i for i, x in enumerate(language_hashed) if len(x)]
    table, bias = fit_language([language_rows[i] for i in kept], [language_hashed[i] for i in kept], buckets, args.seed)

    state = {name: value.detach().numpy() for name, value in model.named_parameters()}
    embedding, embedding_scale = quantize(state["embedding.weight"])
    language, language_scale = quantize(table[:, None])
    # As it ships, with the table's rounding.
    model.embedding.weight.data = torch.from_numpy(embedding.astype(np.float32) * embedding_scale)
    constants, reached = calibrate(model, labelled, rated, concepts)
    print(f"constants {constants}, on the validation split: {reached}")
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
        return
    args.out.mkdir(parents=True, exist_ok=True)
    write_safetensors(path, tensors)
    data = path.read_bytes()
    manifest = {
        "schemaVersion": 1, "id": "musa-router", "version": "1.1.0", "licence": "Apache-2.0",
        "description": "Judges from a prompt's words how likely the embedded model falls short of it.",
        "file": {"path": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        "trainingData": [{**credit, "use": "prompts and their labels"} for credit in CREDITS],
        "training": {"prompts": len(rows), "epochs": args.epochs, "seed": args.seed, "validation": {name: round(value, 4) for name, value in reached.items()}},
    }
    (args.out / "router.json").write_text(json.dumps(manifest, indent="\t", ensure_ascii=False) + "\n")
    print(f"{path}: {len(data)} bytes")


if __name__ == "__main__":
    main()
