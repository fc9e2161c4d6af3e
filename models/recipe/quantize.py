"""Weights as they are stored: int4 in blocks of 32, int8 per channel, or fp16; and back to floats.

int4 uses the byte layout of MatMulNBits: [N, K / 32, 16], low nibble first, value = (nibble - 8) * scale.
"""

import numpy as np
import torch
from torch import nn

from networks import Linear, Table


def pack_int4(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[N, K] -> uint8 [N, K / 32, 16] and fp16 scales [N, K / 32]; rounds like networks.fake_quantize_int4."""
    n, k = weight.shape
    blocks = weight.reshape(n, k // 32, 32).astype(np.float32)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
    scale = (extreme / np.float32(-8)).astype(np.float16)
    scale[scale == 0] = 1e-4
    codes = np.clip(np.rint(blocks / scale.astype(np.float32)), -8, 7).astype(np.int8) + 8
    return (codes[..., 0::2] | (codes[..., 1::2] << 4)).astype(np.uint8), scale[..., 0]


def unpack_int4(packed: np.ndarray, scale: np.ndarray) -> np.ndarray:
    codes = np.empty((*packed.shape[:2], 32), np.float32)
    codes[..., 0::2], codes[..., 1::2] = packed & 15, packed >> 4
    return ((codes - 8) * scale.astype(np.float32)[..., None]).reshape(packed.shape[0], -1)


def pack_int8(weight: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 with one fp32 scale per index of `axis` (kept broadcastable)."""
    others = tuple(i for i in range(weight.ndim) if i != axis)
    scale = (np.abs(weight).max(axis=others, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1e-8
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale


class StoredWeights:
    """What goes into a .safetensors file, and the same values as floats for the golden tensors."""

    def __init__(self):
        self.tensors: dict[str, np.ndarray] = {}

    def plain(self, name: str, value: np.ndarray, half: bool = False):
        self.tensors[name] = np.ascontiguousarray(value.astype(np.float16 if half else np.float32))

    def int4_linear(self, name: str, weight: np.ndarray):
        self.tensors[f"{name}.q4"], self.tensors[f"{name}.scale"] = pack_int4(weight)

    def int8(self, name: str, value: np.ndarray, axis: int):
        self.tensors[f"{name}.q8"], self.tensors[f"{name}.scale"] = pack_int8(np.ascontiguousarray(value), axis)


def stored(tensors: dict[str, np.ndarray]) -> StoredWeights:
    """Weights as read from a .safetensors file."""
    weights = StoredWeights()
    weights.tensors = tensors
    return weights


def store(module: nn.Module, half_convolutions: bool = False) -> StoredWeights:
    """Chooses the storage of every parameter by the kind of its layer. Linear weights are stored as the graph wants them, [K, N]."""
    stored = StoredWeights()
    layers = dict(module.named_modules())
    for name, parameter in module.named_parameters():
        value = parameter.detach().numpy()
        layer = layers[name.rpartition(".")[0]]
        if isinstance(layer, (Linear, Table)) and name.endswith(".weight"):
            stored.int4_linear(name, value)
        elif isinstance(layer, nn.Linear) and name.endswith(".weight"):
            stored.int8(name, value.T, 1)
        elif isinstance(layer, nn.Conv2d) and name.endswith(".weight"):
            if half_convolutions:
                stored.plain(name, value, half=True)
            else:
                stored.int8(name, value, 0)
        else:
            stored.plain(name, value)
    return stored


def restore(module: nn.Module, stored: StoredWeights) -> nn.Module:
    """Puts the stored values back, so that the module computes with exactly the numbers that ship."""
    tensors, layers = stored.tensors, dict(module.named_modules())
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if f"{name}.q4" in tensors:
                value = unpack_int4(tensors[f"{name}.q4"], tensors[f"{name}.scale"])
            elif f"{name}.q8" in tensors:
                value = tensors[f"{name}.q8"].astype(np.float32) * tensors[f"{name}.scale"]
                if isinstance(layers[name.rpartition(".")[0]], nn.Linear):
                    value = value.T
            else:
                value = tensors[name].astype(np.float32)
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(value)))
    return module
