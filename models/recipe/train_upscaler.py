"""Trains the x4 and x8 super-resolution net on crops of icons rendered at 1024 px: `python train_upscaler.py xxs`.

The box averages of one render are the perfect pairs: 1/8 is the input, 1/2 the x4 target, the render the x8 target.
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F

import preflight
from common import DATA, Budget, append_metrics, load_checkpoint, load_config, pick_device, save_checkpoint, work_folder
from networks import Upscaler

CROP = 256


def soften(low: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Blurs half of the inputs a little: pictures of the decoder are softer than renders, and must come out sharp too."""
    sigma = 0.3 + 0.9 * torch.rand(1, generator=generator).item()
    x = torch.arange(-3, 4, dtype=torch.float32)
    kernel = torch.exp(-(x**2) / (2 * sigma**2))
    kernel = (kernel / kernel.sum()).to(low.device)
    blurred = F.conv2d(F.pad(low, (3, 3, 3, 3), mode="replicate").reshape(-1, 1, low.shape[2] + 6, low.shape[3] + 6), kernel.outer(kernel)[None, None])
    mask = (torch.rand(low.shape[0], 1, 1, 1, generator=generator) < 0.5).to(low.device)
    return torch.where(mask, blurred.reshape(low.shape), low)


def psnr(a, b) -> float:
    return float(-10 * torch.log10(F.mse_loss(a.clamp(0, 1), b)))


def main(name: str) -> None:
    config = load_config(name)
    settings = config["train"]["upscaler"]
    device = pick_device()
    torch.manual_seed(config["seed"])
    generator = torch.Generator().manual_seed(config["seed"])
    crops = np.memmap(DATA / "crops.u8", dtype=np.uint8, mode="r").reshape(-1, CROP, CROP, 4)
    held = len(crops) // 20
    net = Upscaler(config["upscaler"]).to(device).to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(net.parameters(), lr=settings["learning_rate"])
    path = work_folder(config) / "upscaler.pt"
    state = load_checkpoint(path)
    step = 0
    budget = Budget(settings["minutes"])
    if state:
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        generator.manual_seed(config["seed"] + step)
        budget = Budget(settings["minutes"], state["spent_s"])

    def batch(indices):
        high = torch.from_numpy(np.stack([crops[i] for i in indices])).to(device).permute(0, 3, 1, 2).float() / 255
        return F.avg_pool2d(high, 8), F.avg_pool2d(high, 2), high

    def report():
        with torch.no_grad():
            low, mid, high = batch(np.linspace(0, held - 1, 64).astype(int))
            bicubic = F.interpolate(low, scale_factor=4, mode="bicubic", align_corners=False)
            append_metrics(config, "upscaler", step=step, minutes=budget.spent_s / 60, psnr4=psnr(net(low, 4), mid), psnr8=psnr(net(low, 8), high), bilinear4=psnr(F.interpolate(low, scale_factor=4, mode="bilinear", align_corners=False), mid), bicubic4=psnr(bicubic, mid))

    def save():
        save_checkpoint(path, {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent_s": budget.spent_s, "samples": step * settings["batch"]})

    while budget.lasts():
        for group in optimizer.param_groups:
            group["lr"] = budget.learning_rate(settings["learning_rate"], decay=0.6)
        indices = torch.randint(held, len(crops), (settings["batch"],), generator=generator).tolist()
        low, mid, high = batch(indices)
        flips = [axis for axis in (2, 3) if torch.rand(1, generator=generator) < 0.5]
        low, mid, high = (x.flip(flips) if flips else x for x in (low, mid, high))
        low = soften(low, generator)
        features = net.trunk(low)
        loss = F.l1_loss(net.head(features, low, 4), mid) + F.l1_loss(net.head(features, low, 8), high)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        if budget.time_to_save():
            report()
            save()
    report()
    save()


if __name__ == "__main__":
    main(preflight.begin(sys.argv[1:]))
