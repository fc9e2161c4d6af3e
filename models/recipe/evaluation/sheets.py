"""Contact sheets to look at while working; the ones that ship are drawn by the product (scripts/draw-sheet.ts)."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

COLUMNS = 16


def on_white(pictures: torch.Tensor) -> np.ndarray:
    flat = pictures[:, :3] + 1 - pictures[:, 3:]
    return (flat.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()


def compare_sheet(path: Path, drawn: torch.Tensor, real: torch.Tensor | None) -> None:
    """Drawn pictures in rows of 16; with real ones, each row is followed by a row of what was meant."""
    rows = []
    for start in range(0, len(drawn), COLUMNS):
        for pictures in (drawn, real) if real is not None else (drawn,):
            part = on_white(pictures[start : start + COLUMNS])
            part = np.concatenate([part, np.full((COLUMNS - len(part), *part.shape[1:]), 255, np.uint8)])
            rows.append(np.concatenate(list(part), axis=1))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = Image.fromarray(np.concatenate(rows))
    sheet.resize((sheet.width * 3 // 4, sheet.height * 3 // 4), Image.Resampling.LANCZOS).save(path)
