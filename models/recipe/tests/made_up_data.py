"""Training data of a few hundred made-up pictures, for tests of the training itself."""

import json
from pathlib import Path

import numpy as np

import preflight
from dataset import SIZE, WIDE_AND_TALL
from prepare_data import hash_of

LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "ja", "ko", "zh"]
SHARE = {"kind": "object", "set": "fluent-emoji-flat", "style": "flat", "keywords": ["thing"]}


def discs(count: int, height: int, width: int) -> np.ndarray:
    """Opaque discs of any size, place and colour, [count, height, width, 4]."""
    chance = np.random.default_rng(count + width)
    y, x = np.mgrid[:height, :width]
    out = np.zeros((count, height, width, 4), np.uint8)
    for picture in out:
        cy, cx, radius = chance.uniform(0.3, 0.7) * height, chance.uniform(0.3, 0.7) * width, chance.uniform(0.1, 0.4) * height
        picture[(y - cy) ** 2 + (x - cx) ** 2 < radius**2] = [*chance.integers(0, 256, 3), 255]
    return out


def make_data(folder: Path, things: int = 330) -> Path:
    """Writes everything that the stages read, and the lock that says so; returns the path of the lock."""
    folder.mkdir(parents=True)

    def write(suffix: str, records: list[dict], pictures: np.ndarray) -> None:
        (folder / f"records{suffix}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
        (folder / f"pictures{suffix}.u8").write_bytes(pictures.tobytes())

    named = [f"thing{hash_of(str(k)):x}" for k in range(things)]
    records = [SHARE | {"id": n, "concept": n, "name": n, "names": {code: f"{n}{code}" for code in LANGUAGES}, "heldout": k < 130, "heldoutConcept": False} for k, n in enumerate(named)]
    write("", records, discs(things, SIZE, SIZE))
    ground = SHARE | {"kind": "background", "set": "procedural", "concept": "ground", "name": "ground", "names": {}, "heldout": False}
    for width, height in WIDE_AND_TALL:
        write(f"-{width}x{height}", [ground | {"id": str(k)} for k in range(16)], discs(16, height, width))
    (folder / "crops.u8").write_bytes(discs(40, 256, 256).tobytes())
    (folder / "summary.json").write_text(json.dumps({"pictures": things}) + "\n")
    lock = folder / "lock.json"
    lock.write_text(json.dumps(preflight.measure_data(folder)))
    return lock
