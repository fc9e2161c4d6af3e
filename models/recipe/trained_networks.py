"""The networks with the weights of their checkpoints, or with random ones."""

import torch

from common import device_name, load_checkpoint, sha256_of, work_folder
from networks import Decoder, Denoiser, TextEncoder, Upscaler

STAGES = ("upscaler", "decoder", "words", "denoiser", "few-steps", "decoder-on-denoised")


def checkpoint_hashes(config: dict) -> dict[str, str]:
    """SHA-256 of every checkpoint that load_networks reads, by stage."""
    paths = {stage: work_folder(config) / f"{stage}.pt" for stage in STAGES}
    return {stage: sha256_of(path) for stage, path in paths.items() if path.exists()}


class Networks:
    def __init__(self, config: dict):
        self.text_encoder = TextEncoder(config["text"], config["latents"])
        self.denoiser = Denoiser(config["denoiser"], config["latents"], config["text"])
        self.decoder = Decoder(config["decoder"], config["latents"])
        self.upscaler = Upscaler(config["upscaler"])
        self.samples, self.minutes, self.device = 0, 0.0, "none: random weights"
        self.guidance_scale = config["sampling"]["guidance_scale"]  # 1: trained in, one run a step


def load_networks(config: dict, few_steps: bool = True) -> Networks:
    """The trained networks; their averaged weights where the training keeps an average, and the denoiser of train_few_steps.py if there is one."""
    nets = Networks(config)
    folder = work_folder(config)
    for stage in ("denoiser", "decoder", "upscaler"):
        state = load_checkpoint(folder / f"{stage}.pt")
        if stage == "decoder" and (tuned := load_checkpoint(folder / "decoder-on-denoised.pt")):
            nets.minutes += state["spent_s"] / 60
            state = tuned
        if state is None:
            raise SystemExit(f"There is no checkpoint of the {stage} in {folder}. Run `python train_{stage}.py {config['config']}` first.")
        nets.minutes += state["spent_s"] / 60
        if stage == "denoiser":
            nets.samples, nets.device = state["samples"], state.get("device", device_name())
            average = state["average"]
            nets.text_encoder.load_state_dict({k.removeprefix("text_encoder."): v for k, v in average.items() if k.startswith("text_encoder.")})
            nets.denoiser.load_state_dict({k.removeprefix("denoiser."): v for k, v in average.items() if k.startswith("denoiser.")})
            words = load_checkpoint(folder / "words.pt")
            if words and words["denoiser_samples"] == state["samples"]:  # aligned after this denoiser, not before it
                nets.text_encoder.load_state_dict(words["text_encoder"])
                nets.minutes += words["spent_s"] / 60
            few = load_checkpoint(folder / "few-steps.pt") if few_steps else None
            if few and few["denoiser_samples"] == state["samples"]:
                nets.denoiser.load_state_dict(few["average"])
                nets.guidance_scale = 1.0
                nets.minutes += few["spent_s"] / 60
        else:
            getattr(nets, stage).load_state_dict(state["net"])
    return nets


def random_networks(config: dict) -> Networks:
    """Random but well-behaved weights: the pack that tests use where a trained one is not the point."""
    torch.manual_seed(config["seed"])
    nets = Networks(config)
    with torch.no_grad():
        for module in (nets.text_encoder, nets.denoiser, nets.decoder, nets.upscaler):
            for parameter in module.parameters():
                if parameter.ndim > 1 and parameter.abs().max() == 0:
                    parameter.normal_(std=0.05)
        # Orthogonal columns, as a fitted basis has.
        basis = torch.linalg.qr(nets.decoder.linear.weight[:, :, 0, 0])[0]
        nets.decoder.linear.weight.copy_(3 * basis[:, :, None, None])
        bias = torch.zeros(4, config["latents"]["patch"], config["latents"]["patch"])
        bias[0], bias[1], bias[2], bias[3] = 0.5, 0.3, 0.2, 0.8
        nets.decoder.linear.bias.copy_(bias.reshape(-1))
    return nets
