"""What a pack is asked: whether its pictures show what was said, in colour, style, number, place, as a background, in other languages."""

import shutil

import numpy as np
import torch
import torch.nn.functional as F

from evaluation.metrics import main_hue, retrieval, share
from evaluation.prompts import COUNTED, NUMBERS, PLACED, RELATIONS, judge_never_saw, misspell
from evaluation.subject import Subject
from evaluation.told import as_told
from judge.network import ARRANGEMENTS, COLOURS, FAMILY, STYLES, look

# Which of the judge's families a style of ours belongs to.
FAMILIES = {"flat": "coloured", "simple": "coloured", "emoji": "coloured", "shaded": "coloured", "3d": "coloured", "gradient": "coloured", "glyph": "glyph", "filled": "glyph",
            "outline": "outline", "line": "outline", "duotone": "duotone", "pixel": "pixel"}


def retrieve(subject: Subject) -> tuple[dict, dict[str, torch.Tensor]]:
    result: dict = {"chance": {"r1": 0.01, "r10": 0.1}}
    drawn_of, reals = {}, {}
    for name, count in (("seen", 400), ("pairs", 300), ("concepts", 200)):
        split = subject.prompts.split(name, subject.some(count))
        if not split.indices:
            result[name] = None
            continue
        drawn = drawn_of[name] = subject.draw(split.prompts, name)
        fresh = [k for k, i in enumerate(split.indices) if judge_never_saw(subject.pictures.records[i])]
        reals[name] = (subject.look_at([split.indices[k] for k in fresh])["embedding"] if fresh else torch.empty(0, 128), [split.candidates[k] for k in fresh])
        result[name] = {"drawn": retrieval(subject.judge, look(subject.judge, drawn)["embedding"], split.candidates)}
        if name == "seen":
            nothing = subject.draw([("", "")] * subject.some(100), "without a prompt")
            result["withoutPrompt"] = retrieval(subject.judge, look(subject.judge, nothing)["embedding"], split.candidates[: len(nothing)])
        subject.sheet(name, drawn, subject.pictures.floats(split.indices))
    for name in drawn_of:
        # The ceiling is what the judge makes of real pictures that it never saw; few of a split: those of all splits.
        own = [reals[name]] if len(reals[name][1]) >= 60 else list(reals.values())
        ceiling = retrieval(subject.judge, torch.cat([e for e, _ in own]), [row for _, rows in own for row in rows])
        drawn = result[name]["drawn"]
        result[name] |= {"ceiling": ceiling, "shareOfCeiling": {k: round(drawn[k] / max(0.01, ceiling[k]), 3) for k in ("r1", "r10")}}
    return result, drawn_of


def colours(subject: Subject) -> tuple[dict, torch.Tensor]:
    wanted = subject.prompts.colours()
    wanted = wanted[:: 4 if subject.quick else 1]
    drawn = subject.draw([(p, s) for _, p, s in wanted], "colours")
    subject.sheet("colours", drawn)
    said = look(subject.judge, drawn)["colour"].argmax(1)
    return {"pictures": len(wanted), "histogram": share([main_hue(d) == c for d, (c, _, _) in zip(drawn, wanted)]), "judge": share([COLOURS[int(k)] == c for k, (c, _, _) in zip(said, wanted)])}, drawn


def styles(subject: Subject) -> dict:
    wanted = [(name, style) for name, style in subject.prompts.styled(10 if subject.quick else 30) if style in FAMILIES]
    drawn = subject.draw(wanted, "styles")
    subject.sheet("styles", drawn)
    right = np.array([FAMILY[STYLES[int(k)]] == FAMILIES[s] for k, (_, s) in zip(look(subject.judge, drawn)["style"].argmax(1), wanted)])
    records = subject.pictures.records
    real = [i for i in subject.prompts.pool("seen") if records[i]["style"] in FAMILIES][:: 5 if subject.quick else 2]
    said = subject.look_at(real)["style"].argmax(1)
    each = {style: share(right[[s == style for _, s in wanted]]) for style in subject.hand.styles if style in FAMILIES}
    return {"pictures": len(wanted), "right": share(right), "each": each, "realPictures": share([FAMILY[STYLES[int(k)]] == FAMILIES[records[i]["style"]] for k, i in zip(said, real)])}


def counts(subject: Subject) -> dict:
    style = subject.hand.manifest["defaultStyle"]
    wanted = [(n, (f"{word} {thing}{'' if thing == 'fish' else 's'}", style)) for n, word in NUMBERS.items() for thing in COUNTED]
    drawn = subject.draw([p for _, p in wanted], "counts")
    subject.sheet("counts", drawn)
    said = look(subject.judge, drawn)["count"].argmax(1) + 1
    return {"pictures": len(wanted), "right": share([int(k) == n for k, (n, _) in zip(said, wanted)]), "ofTwo": share([int(k) == n for k, (n, _) in zip(said, wanted) if n == 2])}


