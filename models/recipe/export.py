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
from torch.utils.flop_counter import FlopCounterMode

import graphs
import scheduler
from captions import Captions
from common import MODELS, RECIPE, load_config, pack_folder, work_folder
from dataset import Pictures
from evaluation.compare import worse_than
from golden import encode, write_golden, write_tensors
from known_words import HASHES, bloom, content_words, entries
from latents import latent_space
from layers import set_quantized
from networks import Upscaler
from quantize import restore, second_moments, store
from trained_networks import Networks, checkpoint_hashes, load_networks, random_networks
from training_sources import training_data

ONE_COLOUR = {"glyph", "outline", "line", "pixel"}
STYLES = [("flat", "Flat"), ("emoji", "Shaded emoji"), ("simple", "Simple emoji"), ("glyph", "Solid glyph"), ("outline", "Outline"), ("duotone", "Duotone"),
          ("gradient", "Gradient emoji"), ("3d", "3D emoji"), ("line", "Line"), ("pixel", "Pixel art")]
BACKGROUND_WORDS = ["background", "gradient", "pattern", "landscape", "wallpaper", "texture", "backdrop", "skyline", "scenery"]


def tensor(name: str, dtype: str, *shape) -> dict:
    return {"name": name, "dtype": dtype, "shape": list(shape)}


def gflop(run) -> float:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        run()
    return round(counter.get_total_flops() / 1e9, 4)


def write_graph(model, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def known_words(config: dict, out: Path) -> dict:
    """Writes the filter of known words; its manifest entry, with the calibration of calibrate_confidence.py."""
    pictures = Pictures()
    pictures.add_synonyms(config)
    weak = work_folder(config) / "weak-names.json"
    words, names = entries(pictures, config["text"], config["styles"], frozenset(json.loads(weak.read_text()) if weak.exists() else ()))
    filter_, bits = bloom(words | names)
    (out / "weights" / "known-words.bin").write_bytes(filter_.tobytes())
    path = work_folder(config) / "confidence.json"
    fitted = json.loads(path.read_text())["calibration"] if path.exists() else {"intercept": 0.0, "knownShare": 0.0, "knownPhrase": 0.0, "wordCount": 0.0}
    return {"knownWords": {"file": "weights/known-words.bin", "bits": bits, "hashes": HASHES, "calibration": fitted}}


def aliases(config: dict) -> dict:
    """What people say for what the pictures of a style are called (aliases.json); ends here if a name was not trained."""
    pictures, out = Pictures(), {}
    read = lambda text: " ".join(content_words(text, set(config["text"]["ignored_words"])))  # as the model does
    for style, said in json.loads((RECIPE / "aliases.json").read_text()).items():
        if style not in config["styles"]:
            continue
        trained = {read(pictures.records[i]["name"]) for i in pictures.in_styles(pictures.train, [style])}
        if unknown := sorted(name for name in set(said.values()) if read(name) not in trained):
            raise SystemExit(f"aliases.json names what was not trained as {style}: {', '.join(unknown)}. Take it out.")
        out[style] = {read(words): name for words, name in said.items()}
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


def refuse_worse(new: Path, shipped: Path, checkpoints: dict[str, str]) -> None:
    """Ends here when these checkpoints were not evaluated, or came out worse than the pack that they would replace."""
    if not new.exists():
        raise SystemExit(f"These checkpoints were not evaluated yet: there is no {new}. Run `python evaluate.py` first, or add --force.")
    found = json.loads(new.read_text())
    if found.get("checkpoints") != checkpoints:
        raise SystemExit(f"{new} is about other checkpoints: they were trained on since. Run `python evaluate.py` again, or add --force.")
    if not shipped.exists():
        return
    worse = worse_than(json.loads(shipped.read_text()), found)
    if worse:
        raise SystemExit("These checkpoints are worse than the pack that ships:\n  " + "\n  ".join(worse) + "\nTrain longer, or add --force to replace it all the same.")


def main(arguments: list[str]) -> None:
    name = arguments[0] if arguments and not arguments[0].startswith("-") else "xxs"
    config = load_config(name)
    trained = "train" in config
    out = Path(arguments[arguments.index("--out") + 1]) if "--out" in arguments else (pack_folder(config) if trained else MODELS.parent / "test" / "support" / "tiny-model")
    evaluation = work_folder(config) / "evaluation.json"
    if trained and "--force" not in arguments:
        refuse_worse(evaluation, out / "evaluation.json", checkpoint_hashes(config))
    export(config, load_networks(config) if trained else random_networks(config), out, trained)
    if trained and evaluation.exists() and "--out" not in arguments:
        shutil.copyfile(evaluation, out / "evaluation.json")


if __name__ == "__main__":
    main(sys.argv[1:])
