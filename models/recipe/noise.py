"""Seeded normal noise: Philox4x32-10 (Salmon et al., SC 2011) and Box-Muller; the same stream as core/src/tensor/noise.ts."""

import numpy as np

_MUL = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_MASK = np.uint64(0xFFFFFFFF)


def philox(counter: np.ndarray, seed: int) -> np.ndarray:
    """counter uint64 [N] -> four words per counter, uint64 [N, 4]."""
    c = [counter.astype(np.uint64) & _MASK] + [np.zeros(len(counter), np.uint64) for _ in range(3)]
    key = [seed & 0xFFFFFFFF, 0]
    for _ in range(10):
        first, second = _MUL[0] * c[0], _MUL[1] * c[2]
        k0, k1 = np.uint64(key[0]), np.uint64(key[1])
        c = [(second >> np.uint64(32)) ^ c[1] ^ k0, second & _MASK, (first >> np.uint64(32)) ^ c[3] ^ k1, first & _MASK]
        key = [(key[0] + _WEYL[0]) & 0xFFFFFFFF, (key[1] + _WEYL[1]) & 0xFFFFFFFF]
    return np.stack(c, 1)


def seeded_noise(shape: tuple[int, ...], seed: int) -> np.ndarray:
    """float32 standard normal values of that shape."""
    count = int(np.prod(shape))
    words = philox(np.arange((count + 3) // 4, dtype=np.uint64), seed).astype(np.float64)
    u = (words + 0.5) / 4294967296.0
    out = np.empty((len(u), 4))
    for pair in (0, 2):
        radius, angle = np.sqrt(-2 * np.log(u[:, pair])), 2 * np.pi * u[:, pair + 1]
        out[:, pair], out[:, pair + 1] = radius * np.cos(angle), radius * np.sin(angle)
    return out.reshape(-1)[:count].astype(np.float32).reshape(shape)
