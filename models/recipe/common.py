"""Paths, configuration, checkpoints and the wall-clock budget that every training stage shares."""

import hashlib
import json
import os
import signal
import time
import tomllib
from pathlib import Path

import torch

RECIPE = Path(__file__).resolve().parent
MODELS = RECIPE.parent
DATA = Path(os.environ.get("MUSA_DATA", RECIPE / "work" / "data")).resolve()
# Checkpoints, figures, sheets; with MUSA_WORK the finished pack too, so that one folder holds all that a run made.
WORK = Path(os.environ.get("MUSA_WORK", RECIPE / "work")).resolve()
CACHE = DATA.parent / "cache"  # what can be computed again: latents, drawn pictures
SAVE_EVERY_S = 150  # a kill loses no more than this


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
    own = config["config"].endswith(SMOKE) or "MUSA_WORK" in os.environ
    return work_folder(config) / "pack" if own else MODELS / config["id"]


def pick_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def device_name() -> str:
    return f"one {torch.cuda.get_device_name()}" if torch.cuda.is_available() else "two CPU cores"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 24):
            digest.update(chunk)
    return digest.hexdigest()


def fast_matrices(device: torch.device) -> torch.autocast:
    """bfloat16 where the device multiplies it faster than float32: a GPU, a CPU with AMX (elsewhere it took five times as long)."""
    fast = device.type == "cuda" or torch.cpu._is_amx_tile_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def compiled(model: torch.nn.Module):
    """As torch.compile makes it; as it was, and with a line that says so, where the compiler that this needs is missing."""
    try:
        torch.compile(lambda x: (x.sin() + 1).exp())(torch.zeros(64, device=next(model.parameters()).device))
    except Exception as error:  # every backend has its own
        print(f"Training goes on uncompiled, at about a third of the speed on a CPU: {str(error).splitlines()[0]}", flush=True)
        return model
    return torch.compile(model)


def work_folder(config: dict) -> Path:
    folder = WORK / config["config"]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def option(arguments: list[str], flag: str, kind=str):
    """What stands after a flag; None without it."""
    if flag not in arguments:
        return None
    if arguments[-1] == flag:
        raise SystemExit(f"{flag} wants a value after it.")
    return kind(arguments[arguments.index(flag) + 1])


class Budget:
    """Wall-clock budget of one stage, from its first step on; survives a restart because the checkpoint carries the seconds already spent.

    SIGTERM ends it early: the stage saves what it has and goes on when it is started again.
    """

    def __init__(self, minutes: float, spent_s: float = 0.0):
        self.total_s, self.before, self.stopped = minutes * 60, spent_s, False
        self.start = self.saved = None
        signal.signal(signal.SIGTERM, self.stop)

    def stop(self, *_) -> None:
        self.stopped = True

    def lasts(self) -> bool:
        """Asked before every step; the first time the clock starts, so that reading the data costs nothing."""
        if self.start is None:
            self.start = self.saved = time.monotonic()
        return not self.stopped and self.fraction < 1

    def time_to_save(self) -> bool:
        """Whether the last checkpoint, or the start, is SAVE_EVERY_S ago; once it is, the count begins anew."""
        due = time.monotonic() - self.saved > SAVE_EVERY_S
        if due:
            self.saved = time.monotonic()
        return due

    @property
    def spent_s(self) -> float:
        return self.before + (time.monotonic() - self.start if self.start else 0.0)

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
