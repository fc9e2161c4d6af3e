"""Writes the pack from the checkpoints: `python export.py xxs [--out FOLDER] [--force]`; `python export.py tiny` needs no training.

Checkpoints that evaluate.py found worse than the shipped pack are refused without --force.

graphs (structure), weights (int4 / int8 / fp16), golden tensors of every stage, manifest.
"""

import hashlib
import json
import random
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch.utils.flop_counter import FlopCounterMode

import graphs
import scheduler
from captions import Captions
from common import DATA, MODELS, RECIPE, load_checkpoint, load_config, pack_folder, work_folder
from dataset import Pictures
from evaluation.compare import worse_than
from known_words import HASHES, bloom, content_words, entries
from latents import latent_space
from networks import Decoder, Denoiser, TextEncoder, Upscaler, set_quantized
from noise import seeded_noise
from quantize import restore, second_moments, store
from tokenizer import tokenize

ONE_COLOUR = {"glyph", "outline", "line", "pixel"}
STYLES = [("flat", "Flat"), ("emoji", "Shaded emoji"), ("simple", "Simple emoji"), ("glyph", "Solid glyph"), ("outline", "Outline"), ("duotone", "Duotone"),
          ("gradient", "Gradient emoji"), ("3d", "3D emoji"), ("line", "Line"), ("pixel", "Pixel art")]
BACKGROUND_WORDS = ["background", "gradient", "pattern", "landscape", "wallpaper", "texture", "backdrop", "skyline", "scenery"]
GOLDEN_PROMPTS = [
    ("a red heart", "flat"), ("Blue CAR, outlined!", "outline"), ("", ""), ("café ﬁancé Größe", "emoji"), ("红心", "flat"), ("ハート と 星", ""),
    ("두 개의 별", "simple"), ("❤️ and 🚀", "flat"), ("one two three four five six seven eight nine ten eleven twelve", "glyph"),
    ("pneumonoultramicroscopicsilicovolcanoconiosis", ""), ("рыжая лиса", "flat"), ("قلب أحمر", ""), ("a1b2-c3_d4", "duotone"), ("แมว", ""), ("İstanbul ΣΑΣ", "flat"),
]


class Networks:
    def __init__(self, config: dict):
        self.text_encoder = TextEncoder(config["text"], config["latents"])
        self.denoiser = Denoiser(config["denoiser"], config["latents"], config["text"])
        self.decoder = Decoder(config["decoder"], config["latents"])
        self.upscaler = Upscaler(config["upscaler"])
        self.samples, self.minutes, self.device = 0, 0.0, "none: random weights"
        self.guidance_scale = config["sampling"]["guidance_scale"]  # 1: trained in, one run a step


def load_networks(config: dict, few_steps: bool = True) -> Networks:
    """The trained networks; their averaged weights where the training keeps an average, and the denoiser of train_few_steps.py if there is one."""
    nets = Networks(config)
    folder = work_folder(config)
    for stage in ("denoiser", "decoder", "upscaler"):
        state = load_checkpoint(folder / f"{stage}.pt")
        if stage == "decoder" and (tuned := load_checkpoint(folder / "decoder-on-denoised.pt")):
            nets.minutes += state["spent_s"] / 60
            state = tuned
        if state is None:
            raise SystemExit(f"There is no checkpoint of the {stage} in {folder}. Run `python train_{stage}.py {config['config']}` first.")
        nets.minutes += state["spent_s"] / 60
        if stage == "denoiser":
            nets.samples = state["samples"]
            average = state["average"]
            nets.text_encoder.load_state_dict({k.removeprefix("text_encoder."): v for k, v in average.items() if k.startswith("text_encoder.")})
            nets.denoiser.load_state_dict({k.removeprefix("denoiser."): v for k, v in average.items() if k.startswith("denoiser.")})
            words = load_checkpoint(folder / "words.pt")
            if words and words["denoiser_samples"] == state["samples"]:  # aligned after this denoiser, not before it
                nets.text_encoder.load_state_dict(words["text_encoder"])
                nets.minutes += words["spent_s"] / 60
            few = load_checkpoint(folder / "few-steps.pt") if few_steps else None
            if few and few["denoiser_samples"] == state["samples"]:
                nets.denoiser.load_state_dict(few["average"])
                nets.guidance_scale = 1.0
                nets.minutes += few["spent_s"] / 60
        else:
            getattr(nets, stage).load_state_dict(state["net"])
    nets.device = "one GPU" if torch.cuda.is_available() else "two CPU cores"
    return nets


