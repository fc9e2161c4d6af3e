"""What the product does to a native picture before it enlarges it; the twin of core/src/finish/compose-native.ts."""

import numpy as np
import torch

FRAME = 2  # px
SPECK_SHARE, SOLID_ALPHA = 0.004, 0.05
SEAM_STEP, SEAM_REACH, TONE_REACH, SEAM_SMOOTHING, OPAQUE = 0.14, 12, 3, 2, 0.98
SMOOTHING_PASSES, PASS_ON, PASS_ON_SHRINK, COLOUR_REACH = 3, 0.85, 0.6, 0.05


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


DARKEST, BLACK = 0.27, 0.07


def paint_one_colour(picture: np.ndarray) -> np.ndarray:
    alpha = picture[3]
    weight = float((alpha * alpha).sum())
    mean = np.minimum(1, (picture[:3] * alpha).sum((1, 2)) / weight) if weight > 0 else np.zeros(3, np.float32)
    if mean.max() < DARKEST:
        mean = np.full(3, BLACK)
    return np.concatenate([mean[:, None, None].astype(np.float32) * alpha, picture[3:]])


def make_opaque(picture: np.ndarray) -> np.ndarray:
    total = float(picture[3].sum())
    mean = picture[:3].sum((1, 2)) / total if total > 0 else np.zeros(3, np.float32)
    colour = np.minimum(1, picture[:3] + (1 - picture[3]) * mean[:, None, None].astype(np.float32))
    return np.concatenate([colour, np.ones_like(picture[3:])])


def hide_seams(picture: np.ndarray, patch: int) -> np.ndarray:
    """Spreads the step in tone between neighbouring patches, where it is too small to be an edge."""
    out = picture.copy()
    if patch < TONE_REACH:
        return out
    reach = min(SEAM_REACH, patch // 2)
    for lines in (out, out.transpose(0, 2, 1)):  # [4, along, across]: views of `out`
        for at in range(patch, lines.shape[2] - patch + 1, patch):
            before, after = lines[:, :, at - TONE_REACH:at].mean(2), lines[:, :, at:at + TONE_REACH].mean(2)
            step = (after - before)[:3]
            solid = (before[3] > OPAQUE) & (after[3] > OPAQUE)
            weight = np.clip(2 - np.abs(step).max(0) / (SEAM_STEP / 2), 0, 1) * solid
            padded = np.pad(step * weight, ((0, 0), (SEAM_SMOOTHING, SEAM_SMOOTHING)), "edge")
            mean = np.lib.stride_tricks.sliding_window_view(padded, 2 * SEAM_SMOOTHING + 1, 1).mean(2) * (weight > 0)
            for i in range(reach):
                shift = mean * 0.5 * (1 - (i + 0.5) / reach)
                for place, signed in ((at + i, -shift), (at - 1 - i, shift)):
                    alpha = lines[3, :, place]
                    lines[:3, :, place] = np.clip(lines[:3, :, place] + alpha * signed, 0, alpha)
    return out


def smooth_fills(picture: np.ndarray) -> np.ndarray:
    """Lets colours run into each other along rows and columns until an edge stops them; alpha stays."""
    closeness = [1 / (1 + ((np.diff(picture, axis=axis) ** 2).sum(0) / COLOUR_REACH**2) ** 2) for axis in (2, 1)]
    out, share = picture.copy(), PASS_ON
    for _ in range(SMOOTHING_PASSES):
        for lines, close in ((out.transpose(2, 0, 1), closeness[0].T), (out.transpose(1, 0, 2), closeness[1])):  # line by line, [n, 4, m]
            for i in range(1, len(lines)):
                lines[i, :3] += share * close[i - 1] * (lines[i - 1, :3] - lines[i, :3])
            for i in range(len(lines) - 2, -1, -1):
                lines[i, :3] += share * close[i] * (lines[i + 1, :3] - lines[i, :3])
        share *= PASS_ON_SHRINK
    out[:3] = np.minimum(out[:3], out[3])
    return out


def compose(picture: torch.Tensor, background: bool, one_colour: bool, patch: int) -> torch.Tensor:
    """[4, H, W] premultiplied with levelled alpha -> the native picture as the product has it; `patch` px are one latent."""
    array = picture.numpy()
    array = make_opaque(array) if background else remove_specks(fade_frame(array))
    if one_colour and not background:
        return torch.from_numpy(np.ascontiguousarray(paint_one_colour(array)))
    return torch.from_numpy(smooth_fills(hide_seams(array, patch)))
