"""Layers that the networks share, and how they simulate the int4 weights they will be shipped with."""

import torch
import torch.nn.functional as F
from torch import nn


class RmsNorm(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, eps=1e-6)


def fake_quantize_int4(weight: torch.Tensor) -> torch.Tensor:
    """Rounds a [N, K] matrix to int4 with one fp16 scale per 32 values along K; gradients pass straight through."""
    n, k = weight.shape
    blocks = weight.detach().reshape(n, k // 32, 32)
    # The value of largest magnitude maps to -8, so all 16 codes are used.
    index = blocks.abs().argmax(-1, keepdim=True)
    scale = (blocks.gather(-1, index) / -8).half().float()
    scale = torch.where(scale == 0, torch.full_like(scale, 1e-4), scale)
    rounded = (blocks / scale).round().clamp(-8, 7) * scale
    return weight + (rounded.reshape(n, k) - weight.detach())


class Linear(nn.Linear):
    """A linear layer that can simulate the int4 weights it will be shipped with."""

    quantized = False

    def forward(self, x):
        weight = fake_quantize_int4(self.weight) if self.quantized else self.weight
        return F.linear(x, weight, self.bias)


class Table(nn.Embedding):
    """An embedding table that can simulate the int4 rows it will be shipped with."""

    quantized = False

    def forward(self, ids):
        weight = fake_quantize_int4(self.weight) if self.quantized else self.weight
        return F.embedding(ids, weight, self.padding_idx)


def set_quantized(module: nn.Module, on: bool) -> None:
    for child in module.modules():
        if isinstance(child, (Linear, Table)):
            child.quantized = on


class Attention(nn.Module):
    def __init__(self, channels: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = Linear(channels, 3 * channels)
        self.out = Linear(channels, channels)
        self.query_norm = RmsNorm(channels // heads)
        self.key_norm = RmsNorm(channels // heads)

    def forward(self, x):
        b, s, c = x.shape
        q, k, v = self.qkv(x).reshape(b, s, 3, self.heads, c // self.heads).unbind(2)
        # Written out: the backward pass of torch's fused attention took a third of the training time on a CPU.
        q, k, v = (y.transpose(1, 2) for y in (self.query_norm(q), self.key_norm(k), v))
        weights = (q @ k.transpose(2, 3) * (c // self.heads) ** -0.5).softmax(-1)
        return self.out((weights.to(v.dtype) @ v).transpose(1, 2).reshape(b, s, c))


class FeedForward(nn.Module):
    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.up = Linear(channels, hidden)
        self.down = Linear(hidden, channels)

    def forward(self, x):
        return self.down(F.gelu(self.up(x), approximate="tanh"))
