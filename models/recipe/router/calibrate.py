"""Chooses the five constants that join the classifier's parts, on the validation split alone."""

import itertools

import numpy as np

USUAL_WORDS = 8
# What a better order may cost in calibration: 0.1 of rank correlation, or a tenth more of longer forms judged no easier, for 0.035 of error.
ORDER_WORTH = 0.35


# Labels say what a wish asks for, not what a model drew: nobody is surer of them than this.
SUREST = 0.98


def score(parts: dict[str, np.ndarray], constants: tuple[float, ...]) -> np.ndarray:
    """As router-model.ts joins them."""
    scale, shift, cap, severity_weight, length_weight = constants
    sure = np.clip(scale * parts["complex"] + shift, -cap, cap)
    length = np.log(np.maximum(1, parts["words"]) / USUAL_WORDS)
    return 1 / (1 + np.exp(-(sure + severity_weight * parts["severity"] + length_weight * length)))


def ranks(values: np.ndarray) -> np.ndarray:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts + 1) / 2)[inverse]


def auroc(scores: np.ndarray, labels: np.ndarray) -> float:
    positive = labels.sum()
    return float((ranks(scores)[labels == 1].sum() + positive - positive * (positive + 1) / 2) / (positive * (len(labels) - positive)))


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def calibration_error(scores: np.ndarray, labels: np.ndarray, surest: float = 1) -> float:
    """Ten bins of equal width; each class weighs the same. A label counts as being right with the probability `surest`."""
    weight = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())
    bins = np.minimum(9, (scores * 10).astype(int))
    return float(np.abs(np.bincount(bins, weight * (scores - np.where(labels == 1, surest, 1 - surest)), 10)).sum())


def choose(labelled: dict, made: dict, rated: dict, short: dict, long: dict) -> tuple[tuple[float, ...], dict[str, float]]:
    """Each argument holds `complex` and `severity` (logits), `words`, and `label` or `rating`; `long` are longer forms of `short`."""
    best = None
    grid = itertools.product((0.6, 0.8, 1.0, 1.2, 1.5, 1.8), (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5), (1.5, 2.0, 2.5, 3.0, 3.5, 4.0), (0.2, 0.4, 0.6, 0.8, 1.2, 1.6), (0.0, 0.5, 1.0, 1.5))
    for constants in grid:
        sets = [(score(x, constants), x["label"]) for x in (labelled, made)]
        error = max(calibration_error(*x, SUREST) for x in sets)
        order = spearman(score(rated, constants), rated["rating"])
        never_lower = float(np.mean(score(long, constants) >= score(short, constants)))
        value = error + ORDER_WORTH * (order - never_lower)
        if best is None or value < best[0]:
            best = (value, constants, {
                "aurocLabels": auroc(*sets[0]), "aurocTemplates": auroc(*sets[1]),
                "calibrationErrorLabels": calibration_error(*sets[0]), "calibrationErrorTemplates": calibration_error(*sets[1]), "spearman": order, "longerNeverLower": never_lower})
    return best[1], best[2]
