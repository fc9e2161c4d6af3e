"""Measures a pack as it ships: `python evaluate.py xxs [--quick]` prints one JSON object.

No learned judge here: a picture is compared with real ones by its colours and shape at 32 px. For each prompt, 100 real
pictures of the same style (one of them the prompt's own) are ranked by distance to what was drawn.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file

from common import MODELS, RECIPE, load_checkpoint, load_config, work_folder
from dataset import Pictures, group_of, plain_caption
from export import Networks, load_networks
from noise import seeded_noise
from quantize import StoredWeights, restore
from sample import clean_alpha, draw

CANDIDATES = 100
HUES = {"red": "#e03131", "orange": "#f08c1a", "yellow": "#f7ca18", "green": "#2f9e44", "teal": "#12a594", "blue": "#1c6fe0", "purple": "#7b3fe4", "pink": "#f06595"}
THINGS = ["heart", "star", "car", "house", "cup", "book", "bell", "hat", "balloon", "fish", "key", "flower"]
SHEET_PROMPTS = [(row["prompt"], row.get("style", "")) for row in json.loads((RECIPE / "sheet-prompts.json").read_text())]


def pack_networks(config: dict, pack: Path) -> Networks:
    """The networks with exactly the stored numbers."""
    nets = Networks(config)
    for name, file in (("text_encoder", "text-encoder"), ("denoiser", "denoiser"), ("decoder", "decoder")):
        stored = StoredWeights()
        stored.tensors = load_file(pack / "weights" / f"{file}.safetensors")
        restore(getattr(nets, name), stored)
    stored = StoredWeights()
    for factor in nets.upscaler.factors:
        stored.tensors |= load_file(pack / "weights" / f"upscaler-x{factor}.safetensors")
    restore(nets.upscaler, stored)
    return nets


def describe(images: torch.Tensor) -> torch.Tensor:
    """[N, 4, 128, 128] -> [N, 4096]: premultiplied colours and alpha at 32 px."""
    return F.avg_pool2d(images, 4).flatten(1)


def retrieval(pictures: Pictures, indices, drawn: torch.Tensor, seed: int = 0) -> dict:
    chance = np.random.default_rng(seed)
    by_style: dict[str, list[int]] = {}
    for i, record in enumerate(pictures.records):
        if record["kind"] == "object" and not record.get("recoloured"):
            by_style.setdefault(record["style"], []).append(i)
    made, first, top = describe(drawn), 0, 0
    for row, index in enumerate(indices):
        record = pictures.records[index]
        pool = [i for i in by_style[record["style"]] if pictures.records[i]["concept"] != record["concept"]]
        others = chance.choice(pool, CANDIDATES - 1, replace=False)
        real = describe(pictures.floats([index, *others]))
        distance = (real - made[row]).square().sum(1)
        rank = int((distance < distance[0]).sum())
        first += rank == 0
        top += rank < 10
    return {"prompts": len(indices), "r1": round(first / len(indices), 3), "r10": round(top / len(indices), 3)}


def to_oklab(rgb: np.ndarray) -> np.ndarray:
    """sRGB 0..1 [..., 3] -> OKLab (Ottosson 2020)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lms = np.cbrt(linear @ np.array([[0.4122214708, 0.2119034982, 0.0883024619], [0.5363325363, 0.6806995451, 0.2817188376], [0.0514459929, 0.1073969566, 0.6299787005]]))
    return lms @ np.array([[0.2104542553, 1.9779984951, 0.0259040371], [0.7936177850, -2.4285922050, 0.7827717662], [-0.0040720468, 0.4505937099, -0.8086757660]])


