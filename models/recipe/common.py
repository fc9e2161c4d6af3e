"""Paths, configuration, checkpoints and the wall-clock budget that every training stage shares."""

import json
import os
import time
import tomllib
from pathlib import Path

import torch

RECIPE = Path(__file__).resolve().parent
WORK = RECIPE / "work"
DATA = WORK / "data"
MODELS = RECIPE.parent


SMOKE = "-smoke"


def load_config(name: str) -> dict:
    """Reads configs/NAME.toml; "xs-smoke" is xs with every stage a few seconds long and every network tiny."""
    path = RECIPE / "configs" / f"{name.removesuffix(SMOKE)}.toml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise SystemExit(f"There is no configuration '{name}'. Known: {known}.")
    with path.open("rb") as file:
        config = tomllib.load(file) | {"config": name}
    return shrink_for_smoke(config) if name.endswith(SMOKE) else config


def shrink_for_smoke(config: dict) -> dict:
    """The same stages on the same data, to see that they run and fit together; the pictures mean nothing."""
    small_text = {"buckets": 256, "layout_rank": 32, "channels": 64, "heads": 2, **({"recall": 64} if "recall" in config["text"] else {})}
    stages = {stage: settings | {"minutes": 0.1, "batch": 16, "least_samples": 0, "fit_samples": 4000} for stage, settings in config["train"].items()}
    return config | {"id": config["id"] + SMOKE, "text": config["text"] | small_text, "denoiser": config["denoiser"] | {"channels": 64, "blocks": 2, "heads": 2, "hidden": 128},
                     "decoder": config["decoder"] | {"channels": [32, 16, 16]}, "train": stages}


def pack_folder(config: dict) -> Path:
    """Where the finished pack of a configuration lies."""
    return work_folder(config) / "pack" if config["config"].endswith(SMOKE) else MODELS / config["id"]


def pick_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def fast_matrices(device: torch.device) -> torch.autocast:
    """bfloat16 where the device multiplies it faster than float32: a GPU, a CPU with AMX (elsewhere it took five times as long)."""
    fast = device.type == "cuda" or torch.cpu._is_amx_tile_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def work_folder(config: dict) -> Path:
    folder = WORK / config["config"]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Budget:
    """Wall-clock budget of one stage; survives a restart because the checkpoint carries the seconds already spent."""

    def __init__(self, minutes: float, spent_s: float = 0.0):
        self.total_s = minutes * 60
        self.start = time.monotonic() - spent_s

    @property
    def spent_s(self) -> float:
        return time.monotonic() - self.start

    @property
    def fraction(self) -> float:
        return min(1.0, self.spent_s / self.total_s)

    def learning_rate(self, peak: float, warmup: float = 0.02, decay: float = 0.35) -> float:
        """Warm-up, then constant, then linear decay to 2 % over the last `decay` of the budget."""
        f = self.fraction
        if f < warmup:
            return peak * max(0.01, f / warmup)
        if f < 1 - decay:
            return peak
        return peak * max(0.02, (1 - f) / decay)


def save_checkpoint(path: Path, state: dict) -> None:
    """Writes atomically, so that a kill leaves the older checkpoint whole."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path) -> dict | None:
    return torch.load(path, map_location="cpu", weights_only=False) if path.exists() else None


def append_metrics(config: dict, stage: str, **values) -> None:
    line = json.dumps({"stage": stage, **{k: round(v, 5) if isinstance(v, float) else v for k, v in values.items()}})
    with (work_folder(config) / "metrics.jsonl").open("a") as file:
        file.write(line + "\n")
    print(line, flush=True)
