"""A pack under evaluation: it draws, the judge looks, and contact sheets are kept."""

import hashlib
import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import torch

from common import CACHE, WORK
from dataset import Pictures
from evaluation.hand import Hand
from evaluation.prompts import Prompts
from evaluation.sheets import compare_sheet
from judge.network import Judge, look


def log(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class Subject:
    """A pack, the judge and the real pictures it is held against."""

    def __init__(self, pack: Path, judge: Judge, pictures: Pictures, quick: bool):
        self.pack, self.judge, self.pictures, self.quick = pack, judge, pictures, quick
        self.hand = Hand(pack)
        self.prompts = Prompts(pictures, self.hand.styles, self.hand.manifest["defaultStyle"])
        manifest = hashlib.sha256((pack / "manifest.json").read_bytes()).hexdigest()[:16]
        self.drawn = CACHE / "drawn" / f"{pack.name}-{manifest}"
        for other in (CACHE / "drawn").glob(f"{pack.name}-*"):
            if other != self.drawn:
                shutil.rmtree(other)

    def some(self, count: int) -> int:
        return max(12, count // 6) if self.quick else count

    def look_at(self, indices) -> dict[str, torch.Tensor]:
        return look(self.judge, self.pictures.floats(np.asarray(indices)))

    def draw(self, prompts, what: str, step_count: int | None = None, grid: tuple[int, int] | None = None, hand: Hand | None = None, finished: bool = True) -> torch.Tensor:
        """Seeds 0, 1, …; 8 bits per channel, as the product gives them. Kept on disk, so that an interrupted evaluation goes on."""
        key = hashlib.sha256(json.dumps([prompts, step_count, grid, hand is not None]).encode()).hexdigest()[:24]
        path, start = self.drawn / f"{key}.npy", time.monotonic()
        if not path.exists():
            drawn = (hand or self.hand).draw(prompts, list(range(len(prompts))), step_count, grid)
            self.drawn.mkdir(parents=True, exist_ok=True)
            with path.with_suffix(".partial").open("wb") as file:
                np.save(file, (drawn * 255).round().byte().numpy())
            path.with_suffix(".partial").replace(path)
        log(f"{what}: {len(prompts)} pictures in {time.monotonic() - start:.0f} s")
        pictures = torch.from_numpy(np.load(path)).float() / 255
        return self.hand.finish(pictures, prompts) if finished else pictures

    def sheet(self, name: str, drawn: torch.Tensor, real: torch.Tensor | None = None) -> None:
        compare_sheet(WORK / "sheets" / f"{self.pack.name}-{name}.png", drawn[:80], None if real is None else real[:80])
