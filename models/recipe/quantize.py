"""Weights as they are stored: int4 in blocks of 32, int8 per channel, or fp16; and back to floats.

Where the inputs of a layer are known, each rounding error is passed on to the columns that are still to be rounded, so
that the layer's outputs, not its weights, stay close (GPTQ, arXiv:2210.17323).

int4 uses the byte layout of MatMulNBits: [N, K / 32, 16], low nibble first, value = (nibble - 8) * scale.
"""

from collections.abc import Callable

import numpy as np
import torch
from layers import Linear, Table
from torch import nn



def pack_int4(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[N, K] -> uint8 [N, K / 32, 16] and fp16 scales [N, K / 32]; rounds like layers.fake_quantize_int4."""
    n, k = weight.shape
    blocks = weight.reshape(n, k // 32, 32).astype(np.float32)
    extreme = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
    scale = (extreme / np.float32(-8)).astype(np.float16)
    scale[scale == 0] = 1e-4
    return nibbles(np.clip(np.rint(blocks / scale.astype(np.float32)), -8, 7)), scale[..., 0]


def nibbles(codes: np.ndarray) -> np.ndarray:
    """-8..7 [N, K / 32, 32] -> uint8 [N, K / 32, 16]"""
    codes = codes.astype(np.int8) + 8
    return (codes[..., 0::2] | (codes[..., 1::2] << 4)).astype(np.uint8)


# How much smaller than the largest value's the scale may be: a clipped extreme can cost less than coarse steps for the rest.
SHRUNK = (1.0, 0.95, 0.9, 0.85, 0.8)


def block_scale(block: np.ndarray, importance: np.ndarray) -> np.ndarray:
    """[N, 32] -> fp16 [N]: the scale with the least squared error, each column weighed by `importance`."""
    extreme = np.take_along_axis(block, np.abs(block).argmax(1)[:, None], 1)[:, 0]
    best, least = None, np.full(len(block), np.inf)
    for share in SHRUNK:
        scale = (share * extreme / np.float32(-8)).astype(np.float16)
        scale[scale == 0] = 1e-4
        step = scale.astype(np.float32)[:, None]
        error = ((np.clip(np.rint(block / step), -8, 7) * step - block) ** 2 * importance).sum(1)
        best = scale if best is None else np.where(error < least, scale, best)
        least = np.minimum(error, least)
    return best


def pack_int4_for(weight: np.ndarray, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """pack_int4 for a layer whose inputs have the second moments `inputs` [K, K]."""
    n, k = weight.shape
    left = weight.astype(np.float64).copy()
    damped = inputs.astype(np.float64) + 0.01 * np.mean(np.diag(inputs)) * np.eye(k)
    pass_on = np.linalg.cholesky(np.linalg.inv(damped)).T  # upper
    codes, scales = np.empty((n, k // 32, 32)), np.empty((n, k // 32), np.float16)
    for block in range(k // 32):
        first = 32 * block
        scales[:, block] = block_scale(left[:, first : first + 32].astype(np.float32), np.diag(damped)[first : first + 32])
        step = scales[:, block].astype(np.float64)
        for column in range(first, first + 32):
            code = np.clip(np.rint(left[:, column] / step), -8, 7)
            codes[:, block, column - first] = code
            error = (left[:, column] - code * step) / pass_on[column, column]
            left[:, column + 1 :] -= error[:, None] * pass_on[column, column + 1 :]
    return nibbles(codes), scales


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

    def int4_linear(self, name: str, weight: np.ndarray, inputs: np.ndarray | None = None):
        self.tensors[f"{name}.q4"], self.tensors[f"{name}.scale"] = pack_int4(weight) if inputs is None else pack_int4_for(weight, inputs)

    def int8(self, name: str, value: np.ndarray, axis: int):
        self.tensors[f"{name}.q8"], self.tensors[f"{name}.scale"] = pack_int8(np.ascontiguousarray(value), axis)


def stored(tensors: dict[str, np.ndarray]) -> StoredWeights:
    """Weights as read from a .safetensors file."""
    weights = StoredWeights()
    weights.tensors = tensors
    return weights


def store(module: nn.Module, half_convolutions: bool = False, inputs: dict[str, np.ndarray] | None = None) -> StoredWeights:
    """Chooses the storage of every parameter by the kind of its layer. Linear weights are stored as the graph wants them, [K, N].

    inputs: second moments of what goes into the int4 layers, from `second_moments`.
    """
    stored = StoredWeights()
    layers = dict(module.named_modules())
    for name, parameter in module.named_parameters():
        value = parameter.detach().numpy()
        layer = layers[name.rpartition(".")[0]]
        if isinstance(layer, (Linear, Table)) and name.endswith(".weight"):
            stored.int4_linear(name, value, (inputs or {}).get(name))
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


def second_moments(module: nn.Module, run: Callable[[], object]) -> dict[str, np.ndarray]:
    """What `run` puts into every int4 layer of `module`, by the name of its weight: the sum of x x^T, [K, K]."""
    sums: dict[str, torch.Tensor] = {}

    def watch(name: str):
        def hook(_, arguments):
            x = arguments[0].detach().reshape(-1, arguments[0].shape[-1]).double()
            sums[name] = sums.get(name, 0) + x.T @ x

        return hook

    hooks = [layer.register_forward_pre_hook(watch(f"{name}.weight")) for name, layer in module.named_modules() if isinstance(layer, Linear)]
    with torch.no_grad():
        run()
    for hook in hooks:
        hook.remove()
    return {name: total.numpy() for name, total in sums.items()}


def restore(module: nn.Module, stored: StoredWeights, unless: str = "\0") -> nn.Module:
    """Puts the stored values back, so that the module computes with exactly the numbers that ship.

    Parts whose name begins with `unless` stay as they are: a pack of older design has none.
    """
    tensors, layers = stored.tensors, dict(module.named_modules())
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if name.startswith(unless):
                continue
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
