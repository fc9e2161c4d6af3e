"""The prepared pictures as one small file, for a training machine without Node or a network.

`python bundle_data.py FILE` packs them (50 to 60 MB, reckoned from a sample); `python bundle_data.py --unpack FILE` puts them in place again and
checks their hash.
"""

import hashlib
import json
import lzma
import sys
from pathlib import Path

import numpy as np

from common import DATA

CROPS = 3000  # of 256 px, for the upscalers; all of them would not fit


def members() -> list[Path]:
    return sorted(p for p in DATA.iterdir() if p.name.startswith(("pictures", "records", "more-pictures", "more-records", "extra-words")))


def pack(target: Path) -> None:
    if not (DATA / "summary.json").exists():
        raise SystemExit("There are no training pictures yet. Run `python prepare_data.py` first.")
    crops = np.memmap(DATA / "crops.u8", dtype=np.uint8, mode="r").reshape(-1, 256 * 256 * 4)
    chosen = crops[np.sort(np.random.default_rng(0).permutation(len(crops))[:CROPS])].tobytes()
    parts = [(p.name, p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest()) for p in members()]
    parts.append(("crops.u8", len(chosen), hashlib.sha256(chosen).hexdigest()))
    with lzma.open(target, "wb", preset=6) as out:
        out.write((json.dumps({"summary": json.loads((DATA / "summary.json").read_text()), "members": parts}) + "\n").encode())
        for path in members():
            out.write(path.read_bytes())
        out.write(chosen)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def unpack(source: Path) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    with lzma.open(source, "rb") as file:
        head = json.loads(file.readline())
        for name, size, digest in head["members"]:
            data = file.read(size)
            if hashlib.sha256(data).hexdigest() != digest:
                raise SystemExit(f"{name} in {source} is damaged. Pack it again.")
            (DATA / name).write_bytes(data)
    (DATA / "summary.json").write_text(json.dumps(head["summary"]) + "\n")
    print(json.dumps(head["summary"]))


if __name__ == "__main__":
    if "--unpack" in sys.argv:
        unpack(Path(sys.argv[-1]))
    elif len(sys.argv) == 2:
        pack(Path(sys.argv[1]))
    else:
        raise SystemExit(__doc__)
