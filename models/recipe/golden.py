"""Golden tensors of every stage: what core must reproduce."""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

import scheduler
from networks import Decoder, Upscaler
from noise import seeded_noise
from tokenizer import tokenize
from trained_networks import Networks

GOLDEN_PROMPTS = [
    ("a red heart", "flat"), ("Blue CAR, outlined!", "outline"), ("", ""), ("café ﬁancé Größe", "emoji"), ("红心", "flat"), ("ハート と 星", ""),
    ("두 개의 별", "simple"), ("❤️ and 🚀", "flat"), ("one two three four five six seven eight nine ten eleven twelve", "glyph"),
    ("pneumonoultramicroscopicsilicovolcanoconiosis", ""), ("рыжая лиса", "flat"), ("قلب أحمر", ""), ("a1b2-c3_d4", "duotone"), ("แมว", ""), ("İstanbul ΣΑΣ", "flat"),
]


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