def random_networks(config: dict) -> Networks:
    """Random but well-behaved weights: the pack that tests use where a trained one is not the point."""
    torch.manual_seed(config["seed"])
    nets = Networks(config)
    with torch.no_grad():
        for module in (nets.text_encoder, nets.denoiser, nets.decoder, nets.upscaler):
            for parameter in module.parameters():
                if parameter.ndim > 1 and parameter.abs().max() == 0:
                    parameter.normal_(std=0.05)
        # Orthogonal columns, as a fitted basis has.
        basis = torch.linalg.qr(nets.decoder.linear.weight[:, :, 0, 0])[0]
        nets.decoder.linear.weight.copy_(3 * basis[:, :, None, None])
        bias = torch.zeros(4, config["latents"]["patch"], config["latents"]["patch"])
        bias[0], bias[1], bias[2], bias[3] = 0.5, 0.3, 0.2, 0.8
        nets.decoder.linear.bias.copy_(bias.reshape(-1))
    return nets


def tensor(name: str, dtype: str, *shape) -> dict:
    return {"name": name, "dtype": dtype, "shape": list(shape)}


def gflop(run) -> float:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        run()
    return round(counter.get_total_flops() / 1e9, 4)


def write_graph(model, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write_tensors(tensors: dict, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: np.ascontiguousarray(v) for k, v in tensors.items()}, str(path))
    path.chmod(0o644)


def encode(decoder: Decoder, image: torch.Tensor) -> torch.Tensor:
    """[B, 4, H, W] -> latents: the decoder's linear path turned round (graphs.encoder_graph)."""
    basis = decoder.linear.weight[:, :, 0, 0]
    patches = F.pixel_unshuffle(image, decoder.patch) - decoder.linear.bias[None, :, None, None]
    return torch.einsum("kc,bkhw->bchw", basis / basis.square().sum(0), patches)