def main_hue(image: torch.Tensor) -> str:
    """The hue word that most coloured, opaque pixels are nearest to; "" for a picture without colour."""
    p = image.numpy().reshape(4, -1)
    opaque = p[3] > 0.5
    if opaque.sum() < 20:
        return ""
    lab = to_oklab((p[:3, opaque] / p[3, opaque]).T.clip(0, 1))
    coloured = lab[np.hypot(lab[:, 1], lab[:, 2]) > 0.05]
    if len(coloured) < 20:
        return ""
    anchors = to_oklab(np.array([[int(h[i : i + 2], 16) / 255 for i in (1, 3, 5)] for h in HUES.values()]))
    difference = coloured[:, None] - anchors[None]
    nearest = (difference * np.array([0.5, 1, 1])).__pow__(2).sum(-1).argmin(1)
    return list(HUES)[int(np.bincount(nearest, minlength=len(HUES)).argmax())]


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    return round(float(-10 * torch.log10(F.mse_loss(a, b))), 2)


def evaluate(config: dict, pack: Path, count: int) -> dict:
    torch.manual_seed(0)
    pictures, nets = Pictures(), pack_networks(config, pack)
    chance = np.random.default_rng(1)

    def pick(pool):
        usable = [i for i in pictures.in_styles(pool, config["styles"]) if group_of(pictures.records[i]) in ("emoji", "ink", "repainted")]
        return chance.choice(usable, count, replace=False)

    result: dict = {"pack": config["id"], "steps": config["sampling"]["step_count"], "guidanceScale": config["sampling"]["guidance_scale"]}
    seen, held = pick(pictures.train), pick(pictures.heldout)
    prompts = {name: [(plain_caption(pictures.records[i]), pictures.records[i]["style"]) for i in chosen] for name, chosen in (("seen", seen), ("heldout", held))}
    seeds = list(range(count))
    drawn = draw(nets, config, prompts["seen"], seeds)
    result["retrievalOf100"] = {
        "chance": {"r1": 0.01, "r10": 0.1},
        "noise": retrieval(pictures, seen, clean_alpha(nets.decoder(torch.from_numpy(np.stack([seeded_noise(nets.denoiser.shape, s) for s in seeds]))).detach().clamp(0, 1))),
        "withoutPrompt": retrieval(pictures, seen, draw(nets, config, [("", "")] * count, seeds, guidance_scale=1)),
        "seenPictures": retrieval(pictures, seen, drawn),
        "heldoutPairs": retrieval(pictures, held, draw(nets, config, prompts["heldout"], seeds)),
        "seenPictures32Steps": retrieval(pictures, seen, draw(nets, config, prompts["seen"], seeds, step_count=32)),
    }
    wanted = [(hue, f"{hue} {thing}", style) for hue in HUES for thing in THINGS for style in ("flat", "glyph")]
    coloured = draw(nets, config, [(p, s) for _, p, s in wanted], list(range(len(wanted))))
    result["colourWordsRight"] = round(float(np.mean([main_hue(image) == hue for image, (hue, _, _) in zip(coloured, wanted)])), 3)
    objects = torch.cat([drawn, coloured])
    alpha = objects[:, 3]
    corners = torch.stack([alpha[:, 0, 0], alpha[:, 0, -1], alpha[:, -1, 0], alpha[:, -1, -1]]).amax(0)
    result["transparentCorners"] = round(float((corners == 0).float().mean()), 3)
    truth = pictures.floats(np.sort(seen))[:, 3]
    half = lambda a: round(float(((a > 0.05) & (a < 0.95)).float().mean()), 4)
    result["halfTransparentPixels"] = {"drawn": half(alpha), "real": half(truth)}
    state = load_checkpoint(work_folder(config) / "denoiser.pt")
    if state is not None:
        full = load_networks(config)
        result["int4AgainstFp32Psnr"] = psnr(drawn[:64], draw(full, config, prompts["seen"][:64], seeds[:64]))
    for line in (work_folder(config) / "metrics.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if entry["stage"] in ("decoder", "decoder-on-denoised", "upscaler", "layout"):
            result[entry["stage"].removesuffix("-on-denoised")] = {k: v for k, v in entry.items() if k not in ("stage", "step")}
    return result


def main(arguments: list[str]) -> None:
    config = load_config(arguments[0] if arguments and not arguments[0].startswith("-") else "xxs")
    pack = MODELS / config["id"]
    result = evaluate(config, pack, 80 if "--quick" in arguments else 400)
    text = json.dumps(result, indent=2)
    (pack / "evaluation.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
