"""Finds the names that a pack draws badly though it was trained on them: `python weak_names.py xxs [--pack FOLDER]`, before `calibrate_confidence.py`.

Every name is drawn in the default style, or in the others where it has none there, and compared with its own training
picture. export.py leaves weak names out of the pack's known names, so that the product doubts them; `--pack` takes them
out of a finished pack.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch

from common import RECIPE, load_config, work_folder
from dataset import Pictures, plain_caption
from evaluation.hand import Hand
from evaluation.prompts import single
from known_words import bloom, entries

SEEDS, BATCH = (1, 2), 128
# Mean absolute error of premultiplied RGBA: a vague blot of the right place and colour has about 0.1.
WEAK = 0.1


def measure(hand: Hand, pictures: Pictures, styles: list[str], default_style: str) -> dict[str, float]:
    """Name -> the smallest error over its styles, or that in the default style; of every seed the larger one counts."""
    chosen: dict[tuple[str, str], int] = {}
    for i in pictures.in_styles(pictures.train, styles):
        record = pictures.records[i]
        if single(record) and record["kind"] == "object" and not record.get("recoloured"):
            chosen.setdefault((record["name"], record["style"]), int(i))
    in_default = {name for name, style in chosen if style == default_style}
    keys = sorted(key for key in chosen if key[1] == default_style or key[0] not in in_default)
    errors: dict[str, float] = {}
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        real = pictures.floats([chosen[key] for key in part])
        prompts = [(plain_caption(pictures.records[chosen[key]]), key[1]) for key in part]
        drawn = [hand.finish(hand.draw(prompts, [seed] * len(part)), prompts) for seed in SEEDS]
        worst = torch.stack([(d - real).abs().mean((1, 2, 3)) for d in drawn]).amax(0)
        for (name, _), error in zip(part, worst.tolist()):
            errors[name] = min(error, errors.get(name, 1.0))
        print(f"{start + len(part)} of {len(keys)}", file=sys.stderr, flush=True)
    return errors


def write_into(pack: Path, config: dict, pictures: Pictures, weak: list[str]) -> None:
    """Renews the known words of a finished pack."""
    path = pack / "manifest.json"
    manifest = json.loads(path.read_text())
    known = manifest["knownWords"]
    words, names = entries(pictures, config["text"], config["styles"], frozenset(weak))
    filter_, known["bits"] = bloom(words | names)
    data = filter_.tobytes()
    (pack / known["file"]).write_bytes(data)
    for file in manifest["files"]:
        if file["path"] == known["file"]:
            file |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def main(name: str, pack: Path | None) -> None:
    torch.set_num_threads(1)
    config, pictures = load_config(name), Pictures()
    if pack is None:
        subprocess.run([sys.executable, "export.py", name, "--out", str(work_folder(config) / "candidate"), "--force"], cwd=RECIPE, check=True, stdout=sys.stderr)
    hand = Hand(pack or work_folder(config) / "candidate")
    errors = measure(hand, pictures, config["styles"], hand.manifest["defaultStyle"])
    weak = sorted(name for name, error in errors.items() if error > WEAK)
    (work_folder(config) / "weak-names.json").write_text(json.dumps(weak, ensure_ascii=False) + "\n")
    if pack:
        write_into(pack, config, pictures, weak)
    print(json.dumps({"names": len(errors), "weak": len(weak), "medianError": round(float(np.median(list(errors.values()))), 4)}))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "xxs", Path(sys.argv[sys.argv.index("--pack") + 1]).resolve() if "--pack" in sys.argv else None)