def write_golden(config: dict, nets: Networks, folder: Path) -> None:
    text, latents = config["text"], config["latents"]
    folder.mkdir(parents=True, exist_ok=True)
    cases = [tokenize(prompt, style, text) for prompt, style in GOLDEN_PROMPTS]
    rows = [{"prompt": p, "style": s, "ids": ids.tolist(), "truncatedWords": cut} for (p, s), (ids, cut) in zip(GOLDEN_PROMPTS, cases)]
    (folder / "tokenizer.json").write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n")
    seeds = (0, 7, 4294967295)
    write_tensors({f"seed.{s}": seeded_noise((64,), s) for s in seeds}, folder / "noise.safetensors")
    with torch.no_grad():
        ids = torch.from_numpy(np.stack([cases[0][0], cases[2][0]]))
        embedding = nets.text_encoder(ids)
        write_tensors({"token_ids": ids.numpy(), "text_embedding": embedding.numpy()}, folder / "text-encoder.safetensors")
        shape = (latents["channels"], latents["height"], latents["width"])
        noisy = torch.from_numpy(np.stack([seeded_noise(shape, 7), seeded_noise(shape, 8)]))
        t = torch.tensor([1.0, 0.4])
        denoised = nets.denoiser(noisy, t, embedding)
        write_tensors({"latents": noisy.numpy(), "timestep": t.numpy(), "text_embedding": embedding.numpy(), "denoised": denoised.numpy()}, folder / "denoiser.safetensors")
        wide = torch.from_numpy(seeded_noise((1, shape[0], 3, 6), 9))
        write_tensors({"latents": wide.numpy(), "timestep": t[1:].numpy(), "text_embedding": embedding[:1].numpy(), "denoised": nets.denoiser(wide, t[1:], embedding[:1]).numpy()}, folder / "denoiser-grid.safetensors")
        image = nets.decoder(denoised[:1])
        write_tensors({"image": image.numpy(), "latents": encode(nets.decoder, image).numpy()}, folder / "encoder.safetensors")
        write_tensors({"latents": denoised[:1].numpy(), "image": image.numpy()}, folder / "decoder.safetensors")
        for factor in Upscaler.factors:  # not square, and one side is odd
            low = image[:, :, 16:40, 30:61].clamp(0, 1)
            write_tensors({"image": low.numpy(), "upscaled": nets.upscaler(low, factor).numpy()}, folder / f"upscaler-x{factor}.safetensors")
    times = scheduler.timesteps(4, config["sampling"]["timestep_shift"])
    tensors = {"timesteps": np.array(times, np.float64), "latents": seeded_noise((2, 3, 5), 1)}
    for name, kind in scheduler.SCHEDULERS.items():
        solver, x = kind(), tensors["latents"].astype(np.float64)
        for i in range(4):
            tensors[f"denoised.{i}"] = seeded_noise((2, 3, 5), 10 + i)
            x = solver.step(x, tensors[f"denoised.{i}"].astype(np.float64), times[i], times[i + 1])
            tensors[f"expected.{name}.{i}"] = np.asarray(x, np.float32)
    write_tensors(tensors, folder / "scheduler.safetensors")


TRAINING_DATA = [
    ("Fluent Emoji Flat", "@iconify-json/fluent-emoji-flat", "MIT", "Microsoft Corporation"),
    ("Noto Emoji", "@iconify-json/noto", "Apache-2.0", "Google Inc."),
    ("Twemoji", "@iconify-json/twemoji", "CC-BY-4.0", "Twitter, Inc. and other contributors; adapted (rendered, recoloured)"),
    ("Phosphor Icons", "@iconify-json/ph", "MIT", "Phosphor Icons"),
    ("Flat Color Icons", "@iconify-json/flat-color-icons", "MIT", "Icons8"),
    ("Fluent UI System Color Icons", "@iconify-json/fluent-color", "MIT", "Microsoft Corporation"),
    ("Fluent Emoji", "@iconify-json/fluent-emoji", "MIT", "Microsoft Corporation"),
    ("Fluent Emoji 3D", "fluent-3d", "MIT", "Microsoft Corporation"),
    ("Tabler Icons", "@iconify-json/tabler", "MIT", "Paweł Kuna"),
    ("Lucide", "@iconify-json/lucide", "ISC", "Lucide Contributors; Cole Bemis (Feather)"),
    ("Pixelarticons", "@iconify-json/pixelarticons", "MIT", "Gerrit Halfmann"),
    ("CLDR annotations", "cldr-annotations-full", "Unicode-3.0", "Unicode, Inc."),
    ("Open English WordNet", "wordnet", "CC-BY-4.0 and WordNet licence", "Open English WordNet contributors; Princeton University"),
    ("emojilib", "emojilib", "MIT", "muan and contributors"),
    ("Procedural backgrounds and shapes", "procedural", "Apache-2.0", "The Musa authors"),
]

# Sources of `prepare_data.py --words`.
EXTRA_WORDS = ("wordnet", "emojilib")


# Sources whose pictures every design has seen, in the latents or the decoder; the others only where their style is learnt.
COMMON = {"fluent-emoji-flat", "noto", "twemoji", "ph", "flat-color-icons", "fluent-color", "procedural"}


