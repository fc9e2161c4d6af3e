"""The prepared pictures as one small file, for a training machine without Node or a network.

`python bundle_data.py FILE` packs them; `python bundle_data.py --unpack FILE` puts them in place again and checks their
hashes. Nothing is lost but crops for the upscalers: they get CROPS of them.
"""

import hashlib
import json
import lzma
import os
import re
import sys
import zipfile
from pathlib import Path

import numpy as np

from common import DATA
from dataset import SIZE
from picture_codec import read_pictures, write_pictures

CROPS, CROP_SIZE = 1200, 256
TEXTS = ("records", "more-records", "extra-words")


def shape_of(name: str) -> tuple[int, int]:
    """Height and width of the pictures in a file."""
    if name == "crops.u8":
        return CROP_SIZE, CROP_SIZE
    found = re.search(r"-(\d+)x(\d+)\.u8$", name)
    return (int(found[2]), int(found[1])) if found else (SIZE, SIZE)


def pictures_of(path: Path) -> np.ndarray:
    pictures = np.memmap(path, dtype=np.uint8, mode="r").reshape(-1, *shape_of(path.name), 4)
    return pictures if path.name != "crops.u8" else pictures[np.sort(np.random.default_rng(0).permutation(len(pictures))[:CROPS])]


def digest_of(parts) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def pack(target: Path) -> None:
    if not (DATA / "summary.json").exists():
        raise SystemExit("There are no training pictures yet. Run `python prepare_data.py` first.")
    hashes, partial = {}, target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_LZMA) as archive:
        for path in sorted(DATA.glob("*.u8")):
            pictures = pictures_of(path)
            hashes[path.name] = digest_of(np.ascontiguousarray(pictures[i]) for i in range(len(pictures)))
            write_pictures(archive, path.name, pictures, webp=path.name.startswith("more-"))
            print(f"{path.name}: {sum(i.compress_size for i in archive.infolist() if i.filename.startswith(path.name)) / 1e6:.2f} MB", flush=True)
        for path in sorted(p for p in DATA.iterdir() if p.name.startswith(TEXTS)):
            hashes[path.name] = digest_of([path.read_bytes()])
            archive.write(path, path.name)
        archive.write(DATA / "summary.json", "summary.json")
        archive.writestr("hashes.json", json.dumps(hashes))
    os.replace(partial, target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def unpack(source: Path) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(source) as archive:
            for name, digest in json.loads(archive.read("hashes.json")).items():
                put(archive, name, digest)
            (DATA / "summary.json").write_bytes(archive.read("summary.json"))
    except (OSError, EOFError, KeyError, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise SystemExit(f"{source} can't be unpacked: {error}. Copy it again, or pack it again with `python bundle_data.py FILE`.") from None
    print((DATA / "summary.json").read_text().strip())


def put(archive: zipfile.ZipFile, name: str, digest: str) -> None:
    """Unpacks one file; nothing takes its place unless it is what was packed."""
    found, partial = hashlib.sha256(), DATA / f"{name}.partial"
    with partial.open("wb") as out:
        for part in read_pictures(archive, name, *shape_of(name)) if name.endswith(".u8") else [archive.read(name)]:
            found.update(part)
            out.write(part)
    if found.hexdigest() != digest:
        partial.unlink()
        raise zipfile.BadZipFile(f"{name} is not what was packed")
    os.replace(partial, DATA / name)


if __name__ == "__main__":
    if "--unpack" in sys.argv:
        unpack(Path(sys.argv[-1]))
    elif len(sys.argv) == 2:
        pack(Path(sys.argv[1]))
    else:
        raise SystemExit(__doc__)
