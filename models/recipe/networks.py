"""The networks of the pack, with the same names as the stages in core: text encoder, denoiser, decoder, upscaler.

Only operations that onnxruntime-web runs well are used: dense convolutions, MatMul, attention, RMSNorm, DepthToSpace.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from layers import Attention, FeedForward, Linear, RmsNorm, Table


def resize_rows(rows: torch.Tensor, grid: tuple[int, int], wanted: tuple[int, int]) -> torch.Tensor:
    """One row per place of a grid [B, h w, C] -> the same for another grid, bilinear."""
    if grid == wanted:
        return rows
    b, _, c = rows.shape
    planes = rows.transpose(1, 2).reshape(b, c, *grid)
    return F.interpolate(planes, wanted, mode="bilinear", align_corners=False).flatten(2).transpose(1, 2)


class TextEncoder(nn.Module):
    """token_ids int [B, T, F] of hashed n-grams (0 = unused) -> text_embedding [B, T + h w, D].

    The first T rows are the words. The others are the layout: the latents that such a prompt has on average, one row per
    image token in its first C channels (the rest is zero); a low-rank linear function of the same n-grams, and of what
    `recall` makes of their sum: names of many languages share the buckets, and it tells them apart again.
    """

    def __init__(self, text: dict, latents: dict):
        super().__init__()
        self.layout_shape = (latents["height"] * latents["width"], latents["channels"])
        self.features = Table(text["buckets"] + 1, text["layout_rank"], padding_idx=0)
        nn.init.normal_(self.features.weight, std=0.3)
        with torch.no_grad():
            self.features.weight[0] = 0
        self.layout = Linear(text["layout_rank"], latents["height"] * latents["width"] * latents["channels"])
        hidden = text.get("recall", 0)
        self.recall_norm, self.recall = (RmsNorm(text["layout_rank"]), FeedForward(text["layout_rank"], hidden)) if hidden else (None, None)
        if hidden:
            nn.init.zeros_(self.recall.down.weight)
            nn.init.zeros_(self.recall.down.bias)
        self.project = nn.Linear(text["layout_rank"], text["channels"])
        self.position = nn.Parameter(torch.randn(1, text["token_count"], text["channels"]) * 0.02)
        self.blocks = nn.ModuleList(TextBlock(text["channels"], text["heads"], 3 * text["channels"]) for _ in range(text["blocks"]))
        self.norm = RmsNorm(text["channels"])

    def forward(self, token_ids):
        count = (token_ids != 0).sum(-1, keepdim=True).clamp(min=1).float()
        # 1 / sqrt(n): a sum of n independent features keeps its scale whatever the length of the word.
        words = self.features(token_ids).sum(-2) / count.sqrt()
        layout = self.layout_of(words)
        rows = self.words_of(words)
        return torch.cat([rows, F.pad(layout, (0, rows.shape[-1] - layout.shape[-1]))], dim=1)

    def words_of(self, words):
        x = self.project(words) + self.position
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def layout_of(self, words):
        said = words.sum(1)
        if self.recall:
            said = said + self.recall(self.recall_norm(said))
        return self.layout(said).reshape(-1, *self.layout_shape)


class TextBlock(nn.Module):
    def __init__(self, channels: int, heads: int, hidden: int):
        super().__init__()
        self.attention_norm = RmsNorm(channels)
        self.attention = Attention(channels, heads)
        self.feed_norm = RmsNorm(channels)
        self.feed = FeedForward(channels, hidden)

    def forward(self, x):
        x = x + self.attention(self.attention_norm(x))
        return x + self.feed(self.feed_norm(x))


class DenoiserBlock(nn.Module):
    """Transformer block with shared modulation plus a bias of its own (adaLN-single, arXiv:2310.00426)."""

    def __init__(self, channels: int, heads: int, hidden: int):
        super().__init__()
        self.attention_norm = RmsNorm(channels)
        self.attention = Attention(channels, heads)
        self.feed_norm = RmsNorm(channels)
        self.feed = FeedForward(channels, hidden)
        self.modulation = nn.Parameter(torch.zeros(6, channels))

    def forward(self, x, shared):
        shift1, scale1, gate1, shift2, scale2, gate2 = (shared + self.modulation).unsqueeze(2).unbind(1)
        x = x + (1 + gate1) * self.attention(self.attention_norm(x) * (1 + scale1) + shift1)
        return x + (1 + gate2) * self.feed(self.feed_norm(x) * (1 + scale2) + shift2)


FREQUENCIES = 64


def timestep_features(timestep: torch.Tensor) -> torch.Tensor:
    """[B] in 0..1 -> sines and cosines [B, 128], as in arXiv:2006.11239 with 1000 steps."""
    frequencies = torch.exp(-math.log(10000.0) * torch.arange(FREQUENCIES, device=timestep.device) / FREQUENCIES)
    angles = timestep[:, None] * 1000.0 * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Denoiser(nn.Module):
    """Single-stream transformer over image and text tokens that predicts the clean latents (x-prediction).

    latents [B, C, h, w], timestep [B] (1 = noise), text_embedding [B, T + H W, D] -> denoised [B, C, h, w].
    The layout rows of the embedding enter with the image tokens, and a gate adds them to the result. They and the
    positions belong to the grid H x W of square pictures; for another grid h x w they are resized.
    """

    def __init__(self, denoiser: dict, latents: dict, text: dict):
        super().__init__()
        d = denoiser["channels"]
        self.shape = (latents["channels"], latents["height"], latents["width"])
        self.words = text["token_count"]
        count = latents["height"] * latents["width"]
        self.patch_in = nn.Linear(latents["channels"], d)
        self.position = nn.Parameter(torch.randn(1, count, d) * 0.02)
        self.text_in = nn.Linear(text["channels"], d)
        self.layout_in = nn.Linear(latents["channels"], d)
        self.layout_gate = nn.Linear(d, latents["channels"])
        for layer in (self.layout_in, self.layout_gate):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.timestep_in = nn.Linear(2 * FREQUENCIES, d)
        self.timestep_out = nn.Linear(d, d)
        self.modulation = Linear(d, 6 * d)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)
        self.blocks = nn.ModuleList(DenoiserBlock(d, denoiser["heads"], denoiser["hidden"]) for _ in range(denoiser["blocks"]))
        for block in self.blocks:  # residual branches start small: 1 / sqrt(2 L)
            for layer in (block.attention.out, block.feed.down):
                layer.weight.data.mul_(1 / math.sqrt(2 * denoiser["blocks"]))
        self.norm = RmsNorm(d)
        self.patch_out = nn.Linear(d, latents["channels"])
        nn.init.zeros_(self.patch_out.weight)

    def forward(self, latents, timestep, text_embedding):
        b, c, *grid = latents.shape
        square, grid = self.shape[1:], tuple(grid)
        layout = resize_rows(text_embedding[:, self.words :, :c], square, grid)
        text = self.text_in(text_embedding[:, : self.words])
        condition = self.timestep_out(F.silu(self.timestep_in(timestep_features(timestep)))) + text.mean(1)
        shared = self.modulation(F.silu(condition)).reshape(b, 6, -1)
        image = self.patch_in(latents.flatten(2).transpose(1, 2)) + resize_rows(self.position, square, grid) + self.layout_in(layout)
        x = torch.cat([image, text], dim=1)
        for block in self.blocks:
            x = block(x, shared)
        gate = self.layout_gate(F.silu(condition))[:, None]
        made = self.patch_out(self.norm(x[:, : -self.words])) + gate * layout
        return made.transpose(1, 2).reshape(latents.shape)


class ConvBlock(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return x + self.second(F.relu(self.first(x)))


class Decoder(nn.Module):
    """latents [B, C, h, w] -> premultiplied RGBA [B, 4, P h, P w], about 0..1, for patches of P x P pixels.

    The linear path undoes the patch PCA and is not trained, so that it also encodes pictures; convolutions over the token
    grid add what lies between patches.
    """

    def __init__(self, decoder: dict, latents: dict):
        super().__init__()
        first, *rest = decoder["channels"]
        c, self.patch = latents["channels"], latents["patch"]
        self.linear = nn.Conv2d(c, 4 * self.patch**2, 1).requires_grad_(False)
        self.enter = nn.Conv2d(c, 4 * first, 1)
        self.levels = nn.ModuleList([nn.Sequential(*[ConvBlock(first) for _ in range(decoder["blocks"])])])
        self.rises = nn.ModuleList()
        for channels in rest:
            self.rises.append(nn.Conv2d(first, 4 * channels, 1))
            self.levels.append(nn.Sequential(*[ConvBlock(channels) for _ in range(decoder["blocks"])]))
            first = channels
        self.last = self.patch >> len(decoder["channels"])  # what is left after a doubling per level
        self.leave = nn.Conv2d(first, 4 * self.last**2, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)
        width = decoder["refine"]
        self.refine = nn.ModuleList([nn.Conv2d(4, width, 3, padding=1), nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, 4, 3, padding=1)])
        nn.init.zeros_(self.refine[2].weight)
        nn.init.zeros_(self.refine[2].bias)

    def forward(self, latents):
        x = F.pixel_shuffle(self.enter(latents), 2)
        x = self.levels[0](x)
        for rise, level in zip(self.rises, self.levels[1:]):
            x = level(F.pixel_shuffle(rise(F.relu(x)), 2))
        image = F.pixel_shuffle(self.linear(latents), self.patch) + F.pixel_shuffle(self.leave(F.relu(x)), self.last)
        y = F.relu(self.refine[0](image))
        y = F.relu(self.refine[1](y))
        return image + self.refine[2](y)


class Upscaler(nn.Module):
    """image [B, 4, H, W] premultiplied -> {4: [B, 4, 4H, 4W], 8: [B, 4, 8H, 8W]}: one trunk, one head per factor."""

    factors = (4, 8)

    def __init__(self, upscaler: dict):
        super().__init__()
        width = upscaler["channels"]
        self.layers = nn.ModuleList(nn.Conv2d(4 if i == 0 else width, width, 3, padding=1) for i in range(upscaler["layers"] - 1))
        self.heads = nn.ModuleDict({str(f): nn.Conv2d(width, 4 * f * f, 3, padding=1) for f in self.factors})
        for layer in [*self.layers, *self.heads.values()]:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # the default starves a deep chain
            nn.init.zeros_(layer.bias)
        for head in self.heads.values():
            head.weight.data.mul_(0.1)

    def trunk(self, image):
        for layer in self.layers:
            image = F.leaky_relu(layer(image), 0.1)  # plain ReLU died whole within 400 steps: most of a crop is empty
        return image

    def head(self, features, image, factor: int):
        skip = F.interpolate(image, scale_factor=factor, mode="bilinear", align_corners=False)
        return skip + F.pixel_shuffle(self.heads[str(factor)](features), factor)

    def forward(self, image, factor: int):
        return self.head(self.trunk(image), image, factor)