def training_data(styles: list[str]) -> list[dict]:
    versions = json.loads((RECIPE / "data" / "package.json").read_text())["dependencies"]
    counts: dict[str, int] = {}
    for path in (DATA / "records.jsonl", DATA / "more-records.jsonl"):
        for line in path.open() if path.exists() else []:
            record = json.loads(line)
            if record["set"] in COMMON or record["style"] in styles:
                counts[record["set"]] = counts.get(record["set"], 0) + 1
    rows = [{"name": name, "source": source, "version": versions.get(source, "1"), "licence": licence, "credit": credit,
             "pictures": counts.get(source.removeprefix("@iconify-json/"), 0)} for name, source, licence, credit in TRAINING_DATA]
    worded = (DATA / "extra-words.json").exists()
    return [row for row in rows if row["pictures"] or row["source"] == "cldr-annotations-full" or (row["source"] in EXTRA_WORDS and worded)]


def known_words(config: dict, out: Path) -> dict:
    """Writes the filter of known words; its manifest entry, with the calibration of calibrate_confidence.py."""
    words, names = entries(Pictures(), config["text"], config["styles"])
    filter_, bits = bloom(words | names)
    (out / "weights" / "known-words.bin").write_bytes(filter_.tobytes())
    path = work_folder(config) / "confidence.json"
    fitted = json.loads(path.read_text())["calibration"] if path.exists() else {"intercept": 0.0, "knownShare": 0.0, "knownPhrase": 0.0, "wordCount": 0.0}
    return {"knownWords": {"file": "weights/known-words.bin", "bits": bits, "hashes": HASHES, "calibration": fitted}}


def aliases(config: dict) -> dict:
    """What people say for what the pictures of a style are called (aliases.json); ends here if a name was not trained."""
    pictures, ignored, out = Pictures(), set(config["text"]["ignored_words"]), {}
    for style, said in json.loads((RECIPE / "aliases.json").read_text()).items():
        if style not in config["styles"]:
            continue
        trained = {pictures.records[i]["name"] for i in pictures.in_styles(pictures.train, [style])}
        if unknown := sorted(set(said.values()) - trained):
            raise SystemExit(f"aliases.json names what was not trained as {style}: {', '.join(unknown)}. Take it out.")
        out[style] = {" ".join(content_words(words, ignored)): name for words, name in said.items()}
    return {"aliases": out} if out else {}


CALIBRATION_PICTURES = 512


def layer_inputs(config: dict, nets: Networks) -> tuple[dict, dict]:
    """What goes into the int4 layers of prompt encoder and denoiser: captions of the training, at the times that sampling visits."""
    pictures = Pictures()
    space, chance, words = latent_space(config, pictures), np.random.default_rng(config["seed"]), random.Random(config["seed"])
    train = pictures.in_styles(pictures.train, config["styles"])
    index = chance.choice(train, CALIBRATION_PICTURES, p=pictures.weights(train))
    clean, ids = space.encode(pictures.floats(index)), Captions(pictures, config["text"]).batch(index, words)
    t = torch.from_numpy(chance.choice([1.0, 0.75, 0.5, 0.25], len(index)).astype(np.float32))
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(config["seed"]))
    noisy = (1 - t[:, None, None, None]) * clean + t[:, None, None, None] * noise
    of_text = second_moments(nets.text_encoder, lambda: nets.text_encoder(ids))
    with torch.no_grad():
        embedding = nets.text_encoder(ids)
    return of_text, second_moments(nets.denoiser, lambda: [nets.denoiser(*part) for part in zip(noisy.split(64), t.split(64), embedding.split(64))])


