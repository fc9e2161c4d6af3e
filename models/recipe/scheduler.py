"""Rectified flow with x-prediction: x_t = (1 - t) x + t e. The same schedulers as core/src/schedulers."""

import math


def timesteps(step_count: int, shift: float = 1.0) -> list[float]:
    """step_count + 1 times from 1 (noise) to 0 (picture)."""
    u = [1 - i / step_count for i in range(step_count + 1)]
    return [shift * x / (1 + (shift - 1) * x) for x in u]


class Euler:
    def step(self, latents, denoised, t, t_next):
        return denoised + (t_next / t) * (latents - denoised)


class DpmSolver2M:
    """DPM-Solver++(2M), data prediction (arXiv:2211.01095), for alpha = 1 - t, sigma = t."""

    def __init__(self):
        self.previous = None
        self.previous_t = None

    def step(self, latents, denoised, t, t_next):
        log_snr = lambda x: math.log((1 - x) / x)
        if self.previous is None or self.previous_t == 1 or t == 1 or t_next == 0:
            result = denoised + (t_next / t) * (latents - denoised)
        else:
            h, h_previous = log_snr(t_next) - log_snr(t), log_snr(t) - log_snr(self.previous_t)
            weight = h / (2 * h_previous)
            data = (1 + weight) * denoised - weight * self.previous
            result = (t_next / t) * latents - (1 - t_next) * math.expm1(-h) * data
        self.previous, self.previous_t = denoised, t
        return result


SCHEDULERS = {"euler": Euler, "dpm-solver-2m": DpmSolver2M}
