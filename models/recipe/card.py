"""Writes CARD.md of a pack from its manifest and its evaluation: `python card.py xxs`, or `python card.py --pack FOLDER`. No figure is typed by hand."""

import json
import sys
from pathlib import Path

from common import DATA, RECIPE, load_config, pack_folder, work_folder
from evaluation.gates import gates

SHEET_PROMPTS = [(row["prompt"], row.get("style", "")) for row in json.loads((RECIPE / "sheet-prompts.json").read_text())]
LANGUAGES = {"ar": "Arabic", "de": "German", "es": "Spanish", "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish",
             "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "zh": "Chinese"}
SPLITS = {"seen": "pictures seen in training", "pairs": "known things in a known style, pair never trained on", "concepts": "things never trained on"}


def percent(value: float | None) -> str:
    return "-" if value is None or value != value else f"{100 * value:.0f} %"


def table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)])


def training_minutes(config: dict, before: dict) -> dict[str, float]:
    """Minutes by stage, from the log of the run; a pack without its log keeps what its evaluation knows."""
    spent = {stage: entry["minutes"] for stage, entry in before.get("stages", {}).items() if "minutes" in entry}
    path = work_folder(config) / "metrics.jsonl"
    for line in path.read_text().splitlines() if path.exists() else []:
        entry = json.loads(line)
        if "minutes" in entry:
            spent[entry["stage"]] = entry["minutes"]
    return spent


def count_things(styles: list[str]) -> int:
    records = (json.loads(line) for line in (DATA / "records.jsonl").open())
    return len({r["concept"] for r in records if r["kind"] == "object" and r["style"] in styles and r["set"] in ("ph", "fluent-emoji-flat", "noto", "twemoji", "flat-color-icons", "fluent-color")})


def what_is_in_it(manifest: dict) -> str:
    rows = [[name, f"{n['gflop']:.2f}", f"{next(f['bytes'] for f in manifest['files'] if f['path'] == n['weights']) / 1e6:.2f}"] for name, n in manifest["networks"].items()]
    total, latents, sampling = sum(f["bytes"] for f in manifest["files"]) / 1e6, manifest["latents"], manifest["sampling"]
    guidance = f"guidance scale {sampling['guidanceScale']}" if sampling["guidanceScale"] != 1 else "guidance trained in"
    return f"""{table(["network", "GFLOP a run", "weights MB"], rows)}

Graphs and weights together: {total:.2f} MB. Prompt encoder: hashed words and n-grams ({manifest['tokenizer']['buckets']:,} buckets), a small transformer, and a layout prior: a low-rank linear map from the n-grams to the latents that such prompts have on average, fitted in closed form and then trained on. Denoiser: transformer over {latents['height'] * latents['width']} image tokens and {manifest['tokenizer']['tokenCount']} word tokens, x-prediction rectified flow, {sampling['stepCount']} steps, {guidance}. Latents: {latents['channels']} channels on a grid of {latents['height']} x {latents['width']}; decoder and super-resolution: plain convolutions.
Block weights are int4 (blocks of 32, simulated in the last part of the training), the rest int8, fp16 or fp32."""


def training(manifest: dict, spent: dict[str, float]) -> str:
    data = table(["source", "package", "licence", "credit", "pictures"],
                 [[d["name"], f"`{d['source']}` {d['version']}", d["licence"], d["credit"], str(d["pictures"] or "(captions)")] for d in manifest["trainingData"]])
    minutes = ", ".join(f"{stage} {value:.0f} min" for stage, value in spent.items())
    return f"""Device: {manifest['training']['device']}. Wall clock of all stages: {manifest['training']['minutes']:.0f} min{f" ({minutes})" if minutes else ""}; some ran at the same time. What was run: `models/recipe/LOG.md`. Samples seen by the denoiser: {manifest['training']['samples']:,}. Configuration: `models/recipe/configs/{manifest['training']['config']}.toml`.

{data}

Colours were changed in SVG space with the caption edited to match; brand logos, flags, skin-tone and gender variants were left out. About 5 % of the (thing, style) pairs were never trained on."""


