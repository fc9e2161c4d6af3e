"""Trains the RGBA decoder on the patch-PCA latents: `python train_decoder.py xxs [--on-denoised]`.

With `--on-denoised` a trained decoder goes on with what the denoiser makes of noisy latents: neighbouring patches then
disagree a little in tone, and the decoder learns to hide it.
"""

import random
import sys

import numpy as np
import torch
import torch.nn.functional as F

import preflight
from common import Budget, append_metrics, fast_matrices, load_checkpoint, load_config, pick_device, save_checkpoint, work_folder
from captions import Captions
from dataset import WIDE_AND_TALL, Pictures
from latents import encode_all, latent_space
from layers import Linear, Table, fake_quantize_int4
from networks import Decoder

LATENT_NOISE = 0.08  # the denoiser's latents are never exact


def initial_decoder(config: dict, space) -> Decoder:
    net = Decoder(config["decoder"], config["latents"])
    with torch.no_grad():
        net.linear.weight.copy_((space.basis * space.scale[:, None]).T[:, :, None, None])
        net.linear.bias.copy_(space.mean)
    return net


def edges(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


class Denoised:
    """Latents as the trained denoiser predicts them from a noisy picture and its caption."""

    def __init__(self, config: dict, device):
        from train_denoiser import Model

        self.path = work_folder(config) / "denoiser.pt"
        self.model, self.read = Model(config).to(device).requires_grad_(False), 0.0
        self.words, self.chance = random.Random(config["seed"]), np.random.default_rng(config["seed"])
        self.refresh()

    def refresh(self) -> None:
        """Takes the newest checkpoint: the denoiser may still be in training on another core."""
        if not self.path.exists():
            raise SystemExit("There is no denoiser yet. Run `python train_denoiser.py` first.")
        if self.path.stat().st_mtime > self.read:
            self.read = self.path.stat().st_mtime
            self.model.load_state_dict(load_checkpoint(self.path)["average"])
            with torch.no_grad():  # quantized once, not at every call
                for module in self.model.modules():
                    if isinstance(module, (Linear, Table)):
                        module.weight.copy_(fake_quantize_int4(module.weight))

    @torch.no_grad()
    def __call__(self, latents: torch.Tensor, captions: Captions, index) -> torch.Tensor:
        t = torch.from_numpy(self.chance.uniform(0.05, 0.75, len(index)).astype(np.float32)).to(latents.device)
        noisy = (1 - t[:, None, None, None]) * latents + t[:, None, None, None] * torch.randn_like(latents)
        with fast_matrices(latents.device):
            made = self.model(noisy, t, captions.batch(index, self.words).to(latents.device)).float()
        exact = torch.from_numpy(self.chance.random(len(index)) < 0.2).to(latents.device)[:, None, None, None]
        return torch.where(exact, latents, made)


def main(name: str, on_denoised: bool) -> None:
    config = load_config(name)
    settings = config["train"]["decoder_on_denoised" if on_denoised else "decoder"]
    device = pick_device()
    torch.manual_seed(config["seed"])
    pictures = Pictures()
    space = latent_space(config, pictures)
    latents = encode_all(config, pictures, space)
    net = initial_decoder(config, space).to(device).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=settings["learning_rate"], betas=(0.9, 0.98), weight_decay=0.0)
    path = work_folder(config) / ("decoder-on-denoised.pt" if on_denoised else "decoder.pt")
    state = load_checkpoint(path)
    step = 0
    denoised = None
    if on_denoised:
        denoised = Denoised(config, device)
        if state is None:
            net.load_state_dict(load_checkpoint(work_folder(config) / "decoder.pt")["net"])
    budget = Budget(settings["minutes"])
    if state:
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        budget = Budget(settings["minutes"], state["spent_s"])
    train = pictures.in_styles(pictures.train, config["styles"]) if on_denoised else pictures.train
    weights = pictures.weights(train)
    chance = np.random.default_rng(config["seed"] + step)
    captions = Captions(pictures, config["text"])
    sets = [(pictures, latents, captions, train, weights)]
    for shape in WIDE_AND_TALL:
        other = Pictures(*shape)
        sets.append((other, encode_all(config, other, space), Captions(other, config["text"]), np.arange(len(other.records)), None))

    def report():
        with torch.no_grad():
            held = np.sort(np.random.default_rng(0).choice(pictures.heldout, 128, replace=False))
            source = latents[held].to(device)
            truth, made = pictures.floats(held), net(source).cpu().clamp(0, 1)
            linear = initial_decoder(config, space)(latents[held]).clamp(0, 1)
            iou = ((truth[:, 3] > 0.5) & (made[:, 3] > 0.5)).sum() / ((truth[:, 3] > 0.5) | (made[:, 3] > 0.5)).sum()
            db = lambda a: float(-10 * torch.log10(F.mse_loss(a, truth)))
            extra = {} if denoised is None else {"psnr_denoised": db(net(denoised(source, captions, held)).cpu().clamp(0, 1))}
            append_metrics(config, "decoder-on-denoised" if on_denoised else "decoder", step=step, minutes=budget.spent_s / 60, psnr=db(made), psnr_linear=db(linear), alpha_iou=float(iou), **extra)

    def save():
        save_checkpoint(path, {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent_s": budget.spent_s, "samples": step * settings["batch"]})

    while budget.lasts():
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"], decay=0.5)
        source, clean, named, pool, p = sets[1 + step // 12 % len(WIDE_AND_TALL)] if step % 12 == 11 else sets[0]
        index = np.sort(chance.choice(pool, settings["batch"], p=p))
        truth = source.floats(index, device).to(memory_format=torch.channels_last)
        noisy = clean[index].to(device)
        if denoised is None:
            noisy = noisy + LATENT_NOISE * torch.rand(len(index), 1, 1, 1, device=device) * torch.randn_like(noisy)
        else:
            noisy = denoised(noisy, named, index)
        with fast_matrices(device):
            made = net(noisy)
        made = made.float()
        loss = F.l1_loss(made, truth) + 0.5 * sum(F.l1_loss(a, b) for a, b in zip(edges(made), edges(truth)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        if budget.time_to_save():
            report()
            save()
            if denoised:
                denoised.refresh()
    report()
    save()


if __name__ == "__main__":
    main(preflight.begin(sys.argv[1:]), "--on-denoised" in sys.argv)