def relations(subject: Subject) -> dict:
    """Right: the picture has two things arranged as asked, and each half is nearer to its own name than to the other's."""
    style = subject.hand.manifest["defaultStyle"]
    wanted = [(r, a, b) for r in RELATIONS for a, b in PLACED]
    drawn = subject.draw([(f"a {a} {r} a {b}" if r in ("above", "below") else f"a {a} {r} {'an' if b[0] in 'aeiou' else 'a'} {b}", style) for r, a, b in wanted], "relations")
    subject.sheet("relations", drawn)
    arranged = look(subject.judge, drawn)["arrangement"].argmax(1)
    right, both = [], []
    for picture, said, (r, a, b) in zip(drawn, arranged, wanted):
        _, h, w = picture.shape
        stacked = r in ("above", "below")
        halves = [picture[:, : h // 2], picture[:, h // 2 :]] if stacked else [picture[:, :, : w // 2], picture[:, :, w // 2 :]]
        embedding = torch.cat([look(subject.judge, frame(half)[None])["embedding"] for half in halves])
        score = embedding @ subject.judge.embed_texts([a, b]).T
        first, second = (0, 1) if r in ("left of", "above") else (1, 0)
        placed = float(score[first, 0] + score[second, 1] - score[first, 1] - score[second, 0]) > 0
        shaped = ARRANGEMENTS[int(said)] == ("stacked" if stacked else "side by side")
        both.append(shaped)
        right.append(placed and shaped)
    return {"pictures": len(wanted), "right": share(right), "twoThingsArranged": share(both)}


def backgrounds(subject: Subject) -> dict | None:
    split = subject.prompts.backgrounds(subject.some(60))
    if not split.indices:
        return None
    drawn = subject.draw(split.prompts, "backgrounds")
    subject.sheet("backgrounds", drawn, subject.pictures.floats(split.indices))
    made, real = look(subject.judge, drawn), subject.look_at(split.indices)
    corners = torch.stack([drawn[:, 3, 0, 0], drawn[:, 3, 0, -1], drawn[:, 3, -1, 0], drawn[:, 3, -1, -1]]).amin(0)
    result = {"drawn": retrieval(subject.judge, made["embedding"], split.candidates), "ceiling": retrieval(subject.judge, real["embedding"], split.candidates)}
    result |= {"fillsFrame": share((corners > 0.95).numpy()), "takenForBackground": share((made["background"].argmax(1) == 1).numpy())}
    if subject.hand.grids:  # the widest and the tallest, with the captions of the square ones
        ratio = lambda grid: grid[1] / grid[0]
        for name, grid in (("wide", max(subject.hand.grids, key=ratio)), ("tall", min(subject.hand.grids, key=ratio))):
            part = len(split.prompts) // 2
            shaped = subject.draw(split.prompts[:part], name, grid=grid)
            subject.sheet(f"backgrounds-{name}", shaped)
            result[name] = retrieval(subject.judge, look(subject.judge, fill(shaped))["embedding"], split.candidates[:part])
    return result


def languages(subject: Subject) -> dict:
    codes, split, prompts = subject.prompts.languages(subject.some(50))
    english = retrieval(subject.judge, look(subject.judge, subject.draw(split.prompts, "en"))["embedding"], split.candidates)
    slips = [(misspell(p, k), s) for k, (p, s) in enumerate(split.prompts)]
    result: dict = {"things": len(split.indices), "en": english, "misspelt": retrieval(subject.judge, look(subject.judge, subject.draw(slips, "misspelt"))["embedding"], split.candidates)}
    for code in codes:
        result[code] = retrieval(subject.judge, look(subject.judge, subject.draw(prompts[code], code))["embedding"], split.candidates)
    shares = {code: round(result[code]["r10"] / max(0.01, english["r10"]), 3) for code in codes}
    result |= {"shareOfEnglish": shares, "shareOfEnglishR10": round(float(np.mean(list(shares.values()))), 3), "lowest": min(shares.values(), default=None)}
    return result | {"asTold": languages_as_told(subject, codes, split, prompts) if shutil.which("npx") else None}


def languages_as_told(subject: Subject, codes: list[str], split, prompts: dict) -> dict:
    """The same with the names that the product tells the model instead."""
    def measure(asked: list[tuple[str, str]], what: str) -> float:
        return retrieval(subject.judge, look(subject.judge, subject.draw(as_told(subject.pack, asked), f"{what}, as told"))["embedding"], split.candidates)["r10"]

    english = measure(split.prompts, "en")
    shares = {code: round(measure(prompts[code], code) / max(0.01, english), 3) for code in codes}
    return {"en": english, "shareOfEnglish": shares, "shareOfEnglishR10": round(float(np.mean(list(shares.values()))), 3), "lowest": min(shares.values(), default=None)}


def fill(pictures: torch.Tensor) -> torch.Tensor:
    """The middle square of full-bleed pictures of another shape: the judge knows backgrounds as squares."""
    height, width = pictures.shape[-2:]
    side = min(height, width)
    return pictures[..., (height - side) // 2 : (height + side) // 2, (width - side) // 2 : (width + side) // 2]


def frame(part: torch.Tensor) -> torch.Tensor:
    """A part of a picture, cut to what is drawn and put on a square with a margin, as single pictures are."""
    rows, columns = (torch.nonzero(part[3].amax(axis) > 0.1).flatten() for axis in (1, 0))
    if len(rows) and len(columns):
        part = part[:, int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    side = round(max(part.shape[1:]) * 1.06) + 1
    top, left = (side - part.shape[1]) // 2, (side - part.shape[2]) // 2
    return F.pad(part, (left, side - part.shape[2] - left, top, side - part.shape[1] - top))
