"""The gates that a pack of the recipe should reach, and what an evaluation says about them."""


def gates(manifest: dict, evaluation: dict) -> list[dict]:
    """[{gate, wanted, reached, passed}]; `passed` is None where nothing was measured."""
    found = evaluation["retrieval"]
    rows = []

    def add(gate: str, value: float | None, wanted: float, more: bool, unit: str = "%") -> None:
        show = lambda x: f"{x:.2f} MB" if unit == "MB" else f"{100 * x:.1f} %"
        known = value is not None and value == value
        rows.append({"gate": gate, "wanted": ("≥ " if more else "≤ ") + (f"{wanted:g} MB" if unit == "MB" else f"{100 * wanted:g} %"),
                     "reached": show(value) if known else "-", "passed": (value >= wanted if more else value <= wanted) if known else None})

    share = lambda split: found[split]["shareOfCeiling"]["r10"] if found.get(split) else None
    add("first ten of 100, share of the ceiling, seen pictures", share("seen"), 0.6, True)
    add("the same, pairs never trained on", share("pairs"), 0.4, True)
    add("colour words right", evaluation["colour"]["histogram"], 0.8, True)
    add("style words right", evaluation["style"]["right"], 0.8, True)
    add("copies, prompts seen in training", evaluation["copies"]["seen"], 0.05, False)
    add("copies, prompts never trained on", evaluation["copies"]["unseen"], 0.05, False)
    steps = evaluation["kid"]["steps"]["against32"]
    add(f"KID of {steps['steps']} steps worse than of 32 by", steps["worseBy"], 0.2, False)
    add("KID of int4 worse than of fp32 by", (evaluation["kid"]["int4"] or {}).get("worseBy"), 0.05, False)
    add("transparent corners of objects, networks alone", evaluation["alpha"]["network"]["transparentCorners"], 0.98, True)
    add("graphs and weights", sum(f["bytes"] for f in manifest["files"]) / 1e6, 8, False, "MB")
    add("other languages, share of English, mean", evaluation["languages"]["shareOfEnglishR10"], 0.8, True)
    if told := evaluation["languages"].get("asTold"):
        add("the same, with what the product tells the networks", told["shareOfEnglishR10"], 0.8, True)
    return rows
