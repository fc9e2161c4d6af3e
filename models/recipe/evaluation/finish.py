"""What the product does to a native picture before it enlarges it; the twin of core/src/finish/compose-native.ts."""

import numpy as np
import torch

FRAME = 2  # px
SPECK_SHARE, SOLID_ALPHA = 0.004, 0.05


def fade_frame(picture: np.ndarray) -> np.ndarray:
    out = np.zeros_like(picture)
    out[:, FRAME:-FRAME, FRAME:-FRAME] = picture[:, FRAME:-FRAME, FRAME:-FRAME]
    return out


def islands(solid: np.ndarray) -> np.ndarray:
    """[H, W] bool -> number of the island of each pixel, 0 for none; islands hang together by sides, not corners."""
    padded = np.pad(solid.astype(np.int8), ((0, 0), (1, 1)))
    rows, starts = np.nonzero(np.diff(padded, axis=1) == 1)
    ends = np.nonzero(np.diff(padded, axis=1) == -1)[1]
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    first_of_row = np.searchsorted(rows, np.arange(solid.shape[0] + 1))
    for y in range(1, solid.shape[0]):
        above, here = first_of_row[y - 1], first_of_row[y]
        while above < first_of_row[y] and here < first_of_row[y + 1]:
            if starts[above] < ends[here] and starts[here] < ends[above]:
                parent[root(here)] = root(above)
            if ends[above] < ends[here]:
                above += 1
            else:
                here += 1
    labels = np.zeros(solid.shape, np.int32)
    for i, (row, start, end) in enumerate(zip(rows, starts, ends)):
        labels[row, start:end] = root(i) + 1
    return labels


def remove_specks(picture: np.ndarray) -> np.ndarray:
    """Empties islands below a share of the picture, never the largest one."""
    labels = islands(picture[3] > SOLID_ALPHA)
    areas = np.bincount(labels.ravel(), weights=picture[3].ravel())
    areas[0] = 0
    debris = (areas < SPECK_SHARE * labels.size) & (areas < areas.max())
    debris[0] = False
    return picture * ~debris[labels]


def paint_one_colour(picture: np.ndarray) -> np.ndarray:
    alpha = picture[3]
    weight = float((alpha * alpha).sum())
    mean = np.minimum(1, (picture[:3] * alpha).sum((1, 2)) / weight) if weight > 0 else np.zeros(3, np.float32)
    return np.concatenate([mean[:, None, None].astype(np.float32) * alpha, picture[3:]])


def make_opaque(picture: np.ndarray) -> np.ndarray:
    total = float(picture[3].sum())
    mean = picture[:3].sum((1, 2)) / total if total > 0 else np.zeros(3, np.float32)
    colour = np.minimum(1, picture[:3] + (1 - picture[3]) * mean[:, None, None].astype(np.float32))
    return np.concatenate([colour, np.ones_like(picture[3:])])


def compose(picture: torch.Tensor, background: bool, one_colour: bool) -> torch.Tensor:
    """[4, H, W] premultiplied with levelled alpha -> the native picture as the product has it."""
    array = picture.numpy()
    if background:
        return torch.from_numpy(make_opaque(array))
    array = remove_specks(fade_frame(array))
    return torch.from_numpy(np.ascontiguousarray(paint_one_colour(array) if one_colour else array))
