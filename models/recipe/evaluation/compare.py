"""Whether a newly trained pack may replace the shipped one."""

VERSION = 2  # raise when prompts, judge or measures change: figures of different versions are not comparable

# Path in evaluation.json, whether more is better, and how much worse is still chance (absolute).
GUARDED = [
    (("retrieval", "seen", "drawn", "r10"), True, 0.03),
    (("retrieval", "pairs", "drawn", "r10"), True, 0.04),
    (("retrieval", "concepts", "drawn", "r10"), True, 0.05),
    (("colour", "histogram"), True, 0.04),
    (("style", "right"), True, 0.04),
    (("alpha", "network", "transparentCorners"), True, 0.01),
    (("languages", "shareOfEnglishR10"), True, 0.06),
    (("copies", "unseen"), False, 0.03),
]


def read(evaluation: dict, path: tuple[str, ...]):
    for key in path:
        evaluation = evaluation.get(key) if isinstance(evaluation, dict) else None
    return evaluation


def worse_than(shipped: dict, new: dict) -> list[str]:
    """The reasons why `new` must not replace `shipped`, in words; none: it may.

    Both are parsed evaluation.json. Quick and incomplete evaluations, and ones by another judge or version, are refused.
    """
    reasons = []
    for label, evaluation in (("shipped", shipped), ("new", new)):
        if evaluation.get("version") != VERSION:
            reasons.append(f"The {label} evaluation has version {evaluation.get('version')} instead of {VERSION}: run evaluate.py again on that pack.")
        elif evaluation.get("quick"):
            reasons.append(f"The {label} evaluation was a quick one: run evaluate.py without --quick.")
    if reasons:
        return reasons
    if read(shipped, ("judge", "sha256")) != read(new, ("judge", "sha256")):
        return ["The two were judged by different judges: evaluate both with the same one."]
    for path, more_is_better, slack in GUARDED:
        before, after, name = read(shipped, path), read(new, path), " ".join(path)
        if before is None:
            continue
        if after is None or after != after:
            reasons.append(f"{name} is missing in the new evaluation.")
        elif (before - after if more_is_better else after - before) > slack + 1e-9:
            reasons.append(f"{name} went from {before:.3f} to {after:.3f}; {slack:.2f} is allowed.")
    before, after = read(shipped, ("kid", "drawn")), read(new, ("kid", "drawn"))
    if before and after:
        slack = 2 * (before["error"] ** 2 + after["error"] ** 2) ** 0.5
        if after["kid"] > before["kid"] + slack:
            reasons.append(f"kid drawn went from {before['kid']:.2f} to {after['kid']:.2f}; {slack:.2f} is allowed.")
    return reasons