def retrieval(evaluation: dict) -> str:
    found = evaluation["retrieval"]
    rows = []
    for key, label in SPLITS.items():
        if entry := found.get(key):
            rows.append([label, str(entry["drawn"]["pictures"]), *(percent(entry[who][k]) for k in ("r1", "r10") for who in ("drawn", "ceiling")), percent(entry["shareOfCeiling"]["r10"])])
    if backgrounds := evaluation["backgrounds"]:
        drawn, ceiling = backgrounds["drawn"], backgrounds["ceiling"]
        rows.append(["backgrounds, by their whole caption", str(drawn["pictures"]), percent(drawn["r1"]), percent(ceiling["r1"]), percent(drawn["r10"]), percent(ceiling["r10"]), percent(drawn["r10"] / max(0.01, ceiling["r10"]))])
    nothing = found["withoutPrompt"]
    rows.append(["the model without a prompt", str(nothing["pictures"]), percent(nothing["r1"]), "", percent(nothing["r10"]), "", ""])
    return table(["asked for", "pictures", "first", "(real)", "first ten", "(real)", "share of the ceiling"], rows)


def attributes(evaluation: dict) -> str:
    colour, style, count, relation = (evaluation[k] for k in ("colour", "style", "count", "relation"))
    held = evaluation["judge"]["heldOut"]
    each = ", ".join(f"{name} {percent(value)}" for name, value in style["each"].items())
    return table(["", "right", "the judge on real pictures", "asked"], [
        ["colour word, by histogram (8 hues)", percent(colour["histogram"]), "", f"{colour['pictures']} pictures"],
        ["colour word, by the judge", percent(colour["judge"]), percent(held["colour"]), f"{colour['pictures']} pictures"],
        [f"style ({each}; flat and shaded emoji count as one)", percent(style["right"]), percent(style["realPictures"]), f"{style['pictures']} pictures"],
        ["count (two, three or four of a thing)", percent(count["right"]), percent(held["count"]), f"{count['pictures']} pictures"],
        ["relation (left of, right of, above, below)", percent(relation["right"]), percent(held["arrangement"]), f"{relation['pictures']} pictures"]])


def distances(evaluation: dict) -> str:
    kid = evaluation["kid"]
    steps, int8, int4 = kid["steps"]["against32"], kid["int8Activations"], kid["int4"]
    name = lambda entry: f"{entry['kid']:.2f} ± {entry['error']:.2f}"
    rows = [["drawn, " + f"{steps['steps']} steps", name(kid["drawn"]), str(kid["drawn"]["pictures"])], ["drawn, 2 steps", name(kid["steps"]["two"]), str(kid["steps"]["two"]["pictures"])],
            ["real pictures never trained on (the floor)", name(kid["floor"]), str(kid["floor"]["pictures"])], ["real pictures trained on", name(kid["trainedPictures"]), str(kid["trainedPictures"]["pictures"])]]
    gap = lambda entry: "not measurable, it is within chance" if entry["worseBy"] is None else f"{100 * entry['worseBy']:+.0f} % ± {100 * entry['error']:.0f} %"
    lines = [f"- {steps['steps']} steps against 32, same noise: KID {gap(steps)}", f"- int8 activations against floats, same noise: KID {gap(int8)}, {int8['psnr']} dB PSNR"]
    lines.append(f"- int4 weights against the fp32 ones, same noise: KID {gap(int4)}, {int4['psnr']} dB PSNR" if int4 else "- int4 weights against the fp32 ones: not measured here; it needs the checkpoints")
    return table([f"KID x 1000 to {kid['reference']} real pictures", "", "pictures"], rows) + "\n\n" + "\n".join(lines)


