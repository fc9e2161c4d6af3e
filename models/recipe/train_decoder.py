"""Trains the RGBA decoder on the patch-PCA latents: `python train_decoder.py xxs [--on-denoised]`.

With `--on-denoised` a trained decoder goes on with what the denoiser makes of noisy latents: neighbouring patches then
disagree a little in tone, and the decoder learns to hide it.
"""

import random
import sys

import numpy as np
import torch
import torch.nn.functional as F

from common import Budget, append_metrics, load_checkpoint, load_config, pick_device, save_checkpoint, work_folder
from dataset import Pictures
from latents import encode_all, latent_space
from networks import Decoder, set_quantized

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

    def __init__(self, config: dict, pictures: Pictures, device):
        from train_denoiser import Captions, Model

        state = load_checkpoint(work_folder(config) / "denoiser.pt")
        if state is None:
            raise SystemExit("There is no denoiser yet. Run `python train_denoiser.py` first.")
        self.model = Model(config).to(device).requires_grad_(False)
        self.model.load_state_dict(state["average"])
        set_quantized(self.model, True)
        self.captions, self.words, self.chance = Captions(pictures, config["text"]), random.Random(config["seed"]), np.random.default_rng(config["seed"])

    def __call__(self, latents: torch.Tensor, index) -> torch.Tensor:
        t = torch.from_numpy(self.chance.uniform(0.05, 0.7, len(index)).astype(np.float32)).to(latents.device)
        noisy = (1 - t[:, None, None, None]) * latents + t[:, None, None, None] * torch.randn_like(latents)
        made = self.model(noisy, t, self.captions.batch(index, self.words).to(latents.device))
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
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in net.named_parameters() if not n.startswith("linear.")], "factor": 1.0}, {"params": net.linear.parameters(), "factor": 0.05}],
        lr=settings["learning_rate"], betas=(0.9, 0.98), weight_decay=0.0)
    path = work_folder(config) / ("decoder-on-denoised.pt" if on_denoised else "decoder.pt")
    state = load_checkpoint(path)
    step = 0
    denoised = None
    if on_denoised:
        denoised = Denoised(config, pictures, device)
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

    def report():
        with torch.no_grad():
            held = np.sort(np.random.default_rng(0).choice(pictures.heldout, 128, replace=False))
            source = latents[held].to(device)
            truth, made = pictures.floats(held), net(source).cpu().clamp(0, 1)
            linear = initial_decoder(config, space)(latents[held]).clamp(0, 1)
            iou = ((truth[:, 3] > 0.5) & (made[:, 3] > 0.5)).sum() / ((truth[:, 3] > 0.5) | (made[:, 3] > 0.5)).sum()
            db = lambda a: float(-10 * torch.log10(F.mse_loss(a, truth)))
            extra = {} if denoised is None else {"psnr_denoised": db(net(denoised(source, held)).cpu().clamp(0, 1))}
            append_metrics(config, "decoder-on-denoised" if on_denoised else "decoder", step=step, minutes=budget.spent_s / 60, psnr=db(made), psnr_linear=db(linear), alpha_iou=float(iou), **extra)

    while budget.fraction < 1:
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"], decay=0.5) * group["factor"]
        index = np.sort(chance.choice(train, settings["batch"], p=weights))
        truth = pictures.floats(index).to(device).to(memory_format=torch.channels_last)
        noisy = latents[index].to(device)
        if denoised is None:
            noisy = noisy + LATENT_NOISE * torch.rand(len(index), 1, 1, 1, device=device) * torch.randn_like(noisy)
        else:
            noisy = denoised(noisy, index)
        made = net(noisy)
        loss = F.l1_loss(made, truth) + 0.5 * sum(F.l1_loss(a, b) for a, b in zip(edges(made), edges(truth)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 100 == 0:
            report()
            save_checkpoint(path, {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent_s": budget.spent_s})
    report()
    save_checkpoint(path, {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent_s": budget.spent_s, "samples": step * settings["batch"]})


if __name__ == "__main__":
    if "--one-thread" in sys.argv:
        torch.set_num_threads(1)
    main(sys.argv[1] if len(sys.argv) > 1 else "xxs", "--on-denoised" in sys.argv)
