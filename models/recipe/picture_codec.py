"""Pictures in a zip archive, without loss: flat ones as palette and indices, shaded ones as they are or as WebP.

A palette is in order of first appearance, so the same icon in three inks has three times the same indices, and LZMA finds
them again. On the training pictures this takes half of what LZMA makes of the pixels themselves.
"""

import io
import zipfile
from collections.abc import Iterator

import numpy as np
from PIL import Image

PART = 256  # pictures at once


def parts_of(pictures: np.ndarray) -> Iterator[np.ndarray]:
    return (np.ascontiguousarray(pictures[i : i + PART]) for i in range(0, len(pictures), PART))


def palette_of(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Colours in order of first appearance, uint32, and the index of every pixel, uint8; None if there are more than 256."""
    colours, first, indices = np.unique(picture.reshape(-1, 4).view(np.uint32)[:, 0], return_index=True, return_inverse=True)
    if len(colours) > 256:
        return None
    order = np.argsort(first)
    rank = np.empty(len(order), np.uint8)
    rank[order] = np.arange(len(order))
    return colours[order], rank[indices]


def webp_of(picture: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "WEBP", lossless=True, quality=60, method=4, exact=True)
    return out.getvalue()


def write_pictures(archive: zipfile.ZipFile, name: str, pictures: np.ndarray, webp: bool) -> None:
    """[N, height, width, 4] uint8; `webp` for shaded pictures that have no near twin beside them."""
    counts, palettes, files = np.zeros(len(pictures), np.uint16), [], []
    with archive.open(f"{name}/indices", "w", force_zip64=True) as out:
        for k, picture in enumerate(p for part in parts_of(pictures) for p in part):
            if found := palette_of(picture):
                counts[k] = len(found[0])
                palettes.append(found[0].tobytes())
                out.write(found[1].tobytes())
            elif webp:
                files.append(webp_of(picture))
    shaded = np.flatnonzero(counts == 0)
    with archive.open(f"{name}/shaded", "w", force_zip64=True) as out:
        for part in [b"".join(files)] if webp else (pictures[i : i + 1].tobytes() for i in shaded):
            out.write(part)
    # One channel after the other: a tenth smaller.
    archive.writestr(f"{name}/palettes", np.frombuffer(b"".join(palettes), np.uint8).reshape(-1, 4).T.tobytes())
    archive.writestr(f"{name}/colours", counts.tobytes())
    archive.writestr(f"{name}/sizes", np.array([len(f) for f in files], np.uint32).tobytes())


def read_pictures(archive: zipfile.ZipFile, name: str, height: int, width: int) -> Iterator[bytes]:
    """The pixels of one picture after the other, as write_pictures was given them."""
    counts, sizes = np.frombuffer(archive.read(f"{name}/colours"), np.uint16), iter(np.frombuffer(archive.read(f"{name}/sizes"), np.uint32).tolist())
    colours = np.ascontiguousarray(np.frombuffer(archive.read(f"{name}/palettes"), np.uint8).reshape(4, -1).T).view(np.uint32)[:, 0]
    palettes = iter(np.split(colours, np.cumsum(counts[counts > 0], dtype=np.int64)[:-1]))
    with archive.open(f"{name}/indices") as indices, archive.open(f"{name}/shaded") as shaded:
        for count in counts:
            if count:
                yield next(palettes)[np.frombuffer(indices.read(height * width), np.uint8)].tobytes()
            elif (size := next(sizes, None)) is not None:
                yield np.asarray(Image.open(io.BytesIO(shaded.read(size))).convert("RGBA")).tobytes()
            else:
                yield shaded.read(height * width * 4)