def cleanliness(evaluation: dict) -> str:
    network, drawn, real = (evaluation["alpha"][key] for key in ("network", "drawn", "real"))
    names = {"transparentCorners": "all four corners fully transparent", "halfTransparent": "half-transparent pixels", "withSpecks": "with a stray spot", "empty": "empty"}
    return table(["pictures of objects", "by the networks alone", "as the product finishes them", "real"], [[label, percent(network[key]), percent(drawn[key]), percent(real[key])] for key, label in names.items()])


def copies(evaluation: dict) -> str:
    found = evaluation["copies"]
    return f"""Every drawn picture was compared with its nearest training picture (the 24 nearest in the judge's eyes and the 24 nearest at 16 px; aligned difference at 64 px). It counts as a copy when it lies closer than {found['threshold']:.3f}, the 1 % quantile of what real pictures that were not trained on have to their own nearest training picture (median {found['realHeldOut']['median']:.2f}): closer than artists come to each other by chance. For prompts seen in training the picture that was meant is among the candidates, on purpose: what asks for a known emoji by name may be given that emoji.

{table(["prompts", "copies", "median distance"], [
        ["seen in training", percent(found["seen"]), f"{found['medianDistance']['seen']:.2f}"],
        ["pairs and things never trained on", percent(found["unseen"]), " / ".join(f"{found['medianDistance'][k]:.2f}" for k in ("pairs", "concepts") if k in found["medianDistance"])],
        ["a colour and a thing", percent(found["colourPrompts"]), f"{found['medianDistance']['colours']:.2f}"]])}"""


def languages(evaluation: dict) -> str:
    found = evaluation["languages"]
    told = found.get("asTold")
    in_product = lambda code: [percent(told["shareOfEnglish"][code])] if told else []
    rows = [["English", percent(found["en"]["r1"]), percent(found["en"]["r10"]), "", *([""] if told else [])]]
    rows += [[LANGUAGES.get(code, code), percent(found[code]["r1"]), percent(found[code]["r10"]), percent(share), *in_product(code)] for code, share in sorted(found["shareOfEnglish"].items(), key=lambda item: -item[1])]
    rows.append(["English, one letter wrong", percent(found["misspelt"]["r1"]), percent(found["misspelt"]["r10"]), percent(found["misspelt"]["r10"] / max(0.01, found["en"]["r10"])), *([""] if told else [])])
    note = "; in the last column with what the product tells the networks instead (`models/words`)" if told else ""
    return f"{found['things']} things, asked for by their name in each language{note}:\n\n" + table(["language", "first", "first ten of 100", "of English", *(["of English, as told"] if told else [])], rows)


def limits(evaluation: dict, things: int) -> str:
    found, seen = evaluation["retrieval"], evaluation["retrieval"]["seen"]["drawn"]
    weak = lambda share: "" if share >= 0.8 else " often" if share >= 0.5 else " mostly"
    lines = [f"It knows {things:,} names of emoji and interface icons. Of anything else it draws what its words and letters resemble, or a vague shape" + (f": such things are found among the first ten in {percent(found['concepts']['drawn']['r10'])} of the cases (chance: 10 %)." if found.get("concepts") else "."),
             f"Even of what it was trained on, {percent(1 - seen['r1'])} are not the first of 100 in the judge's eyes: edges and colours are uneven, rarer things blurred or wrong."]
    if evaluation["copies"]["seen"] > 0.01:
        lines.append(f"It has learnt pictures partly by heart: {percent(evaluation['copies']['seen'])} of the pictures of trained prompts are copies in the sense below.")
    count, relation = evaluation["count"]["right"], evaluation["relation"]["right"]
    if count < 0.8:
        lines.append(f"Numbers of things are{weak(count)} wrong ({percent(count)} right); where a prompt says nothing else ('three red stars'), the product draws the thing once and places it as often.")
    if relation < 0.8:
        lines.append(f"Two things in a relation are{weak(relation)} not drawn as asked ({percent(relation)} right); the product draws such things one by one instead. No scenes with objects in them, no people with given traits.")
    lines += ["No legible text, no photographs, no perspective or reflections.",
              f"Other languages reach {percent(evaluation['languages']['shareOfEnglishR10'])} of English on average, {percent(evaluation['languages']['lowest'])} in the weakest"
              + (f"; with the names that the product knows in them {percent(told['shareOfEnglishR10'])} and {percent(told['lowest'])}." if (told := evaluation["languages"].get("asTold")) else "."),
              "A colour word on a thing of many colours is often ignored; the product therefore draws a thing without it and paints it after that."]
    return "\n".join(f"- {line}" for line in lines)


