"""Measures a pack as it ships and writes evaluation.json: one command, one JSON object.

    python evaluate.py xxs                  the checkpoints under work/xxs, exported to work/xxs/candidate first
    python evaluate.py --pack ../musa-xxs   a finished pack, wherever its checkpoints are
    … --quick                               a sixth of the pictures, for a look in between; export refuses such figures

Pictures are drawn by the pack's own graphs and stored weights (evaluation/hand.py) and judged by the frozen judge.
"""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import torch

from common import DATA, RECIPE, SMOKE, load_config, pack_folder, work_folder
from dataset import Pictures
from evaluation import questions
from evaluation.compare import VERSION
from evaluation.distances import copies, distances
from evaluation.metrics import cleanliness
from evaluation.subject import Subject
from judge.network import load_judge
from trained_networks import checkpoint_hashes


def measure(subject: Subject, config: dict | None, known: dict) -> dict:
    sampling = subject.hand.manifest["sampling"]
    result: dict = {"version": VERSION, "pack": subject.hand.manifest["id"], "packVersion": subject.hand.manifest["version"], "quick": subject.quick, "judge": known,
                    "data": json.loads((DATA / "summary.json").read_text()), "steps": sampling["stepCount"], "guidanceScale": sampling["guidanceScale"]}
    result["retrieval"], drawn_of = questions.retrieve(subject)
    result["backgrounds"] = questions.backgrounds(subject)
    result["colour"], colours = questions.colours(subject)
    result["style"], result["count"], result["relation"] = questions.styles(subject), questions.counts(subject), questions.relations(subject)
    objects = torch.cat([drawn_of["seen"], colours])
    seen = subject.prompts.split("seen", subject.some(400)).prompts
    network = subject.draw(seen, "alpha", finished=False)
    result["alpha"] = {"network": cleanliness(network), "drawn": cleanliness(objects), "real": cleanliness(subject.pictures.floats(subject.prompts.pool("seen")[: len(objects)]))}
    result["kid"] = distances(subject, config)
    result["copies"] = copies(subject, drawn_of, colours)
    result["languages"] = questions.languages(subject)
    return result


def stage_figures(config: dict | None, before: dict) -> dict:
    """What the training stages wrote about themselves; a pack without its checkpoints keeps what its evaluation had."""
    path = work_folder(config) / "metrics.jsonl" if config else None
    if path is None or not path.exists():
        stages = before.get("stages")
        return stages if stages is not None else {k: before[k] for k in ("layout", "decoder", "upscaler") if k in before}
    stages = {}
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if entry["stage"] != "denoiser":
            stages[entry["stage"].removesuffix("-on-denoised")] = {k: v for k, v in entry.items() if k not in ("stage", "step")}
    return stages


def same_files(pack: Path, other: Path) -> bool:
    """Whether two packs have the same graphs and weights."""
    files = [json.loads((folder / "manifest.json").read_text())["files"] if (folder / "manifest.json").exists() else None for folder in (pack, other)]
    return files[0] is not None and files[0] == files[1]


def hash_networks(pack: Path) -> str:
    """Of the hashes of a pack's graphs and weights, without its words."""
    files = json.loads((pack / "manifest.json").read_text())["files"]
    return hashlib.sha256("".join(sorted(f["sha256"] for f in files if f["path"].endswith((".onnx", ".safetensors")))).encode()).hexdigest()


def main(arguments: list[str]) -> None:
    torch.set_num_threads(1)
    judge, facts = load_judge()
    name = next((a for a in arguments if not a.startswith("-") and arguments[arguments.index(a) - 1] != "--pack"), None)
    if "--pack" in arguments:
        pack, config = Path(arguments[arguments.index("--pack") + 1]).resolve(), None
        if not (pack / "manifest.json").exists():
            raise SystemExit(f"There is no manifest.json in {pack}: --pack wants the folder of a pack, for instance ../musa-xxs.")
        out = pack / "evaluation.json"
    else:
        config = load_config(name or "xxs")
        pack = work_folder(config) / "candidate"
        subprocess.run([sys.executable, "export.py", config["config"], "--out", str(pack), "--force"], cwd=RECIPE, check=True, stdout=sys.stderr)
        out = work_folder(config) / "evaluation.json"
    before = json.loads(out.read_text()) if out.exists() else {}
    start = time.monotonic()
    known = {"sha256": facts["sha256"], "heldOut": facts["heldOut"]}
    result = measure(Subject(pack, judge, Pictures(), "--quick" in arguments), config, known)
    result["stages"] = stage_figures(config, before)
    if config:
        result["checkpoints"] = checkpoint_hashes(config)
    result["networksSha256"] = hash_networks(pack)
    if config is None and before.get("networksSha256") == result["networksSha256"]:
        result["kid"]["int4"] = before["kid"]["int4"]  # measured beside the checkpoints; the same networks since
    result["manifestSha256"] = hashlib.sha256((pack / "manifest.json").read_bytes()).hexdigest()
    result["minutes"] = round((time.monotonic() - start) / 60, 1)
    text = json.dumps(result, indent=2)
    if not result["quick"] or name and name.endswith(SMOKE):
        out.write_text(text + "\n")
        if config and same_files(pack, finished := pack_folder(config)):
            (finished / "evaluation.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
