"""Measures a pack as it ships and writes evaluation.json: one command, one JSON object.

    python evaluate.py xxs                  the checkpoints under work/xxs, exported to work/xxs/candidate first
    python evaluate.py --pack ../musa-xxs   a finished pack, wherever its checkpoints are
    … --quick                               a sixth of the pictures, for a look in between; export refuses such figures

Pictures are drawn by the pack's own graphs and stored weights (evaluation/hand.py) and judged by the frozen judge.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from common import CACHE, DATA, RECIPE, SMOKE, WORK, load_checkpoint, load_config, pack_folder, work_folder
from dataset import Pictures
from evaluation.compare import VERSION
from evaluation.hand import Hand
from evaluation.metrics import Copies, Kid, cleanliness, main_hue, retrieval, share
from evaluation.prompts import COUNTED, NUMBERS, PLACED, RELATIONS, Prompts, judge_never_saw, misspell, single
from evaluation.sheets import compare_sheet
from evaluation.told import as_told
from judge.network import ARRANGEMENTS, COLOURS, FAMILY, STYLES, Judge, load_judge, look, shrink
from sample import draw
from trained_networks import checkpoint_hashes, load_networks

# Which of the judge's families a style of ours belongs to.
FAMILIES = {"flat": "coloured", "simple": "coloured", "emoji": "coloured", "shaded": "coloured", "3d": "coloured", "gradient": "coloured", "glyph": "glyph", "filled": "glyph",
            "outline": "outline", "line": "outline", "duotone": "duotone", "pixel": "pixel"}


def log(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class Evaluation:
    def __init__(self, pack: Path, judge: Judge, pictures: Pictures, quick: bool):
        self.pack, self.judge, self.pictures, self.quick = pack, judge, pictures, quick
        self.hand = Hand(pack)
        self.prompts = Prompts(pictures, self.hand.styles, self.hand.manifest["defaultStyle"])
        manifest = hashlib.sha256((pack / "manifest.json").read_bytes()).hexdigest()[:16]
        self.drawn = CACHE / "drawn" / f"{pack.name}-{manifest}"
        for other in (CACHE / "drawn").glob(f"{pack.name}-*"):
            if other != self.drawn:
                shutil.rmtree(other)

    def some(self, count: int) -> int:
        return max(12, count // 6) if self.quick else count

    def look_at(self, indices) -> dict[str, torch.Tensor]:
        return look(self.judge, self.pictures.floats(np.asarray(indices)))

    def draw(self, prompts, what: str, step_count: int | None = None, grid: tuple[int, int] | None = None, hand: Hand | None = None, finished: bool = True) -> torch.Tensor:
        """Seeds 0, 1, …; 8 bits per channel, as the product gives them. Kept on disk, so that an interrupted evaluation goes on."""
        key = hashlib.sha256(json.dumps([prompts, step_count, grid, hand is not None]).encode()).hexdigest()[:24]
        path, start = self.drawn / f"{key}.npy", time.monotonic()
        if not path.exists():
            drawn = (hand or self.hand).draw(prompts, list(range(len(prompts))), step_count, grid)
            self.drawn.mkdir(parents=True, exist_ok=True)
            with path.with_suffix(".partial").open("wb") as file:
                np.save(file, (drawn * 255).round().byte().numpy())
            path.with_suffix(".partial").replace(path)
        log(f"{what}: {len(prompts)} pictures in {time.monotonic() - start:.0f} s")
        pictures = torch.from_numpy(np.load(path)).float() / 255
        return self.hand.finish(pictures, prompts) if finished else pictures

    def retrieve(self) -> tuple[dict, dict[str, torch.Tensor]]:
        result: dict = {"chance": {"r1": 0.01, "r10": 0.1}}
        drawn_of, reals = {}, {}
        for name, count in (("seen", 400), ("pairs", 300), ("concepts", 200)):
            split = self.prompts.split(name, self.some(count))
            if not split.indices:
                result[name] = None
                continue
            drawn = drawn_of[name] = self.draw(split.prompts, name)
            fresh = [k for k, i in enumerate(split.indices) if judge_never_saw(self.pictures.records[i])]
            reals[name] = (self.look_at([split.indices[k] for k in fresh])["embedding"] if fresh else torch.empty(0, 128), [split.candidates[k] for k in fresh])
            result[name] = {"drawn": retrieval(self.judge, look(self.judge, drawn)["embedding"], split.candidates)}
            if name == "seen":
                nothing = self.draw([("", "")] * self.some(100), "without a prompt")
                result["withoutPrompt"] = retrieval(self.judge, look(self.judge, nothing)["embedding"], split.candidates[: len(nothing)])
            self.sheet(name, drawn, self.pictures.floats(split.indices))
        for name in drawn_of:
            # The ceiling is what the judge makes of real pictures that it never saw; few of a split: those of all splits.
            own = [reals[name]] if len(reals[name][1]) >= 60 else list(reals.values())
            ceiling = retrieval(self.judge, torch.cat([e for e, _ in own]), [row for _, rows in own for row in rows])
            drawn = result[name]["drawn"]
            result[name] |= {"ceiling": ceiling, "shareOfCeiling": {k: round(drawn[k] / max(0.01, ceiling[k]), 3) for k in ("r1", "r10")}}
        return result, drawn_of

    def sheet(self, name: str, drawn: torch.Tensor, real: torch.Tensor | None = None) -> None:
        compare_sheet(WORK / "sheets" / f"{self.pack.name}-{name}.png", drawn[:80], None if real is None else real[:80])

    def colours(self) -> tuple[dict, torch.Tensor]:
        wanted = self.prompts.colours()
        wanted = wanted[:: 4 if self.quick else 1]
        drawn = self.draw([(p, s) for _, p, s in wanted], "colours")
        self.sheet("colours", drawn)
        said = look(self.judge, drawn)["colour"].argmax(1)
        return {"pictures": len(wanted), "histogram": share([main_hue(d) == c for d, (c, _, _) in zip(drawn, wanted)]), "judge": share([COLOURS[int(k)] == c for k, (c, _, _) in zip(said, wanted)])}, drawn

    def styles(self) -> dict:
        wanted = [(name, style) for name, style in self.prompts.styled(10 if self.quick else 30) if style in FAMILIES]
        drawn = self.draw(wanted, "styles")
        self.sheet("styles", drawn)
        right = np.array([FAMILY[STYLES[int(k)]] == FAMILIES[s] for k, (_, s) in zip(look(self.judge, drawn)["style"].argmax(1), wanted)])
        records = self.pictures.records
        real = [i for i in self.prompts.pool("seen") if records[i]["style"] in FAMILIES][:: 5 if self.quick else 2]
        said = self.look_at(real)["style"].argmax(1)
        each = {style: share(right[[s == style for _, s in wanted]]) for style in self.hand.styles if style in FAMILIES}
        return {"pictures": len(wanted), "right": share(right), "each": each, "realPictures": share([FAMILY[STYLES[int(k)]] == FAMILIES[records[i]["style"]] for k, i in zip(said, real)])}

    def counts(self) -> dict:
        style = self.hand.manifest["defaultStyle"]
        wanted = [(n, (f"{word} {thing}{'' if thing == 'fish' else 's'}", style)) for n, word in NUMBERS.items() for thing in COUNTED]
        drawn = self.draw([p for _, p in wanted], "counts")
        self.sheet("counts", drawn)
        said = look(self.judge, drawn)["count"].argmax(1) + 1
        return {"pictures": len(wanted), "right": share([int(k) == n for k, (n, _) in zip(said, wanted)]), "ofTwo": share([int(k) == n for k, (n, _) in zip(said, wanted) if n == 2])}

    def relations(self) -> dict:
        """Right: the picture has two things arranged as asked, and each half is nearer to its own name than to the other's."""
        style = self.hand.manifest["defaultStyle"]
        wanted = [(r, a, b) for r in RELATIONS for a, b in PLACED]
        drawn = self.draw([(f"a {a} {r} a {b}" if r in ("above", "below") else f"a {a} {r} {'an' if b[0] in 'aeiou' else 'a'} {b}", style) for r, a, b in wanted], "relations")
        self.sheet("relations", drawn)
        arranged = look(self.judge, drawn)["arrangement"].argmax(1)
        right, both = [], []
        for picture, said, (r, a, b) in zip(drawn, arranged, wanted):
            _, h, w = picture.shape
            stacked = r in ("above", "below")
            halves = [picture[:, : h // 2], picture[:, h // 2 :]] if stacked else [picture[:, :, : w // 2], picture[:, :, w // 2 :]]
            embedding = torch.cat([look(self.judge, frame(half)[None])["embedding"] for half in halves])
            score = embedding @ self.judge.embed_texts([a, b]).T
            first, second = (0, 1) if r in ("left of", "above") else (1, 0)
            placed = float(score[first, 0] + score[second, 1] - score[first, 1] - score[second, 0]) > 0
            shaped = ARRANGEMENTS[int(said)] == ("stacked" if stacked else "side by side")
            both.append(shaped)
            right.append(placed and shaped)
        return {"pictures": len(wanted), "right": share(right), "twoThingsArranged": share(both)}

    def backgrounds(self) -> dict | None:
        split = self.prompts.backgrounds(self.some(60))
        if not split.indices:
            return None
        drawn = self.draw(split.prompts, "backgrounds")
        self.sheet("backgrounds", drawn, self.pictures.floats(split.indices))
        made, real = look(self.judge, drawn), self.look_at(split.indices)
        corners = torch.stack([drawn[:, 3, 0, 0], drawn[:, 3, 0, -1], drawn[:, 3, -1, 0], drawn[:, 3, -1, -1]]).amin(0)
        result = {"drawn": retrieval(self.judge, made["embedding"], split.candidates), "ceiling": retrieval(self.judge, real["embedding"], split.candidates)}
        result |= {"fillsFrame": share((corners > 0.95).numpy()), "takenForBackground": share((made["background"].argmax(1) == 1).numpy())}
        if self.hand.grids:  # the widest and the tallest, with the captions of the square ones
            ratio = lambda grid: grid[1] / grid[0]
            for name, grid in (("wide", max(self.hand.grids, key=ratio)), ("tall", min(self.hand.grids, key=ratio))):
                part = len(split.prompts) // 2
                shaped = self.draw(split.prompts[:part], name, grid=grid)
                self.sheet(f"backgrounds-{name}", shaped)
                result[name] = retrieval(self.judge, look(self.judge, fill(shaped))["embedding"], split.candidates[:part])
        return result

    def languages(self) -> dict:
        codes, split, prompts = self.prompts.languages(self.some(50))
        english = retrieval(self.judge, look(self.judge, self.draw(split.prompts, "en"))["embedding"], split.candidates)
        slips = [(misspell(p, k), s) for k, (p, s) in enumerate(split.prompts)]
        result: dict = {"things": len(split.indices), "en": english, "misspelt": retrieval(self.judge, look(self.judge, self.draw(slips, "misspelt"))["embedding"], split.candidates)}
        for code in codes:
            result[code] = retrieval(self.judge, look(self.judge, self.draw(prompts[code], code))["embedding"], split.candidates)
        shares = {code: round(result[code]["r10"] / max(0.01, english["r10"]), 3) for code in codes}
        result |= {"shareOfEnglish": shares, "shareOfEnglishR10": round(float(np.mean(list(shares.values()))), 3), "lowest": min(shares.values(), default=None)}
        return result | {"asTold": self.languages_as_told(codes, split, prompts) if shutil.which("npx") else None}

    def languages_as_told(self, codes: list[str], split, prompts: dict) -> dict:
        """The same with the names that the product tells the model instead."""
        def measure(asked: list[tuple[str, str]], what: str) -> float:
            return retrieval(self.judge, look(self.judge, self.draw(as_told(self.pack, asked), f"{what}, as told"))["embedding"], split.candidates)["r10"]

        english = measure(split.prompts, "en")
        shares = {code: round(measure(prompts[code], code) / max(0.01, english), 3) for code in codes}
        return {"en": english, "shareOfEnglish": shares, "shareOfEnglishR10": round(float(np.mean(list(shares.values()))), 3), "lowest": min(shares.values(), default=None)}

    def distances(self, config: dict | None) -> dict:
        """KID against real pictures of the same kind, its floor, and the gaps of few steps and small weights."""
        records, count = self.pictures.records, self.some(500)
        pool = sorted((int(i) for i in self.prompts.trained if single(records[i])), key=lambda i: hash_of(records[i]))
        asked, reference = pool[:count], pool[count : count + 4 * count]
        held = self.like(asked)
        kid = Kid(self.look_at(sorted(reference))["features"])
        prompts = [(plain(records[i]), records[i]["style"]) for i in asked]
        drawn = self.draw(prompts, "KID")
        self.kid_drawn, self.kid_asked = drawn, asked
        features = look(self.judge, drawn)["features"]
        result = {"reference": len(reference), "drawn": kid.measure(features), "floor": kid.measure(self.look_at(held)["features"]), "trainedPictures": kid.measure(self.look_at(asked)["features"])}
        part = max(12, 2 * count // 5)
        steps = self.hand.manifest["sampling"]["stepCount"]
        fine = look(self.judge, self.draw(prompts[:part], "32 steps", 32))["features"]
        fast = look(self.judge, self.draw(prompts[:part], "2 steps", 2))["features"]
        result["steps"] = {"against32": kid.gap(features[:part], fine) | {"steps": steps}, "two": kid.measure(fast)}
        floats = self.draw(prompts[:part], "float activations", hand=Hand(self.pack, "webgpu"))
        expanded = look(self.judge, floats)["features"]
        result["int8Activations"] = kid.gap(features[:part], expanded) | {"psnr": psnr(drawn[:part], floats)}
        full = self.draw_full(config, prompts[:part]) if config else None
        result["int4"] = None if full is None else kid.gap(expanded, look(self.judge, full)["features"]) | {"psnr": psnr(floats, full)}
        return result

    def like(self, asked: list[int]) -> list[int]:
        """Pictures never trained on, of the same sets and in the same shares as `asked`: another mix would be a distance of its own."""
        records, group = self.pictures.records, lambda i: (self.pictures.records[i]["set"], self.pictures.records[i]["style"], bool(self.pictures.records[i].get("recoloured")))
        wanted = Counter(group(i) for i in asked)
        pools: dict[tuple, list[int]] = {}
        for i in sorted((int(i) for i in self.pictures.in_styles(self.pictures.heldout, self.hand.styles) if single(records[i])), key=lambda i: hash_of(records[i])):
            pools.setdefault(group(i), []).append(i)
        share = min((len(pools.get(g, [])) / n for g, n in wanted.items() if n >= 0.02 * len(asked)), default=0)
        return [i for g, n in wanted.items() for i in pools.get(g, [])[: round(min(1, share) * n)]]

    def draw_full(self, config: dict, prompts) -> torch.Tensor | None:
        """The same pictures from the fp32 weights of the checkpoints, where there are any."""
        if load_checkpoint(work_folder(config) / "denoiser.pt") is None:
            return None
        seeds = list(range(len(prompts)))
        nets = load_networks(config)
        return self.hand.finish(torch.cat([draw(nets, config, prompts[k : k + 32], seeds[k : k + 32], guidance_scale=nets.guidance_scale) for k in range(0, len(prompts), 32)]), prompts)

    def copies(self, drawn_of: dict[str, torch.Tensor], colours: torch.Tensor) -> dict:
        """See evaluation/metrics.py; `seen` has its own training picture among the candidates, on purpose."""
        records, trained = self.pictures.records, self.prompts.trained
        trained = trained[[records[i]["kind"] == "object" for i in trained]][:: 6 if self.quick else 1]
        embeddings, small = [], []
        for part in np.array_split(trained, max(1, len(trained) // 500)):
            pixels = shrink(self.pictures.floats(part))
            embeddings.append(self.judge.embed_pictures(self.judge.picture(pixels)[0]))
            small.append(F.avg_pool2d(pixels, 4))
        near = Copies(torch.cat(embeddings), torch.cat(small), lambda found: shrink(self.pictures.floats(trained[found])))

        def measure(pictures: torch.Tensor) -> np.ndarray:
            return near.nearest(look(self.judge, pictures)["embedding"], pictures)[0]

        held = [i for i in self.prompts.pool("pairs")][: self.some(300)]
        real = measure(self.pictures.floats(held))
        threshold = float(np.quantile(real[real > 0.01], 0.01))  # a few icons exist twice, exactly, under two names
        far = {name: measure(pictures) for name, pictures in (drawn_of | {"colours": colours}).items()}
        unseen = np.concatenate([far[name] for name in ("pairs", "concepts") if name in far])
        log(f"copies: threshold {threshold:.3f}")
        return {"threshold": round(threshold, 4), "realHeldOut": {"pictures": len(real), "median": round(float(np.median(real)), 4), "exactTwins": share(real <= 0.01)},
                "seen": share(far["seen"] < threshold), "unseen": share(unseen < threshold), "colourPrompts": share(far["colours"] < threshold),
                "medianDistance": {name: round(float(np.median(d)), 4) for name, d in far.items()}}

    def measure(self, config: dict | None, known: dict) -> dict:
        sampling = self.hand.manifest["sampling"]
        result: dict = {"version": VERSION, "pack": self.hand.manifest["id"], "packVersion": self.hand.manifest["version"], "quick": self.quick, "judge": known,
                        "data": json.loads((DATA / "summary.json").read_text()), "steps": sampling["stepCount"], "guidanceScale": sampling["guidanceScale"]}
        result["retrieval"], drawn_of = self.retrieve()
        result["backgrounds"] = self.backgrounds()
        result["colour"], colours = self.colours()
        result["style"], result["count"], result["relation"] = self.styles(), self.counts(), self.relations()
        objects = torch.cat([drawn_of["seen"], colours])
        seen = self.prompts.split("seen", self.some(400)).prompts
        network = self.draw(seen, "alpha", finished=False)
        result["alpha"] = {"network": cleanliness(network), "drawn": cleanliness(objects), "real": cleanliness(self.pictures.floats(self.prompts.pool("seen")[: len(objects)]))}
        result["kid"] = self.distances(config)
        result["copies"] = self.copies(drawn_of, colours)
        result["languages"] = self.languages()
        return result


def plain(record: dict) -> str:
    from dataset import plain_caption

    return plain_caption(record)


def hash_of(record: dict) -> int:
    from evaluation.prompts import order

    return order(record, "kid")


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


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    return round(float(-10 * torch.log10(F.mse_loss(a, b).clamp(min=1e-10))), 2)


def stage_figures(config: dict | None, before: dict) -> dict:
    """What the training stages wrote about themselves; a pack without its checkpoints keeps what its evaluation had."""
    path = work_folder(config) / "metrics.jsonl" if config else None
    if path is None or not path.exists():
        stages = before.get("stages")
        return stages if stages is not None else {k: before[k] for k in ("layout", "decoder", "upscaler") if k in before}
    stages = {}
    for line in path.read_text().splitlines():
        entry = json.loads(line)
        if entry["stage"] != "denoiser":
            stages[entry["stage"].removesuffix("-on-denoised")] = {k: v for k, v in entry.items() if k not in ("stage", "step")}
    return stages


def same_files(pack: Path, other: Path) -> bool:
    """Whether two packs have the same graphs and weights."""
    files = [json.loads((folder / "manifest.json").read_text())["files"] if (folder / "manifest.json").exists() else None for folder in (pack, other)]
    return files[0] is not None and files[0] == files[1]


def hash_networks(pack: Path) -> str:
    """Of the hashes of a pack's graphs and weights, without its words."""
    files = json.loads((pack / "manifest.json").read_text())["files"]
    return hashlib.sha256("".join(sorted(f["sha256"] for f in files if f["path"].endswith((".onnx", ".safetensors")))).encode()).hexdigest()


def main(arguments: list[str]) -> None:
    torch.set_num_threads(1)
    judge, facts = load_judge()
    name = next((a for a in arguments if not a.startswith("-") and arguments[arguments.index(a) - 1] != "--pack"), None)
    if "--pack" in arguments:
        pack, config = Path(arguments[arguments.index("--pack") + 1]).resolve(), None
        if not (pack / "manifest.json").exists():
            raise SystemExit(f"There is no manifest.json in {pack}: --pack wants the folder of a pack, for instance ../musa-xxs.")
        out = pack / "evaluation.json"
    else:
        config = load_config(name or "xxs")
        pack = work_folder(config) / "candidate"
        subprocess.run([sys.executable, "export.py", config["config"], "--out", str(pack), "--force"], cwd=RECIPE, check=True, stdout=sys.stderr)
        out = work_folder(config) / "evaluation.json"
    before = json.loads(out.read_text()) if out.exists() else {}
    start = time.monotonic()
    known = {"sha256": facts["sha256"], "heldOut": facts["heldOut"]}
    result = Evaluation(pack, judge, Pictures(), "--quick" in arguments).measure(config, known)
    result["stages"] = stage_figures(config, before)
    if config:
        result["checkpoints"] = checkpoint_hashes(config)
    result["networksSha256"] = hash_networks(pack)
    if config is None and before.get("networksSha256") == result["networksSha256"]:
        result["kid"]["int4"] = before["kid"]["int4"]  # measured beside the checkpoints; the same networks since
    result["manifestSha256"] = hashlib.sha256((pack / "manifest.json").read_bytes()).hexdigest()
    result["minutes"] = round((time.monotonic() - start) / 60, 1)
    text = json.dumps(result, indent=2)
    if not result["quick"] or name and name.endswith(SMOKE):
        out.write_text(text + "\n")
        if config and same_files(pack, finished := pack_folder(config)):
            (finished / "evaluation.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