def stages(evaluation: dict) -> str:
    found, lines = evaluation.get("stages", {}), []
    if layout := found.get("layout"):
        lines.append(f"- Layout prior alone: {100 * (1 - layout['error'] / layout['variance']):.0f} % of the variance of the latents")
    if decoder := found.get("decoder"):
        lines.append(f"- Decoder on held-out pictures: {decoder['psnr']:.1f} dB PSNR (its linear part alone {decoder['psnr_linear']:.1f}), alpha IoU {decoder['alpha_iou']:.3f}")
    if upscaler := found.get("upscaler"):
        lines.append(f"- Super-resolution on held-out crops: x4 {upscaler['psnr4']:.1f} dB (bicubic {upscaler['bicubic4']:.1f}), x8 {upscaler['psnr8']:.1f} dB")
    return "\n".join(lines)


def card(manifest: dict, evaluation: dict, spent: dict[str, float], things: int) -> str:
    held = evaluation["judge"]["heldOut"]
    gate_rows = [[g["gate"], g["wanted"], g["reached"], "yes" if g["passed"] else "not measured" if g["passed"] is None else "no"] for g in gates(manifest, evaluation)]
    return f"""# {manifest['name']} {manifest['version']}

{manifest['description']} Native picture {manifest['image']['width']} x {manifest['image']['height']} px RGBA; larger sizes come from the super-resolution nets.
Licence of the weights: {manifest['licence']}; credits below are due wherever they ship. Written by `models/recipe/card.py`; every figure is from `models/recipe/evaluate.py` on these weights.

![Sheet](samples/sheet.webp)

## What is in it

{what_is_in_it(manifest)}

## What it can't do

{limits(evaluation, things)}

## Training

{training(manifest, spent)}

## Evaluation

Pictures were drawn by the pack's own graphs and stored weights and judged by a network that no training ever used: two towers and attribute heads, learnt from nineteen icon sets, frozen as `models/recipe/judge/judge.safetensors` (SHA-256 `{evaluation['judge']['sha256'][:16]}…`). On real pictures that it never saw, the judge itself finds the right one of 100 names in {percent(held['r1'])}, and among its first ten in {percent(held['r10'])}.

{table(["gate", "wanted", "reached", "passed"], gate_rows)}

### Is it what was asked for?

How often a picture's own name is the nearest, or among the ten nearest, of 100 names of the same style, colour words left out (chance: 1 % and 10 %). The ceiling, in brackets, is what real pictures reach that the judge never saw.

{retrieval(evaluation)}

### Colour, style, count, relation

{attributes(evaluation)}

### How far from real pictures

{distances(evaluation)}

### Alpha

{cleanliness(evaluation)}

### Copies

{copies(evaluation)}

### Languages

{languages(evaluation)}

### Single stages

{stages(evaluation)}

## The sheet

In reading order, each with seeds 1 to 4: {'; '.join(f'{p} ({s})' if s else p for p, s in SHEET_PROMPTS)}.
"""


def main(arguments: list[str]) -> None:
    if "--pack" in arguments:
        pack = Path(arguments[arguments.index("--pack") + 1])
    else:
        pack = pack_folder(load_config(arguments[0] if arguments else "xxs"))
    manifest, evaluation = (json.loads((pack / f"{name}.json").read_text()) for name in ("manifest", "evaluation"))
    config = load_config(manifest["training"]["config"])
    (pack / "CARD.md").write_text(card(manifest, evaluation, training_minutes(config, evaluation), count_things([s["id"] for s in manifest["styles"]])))


if __name__ == "__main__":
    main(sys.argv[1:])
