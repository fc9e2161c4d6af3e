"""Writes CARD.md of a pack from its manifest and its evaluation: `python card.py xxs`. No figure is typed by hand."""

import json
import sys

from common import DATA, MODELS, load_config, work_folder
from evaluate import SHEET_PROMPTS

CANNOT = [
    "It knows {things:,} names of emoji and interface icons. Of anything else it draws what its words and letters resemble, or a vague shape.",
    "It was trained on two CPU cores for two hours. Common emoji and plain icons are recognisable, with uneven edges and colours; many rarer ones are blurred or wrong.",
    "It has learnt its pictures partly by heart: the name of an emoji draws something close to that emoji of the training set. How close was not measured.",
    "Backgrounds and landscapes have the right colours and are blurred, with seams where the 32 px patches meet.",
    "One thing at a time: no counts, no two objects in a relation, no scenes with objects in them, no people with given traits.",
    "No legible text, no photographs, no perspective or reflections.",
    "English is learnt best. One caption in twelve was in another of 14 languages, enough for some names and no more.",
    "Colour words work on icons and single-coloured things; a colour on a many-coloured thing is often ignored.",
]


def training_minutes(config: dict) -> dict[str, float]:
    spent: dict[str, float] = {}
    for line in (work_folder(config) / "metrics.jsonl").read_text().splitlines():
        entry = json.loads(line)
        if "minutes" in entry:
            spent[entry["stage"]] = entry["minutes"]
    return spent


def count_things(config: dict) -> int:
    records = (json.loads(line) for line in (DATA / "records.jsonl").open())
    return len({r["concept"] for r in records if r["kind"] == "object" and r["style"] in config["styles"] and r["set"] != "procedural"})


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def card(manifest: dict, evaluation: dict, spent: dict[str, float], things: int) -> str:
    retrieval = evaluation["retrievalOf100"]
    names = {"noise": "decoded noise", "withoutPrompt": "the model without its prompt", "seenPictures": "pictures seen in training", "heldoutPairs": "pairs of thing and style never trained on",
             "seenPictures32Steps": "pictures seen in training, 32 steps"}
    rows = "\n".join(f"| {label} | {percent(retrieval[key]['r1'])} | {percent(retrieval[key]['r10'])} |" for key, label in names.items())
    data = "\n".join(f"| {d['name']} | `{d['source']}` {d['version']} | {d['licence']} | {d['credit']} | {d['pictures'] or '(captions)'} |" for d in manifest["trainingData"])
    networks = "\n".join(f"| {name} | {n['gflop']:.2f} | {next(f['bytes'] for f in manifest['files'] if f['path'] == n['weights']) / 1e6:.2f} |" for name, n in manifest["networks"].items())
    total = sum(f["bytes"] for f in manifest["files"]) / 1e6
    decoder, upscaler = evaluation["decoder"], evaluation["upscaler"]
    half = evaluation["halfTransparentPixels"]
    minutes = ", ".join(f"{stage} {value:.0f} min" for stage, value in spent.items())
    cannot = "\n".join(f"- {line}" for line in CANNOT).format(things=things)
    return f"""# {manifest['name']} {manifest['version']}

{manifest['description']} Native picture {manifest['image']['width']} x {manifest['image']['height']} px RGBA; larger sizes come from the super-resolution nets.
Licence of the weights: {manifest['licence']}; credits below are due wherever they ship. Written by `models/recipe/card.py`; every figure is from `models/recipe/evaluate.py` on these weights.

![Sheet](samples/sheet.png)

## What is in it

| network | GFLOP a run | weights MB |
|---|---|---|
{networks}

Graphs and weights together: {total:.2f} MB. Prompt encoder: hashed words and n-grams ({manifest['tokenizer']['buckets']:,} buckets), one transformer block, and a layout prior: a low-rank linear map from the n-grams to the latents that such prompts have on average, fitted in closed form and then trained on. Denoiser: transformer over 16 image tokens and {manifest['tokenizer']['tokenCount']} word tokens, x-prediction rectified flow, {manifest['sampling']['stepCount']} steps, guidance scale {manifest['sampling']['guidanceScale']}. Latents: principal components of 32 x 32 patches; decoder and super-resolution: plain convolutions.
Block weights are int4 (blocks of 32, simulated in the last part of the training), the rest int8, fp16 or fp32.

## Training

Device: {manifest['training']['device']}. Wall clock: {minutes} (some stages ran at the same time). Samples seen by the denoiser: {manifest['training']['samples']:,}. Configuration: `models/recipe/configs/{manifest['training']['config']}.toml`.

| source | package | licence | credit | pictures |
|---|---|---|---|---|
{data}

Colours were changed in SVG space with the caption edited to match; brand logos, flags, skin-tone and gender variants were left out. 5 % of the (thing, style) pairs were never trained on.

## Evaluation

How often the picture meant is the first, or among the first ten, of 100 real pictures of the same style, by colours and shape at 32 px (chance: 1 % and 10 %):

| drawn from | first | first ten |
|---|---|---|
{rows}

- Colour word right (8 hues, 12 things, 2 styles): {percent(evaluation['colourWordsRight'])}
- Pictures of objects with all four corners fully transparent: {percent(evaluation['transparentCorners'])}
- Half-transparent pixels: {percent(half['drawn'])} drawn, {percent(half['real'])} in real pictures
- int4 weights against the fp32 ones, same noise: {evaluation.get('int4AgainstFp32Psnr', '-')} dB PSNR
- Layout prior alone: {100 * (1 - evaluation['layout']['error'] / evaluation['layout']['variance']):.0f} % of the variance of the latents
- Decoder on held-out pictures: {decoder['psnr']:.1f} dB PSNR (its linear part alone {decoder['psnr_linear']:.1f}), alpha IoU {decoder['alpha_iou']:.3f}
- Super-resolution on held-out crops: x4 {upscaler['psnr4']:.1f} dB (bicubic {upscaler['bicubic4']:.1f}), x8 {upscaler['psnr8']:.1f} dB

## What it can't do

{cannot}

## Not measured

No learned judge, no KID, no copy rate, no other languages. The prompts of the sheet, in reading order, seed 7: {'; '.join(f'{p} ({s})' if s else p for p, s in SHEET_PROMPTS)}.
"""


def main(arguments: list[str]) -> None:
    config = load_config(arguments[0] if arguments else "xxs")
    pack = MODELS / config["id"]
    manifest, evaluation = (json.loads((pack / f"{name}.json").read_text()) for name in ("manifest", "evaluation"))
    (pack / "CARD.md").write_text(card(manifest, evaluation, training_minutes(config), count_things(config)))


if __name__ == "__main__":
    main(sys.argv[1:])
