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


def load_config(name: str) -> dict:
    """Reads configs/NAME.toml."""
    path = RECIPE / "configs" / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise SystemExit(f"There is no configuration '{name}'. Known: {known}.")
    with path.open("rb") as file:
        return tomllib.load(file) | {"config": name}


def pick_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


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