def export(config: dict, nets: Networks, out: Path, trained: bool) -> None:
    text, latents, sampling = config["text"], config["latents"], config["sampling"]
    for name in ("graphs", "weights", "golden"):
        shutil.rmtree(out / name, ignore_errors=True)
    of_text, of_denoiser = layer_inputs(config, nets) if trained else ({}, {})
    stored = {
        "text-encoder": store(nets.text_encoder, inputs=of_text), "denoiser": store(nets.denoiser, inputs=of_denoiser), "decoder": store(nets.decoder),
    }
    restore(nets.text_encoder, stored["text-encoder"])
    restore(nets.denoiser, stored["denoiser"])
    restore(nets.decoder, stored["decoder"])
    trunk_and_heads = store(nets.upscaler, half_convolutions=True)
    restore(nets.upscaler, trunk_and_heads)
    set_quantized(nets.text_encoder, False)
    set_quantized(nets.denoiser, False)
    for factor in Upscaler.factors:
        others = [f"heads.{f}." for f in Upscaler.factors if f != factor]
        kept = {k: v for k, v in trunk_and_heads.tensors.items() if not any(k.startswith(o) for o in others)}
        write_tensors(kept, out / "weights" / f"upscaler-x{factor}.safetensors")
        write_graph(graphs.upscaler_graph(nets.upscaler, factor), out / "graphs" / f"upscaler-x{factor}.onnx")
    for name, weights in stored.items():
        write_tensors(weights.tensors, out / "weights" / f"{name}.safetensors")
    text_model, text_int8 = graphs.text_encoder_graph(nets.text_encoder, True)
    write_graph(text_model, out / "graphs" / "text-encoder.onnx")
    write_graph(graphs.text_encoder_graph(nets.text_encoder, False)[0], out / "graphs" / "text-encoder.webgpu.onnx")
    denoiser_model, denoiser_int8 = graphs.denoiser_graph(nets.denoiser, True)
    write_graph(denoiser_model, out / "graphs" / "denoiser.onnx")
    write_graph(graphs.denoiser_graph(nets.denoiser, False)[0], out / "graphs" / "denoiser.webgpu.onnx")
    write_graph(graphs.decoder_graph(nets.decoder, latents), out / "graphs" / "decoder.onnx")
    write_graph(graphs.encoder_graph(nets.decoder, latents), out / "graphs" / "encoder.onnx")
    write_golden(config, nets, out / "golden")

    c, h, w, t, d = latents["channels"], latents["height"], latents["width"], text["token_count"], text["channels"]
    patch = latents["patch"]
    size = patch * h
    ids = torch.zeros(1, t, text["feature_count"], dtype=torch.int32)
    rows = t + h * w  # words, then layout
    z, embedding, picture = torch.zeros(1, c, h, w), torch.zeros(1, rows, d), torch.zeros(1, 4, size, size)
    grid = ("batch", c, "rows", "columns")
    pixels = tensor("image", "float32", 1, 4, "image_height", "image_width")
    def network(name, inputs, outputs, run, int8=None, weights=None):
        made = {"default": {"file": f"graphs/{name}.onnx", "int8": int8 or []}}
        if int8:
            made["webgpu"] = {"file": f"graphs/{name}.webgpu.onnx", "int8": []}
        return {"weights": f"weights/{weights or name}.safetensors", "graphs": made, "inputs": inputs, "outputs": outputs, "gflop": gflop(run)}
    networks = {
        "text-encoder": network("text-encoder", [tensor("token_ids", "int32", "batch", t, text["feature_count"])], [tensor("text_embedding", "float32", "batch", rows, d)], lambda: nets.text_encoder(ids), text_int8),
        "denoiser": network("denoiser", [tensor("latents", "float32", *grid), tensor("timestep", "float32", "batch"), tensor("text_embedding", "float32", "batch", rows, d)],
                            [tensor("denoised", "float32", *grid)], lambda: nets.denoiser(z, torch.ones(1), embedding), denoiser_int8),
        "decoder": network("decoder", [tensor("latents", "float32", 1, *grid[1:])], [pixels], lambda: nets.decoder(z)),
        "encoder": network("encoder", [pixels], [tensor("latents", "float32", 1, *grid[1:])], lambda: encode(nets.decoder, picture), weights="decoder"),
    }
    for factor in Upscaler.factors:
        networks[f"upscaler-x{factor}"] = network(f"upscaler-x{factor}", [tensor("image", "float32", 1, 4, "height", "width")],
                                                  [tensor("upscaled", "float32", 1, 4, "upscaled_height", "upscaled_width")], lambda: nets.upscaler(picture, factor))
    known = known_words(config, out) | aliases(config) if trained else {}
    styles = Pictures().known(config["styles"]) if trained else config["styles"]
    files = sorted(p for folder in ("graphs", "weights") for p in (out / folder).iterdir())
    manifest = {
        "schemaVersion": 1, "id": config["id"], "version": config.get("version", "1.0.0"), "name": config["name"],
        "description": config.get("description", "Icons, emoji, plain shapes and simple backgrounds from a few words, with a transparent background."),
        "licence": "Apache-2.0",
        "image": {"width": patch * w, "height": size, "alpha": "premultiplied"},
        "latents": {"channels": c, "height": h, "width": w, "grids": [{"height": rows, "width": columns} for rows, columns in latents["grids"]]},
        "tokenizer": {"kind": "hashed-ngram", "tokenCount": t, "featureCount": text["feature_count"], "buckets": text["buckets"], "ngramSizes": text["ngram_sizes"], "ignoredWords": text["ignored_words"]},
        "textEmbedding": {"tokens": rows, "channels": d},
        "sampling": {"prediction": "sample", "schedulers": list(scheduler.SCHEDULERS), "scheduler": sampling["scheduler"], "stepCount": sampling["step_count"], "maxStepCount": 50,
                     "guidanceScale": nets.guidance_scale, "timestepShift": sampling["timestep_shift"]},
        "alphaLevels": {"low": 0.12, "high": 0.9},
        "styles": [{"id": i, "label": label} | ({"oneColour": True} if i in ONE_COLOUR else {}) for i, label in STYLES if i in styles], "defaultStyle": "flat",
        "backgroundWords": BACKGROUND_WORDS,
        **known,
        "networks": networks,
        "files": [{"path": p.relative_to(out).as_posix(), "bytes": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in files],
        "trainingData": training_data(styles) if trained else [],
        "training": {"config": config["config"], "device": nets.device, "samples": nets.samples, "minutes": round(nets.minutes, 1)},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    total = sum(f["bytes"] for f in manifest["files"])
    print(f"{out}: {len(files)} files, {total / 1e6:.2f} MB")


def refuse_worse(new: Path, shipped: Path) -> None:
    """Ends here when the checkpoints were not evaluated, or came out worse than the pack that they would replace."""
    if not new.exists():
        raise SystemExit(f"These checkpoints were not evaluated yet: there is no {new}. Run `python evaluate.py` first, or add --force.")
    if not shipped.exists():
        return
    worse = worse_than(json.loads(shipped.read_text()), json.loads(new.read_text()))
    if worse:
        raise SystemExit("These checkpoints are worse than the pack that ships:\n  " + "\n  ".join(worse) + "\nTrain longer, or add --force to replace it all the same.")


def main(arguments: list[str]) -> None:
    name = arguments[0] if arguments and not arguments[0].startswith("-") else "xxs"
    config = load_config(name)
    trained = "train" in config
    out = Path(arguments[arguments.index("--out") + 1]) if "--out" in arguments else (pack_folder(config) if trained else MODELS.parent / "test" / "support" / "tiny-model")
    evaluation = work_folder(config) / "evaluation.json"
    if trained and "--force" not in arguments:
        refuse_worse(evaluation, out / "evaluation.json")
    export(config, load_networks(config) if trained else random_networks(config), out, trained)
    if trained and evaluation.exists() and "--out" not in arguments:
        shutil.copyfile(evaluation, out / "evaluation.json")


if __name__ == "__main__":
    main(sys.argv[1:])
