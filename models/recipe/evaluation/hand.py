"""Draws with a pack as the product does: its graphs and stored weights in onnxruntime, one picture at a time.

One picture at a time because int8 activations share one scale per run: a batch would change the numbers.
"""

import json
from pathlib import Path

import numpy as np
import torch

from evaluation.finish import compose
from noise import seeded_noise
from sample import clean_alpha
from scheduler import SCHEDULERS, timesteps
from tokenizer import split_words, tokenize
from verify import open_session


class Hand:
    """`variant` "default" computes block weights with int8 activations as WASM does; "webgpu" expands them to floats."""

    def __init__(self, pack: Path, variant: str = "default"):
        self.manifest = json.loads((pack / "manifest.json").read_text())
        networks = self.manifest["networks"]
        self.sessions = {n: open_session(pack, self.manifest, n, variant if variant in networks[n]["graphs"] else "default") for n in ("text-encoder", "denoiser", "decoder")}
        tokenizer = self.manifest["tokenizer"]
        self.text = {"token_count": tokenizer["tokenCount"], "feature_count": tokenizer["featureCount"], "buckets": tokenizer["buckets"],
                     "ngram_sizes": tokenizer["ngramSizes"], "ignored_words": tokenizer["ignoredWords"]}
        latents = self.manifest["latents"]
        self.patch = self.manifest["image"]["width"] // latents["width"]
        self.shape = (latents["channels"], latents["height"], latents["width"])
        self.grids = [(g["height"], g["width"]) for g in latents.get("grids", []) if (g["height"], g["width"]) != self.shape[1:]]
        self.styles = [style["id"] for style in self.manifest["styles"]]
        self.one_colour = {style["id"] for style in self.manifest["styles"] if style.get("oneColour")}
        self.nothing = self.embed("", "")

    def run(self, network: str, **inputs) -> np.ndarray:
        return self.sessions[network].run(None, inputs)[0]

    def embed(self, prompt: str, style: str) -> np.ndarray:
        return self.run("text-encoder", token_ids=tokenize(prompt, style, self.text)[0][None])

    def decode(self, latents: np.ndarray) -> torch.Tensor:
        """[1, C, h, w] -> [4, H, W] with its alpha levelled."""
        levels = self.manifest["alphaLevels"]
        return clean_alpha(torch.from_numpy(self.run("decoder", latents=latents)).clamp(0, 1), levels["low"], levels["high"])[0]

    def draw_one(self, prompt: str, style: str, seed: int, step_count: int | None = None, grid: tuple[int, int] | None = None) -> torch.Tensor:
        sampling = self.manifest["sampling"]
        guidance = sampling["guidanceScale"]
        guided = guidance != 1
        embedding = self.embed(prompt, style)
        if guided:
            embedding = np.concatenate([embedding, self.nothing])
        latents = seeded_noise((self.shape[0], *(grid or self.shape[1:])), seed)[None]
        times = timesteps(step_count or sampling["stepCount"], sampling["timestepShift"])
        solver = SCHEDULERS[sampling["scheduler"]]()
        for t, t_next in zip(times, times[1:]):
            batch = np.repeat(latents, len(embedding), 0)
            denoised = self.run("denoiser", latents=batch, timestep=np.full(len(batch), t, np.float32), text_embedding=embedding)
            if guided:
                denoised = denoised[1:] + np.float32(guidance) * (denoised[:1] - denoised[1:])
            latents = np.asarray(solver.step(latents, denoised, t, t_next), np.float32)
        return self.decode(latents)

    def finish(self, pictures: torch.Tensor, prompts: list[tuple[str, str]]) -> torch.Tensor:
        """As the product hands them on: objects without debris and off the frame, backgrounds opaque."""
        ignored = set(self.text["ignored_words"])
        words = [{word for word, _, _ in split_words(prompt, ignored)} for prompt, _ in prompts]
        filling = set(self.manifest["backgroundWords"])
        return torch.stack([compose(picture, bool(said & filling), style in self.one_colour, self.patch) for picture, said, (_, style) in zip(pictures, words, prompts, strict=True)])

    def draw(self, prompts: list[tuple[str, str]], seeds: list[int], step_count: int | None = None, grid: tuple[int, int] | None = None) -> torch.Tensor:
        """(prompt, style) and seed per picture -> [N, 4, H, W] premultiplied 0..1, not finished; `grid` is rows and columns of latents."""
        return torch.stack([self.draw_one(p, s, seed, step_count, grid) for (p, s), seed in zip(prompts, seeds, strict=True)])
