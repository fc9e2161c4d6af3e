"""Begins a work folder with what a shipped pack already knows: `python start_from_pack.py xxs ../musa-xxs`.

Writes the latent space and every network, as far as it has the shape that the configuration asks for. `align_words.py` and
`export.py` can go on from there, `train_denoiser.py --from PACK` trains prompt encoder and denoiser further (after
`fit_layout.py` where the table of n-grams has another size), `train_decoder.py --on-denoised` the decoder.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.numpy import load_file

from common import load_config, save_checkpoint, work_folder
from networks import Decoder, Denoiser, TextEncoder, Upscaler
from quantize import restore, stored


def restore_text_encoder(encoder: TextEncoder, pack: Path) -> None:
    """A pack from before `recall` leaves it as it begins: without effect."""
    tensors = load_file(pack / "weights" / "text-encoder.safetensors")
    restore(encoder, stored(tensors), unless="\0" if "recall_norm.weight" in tensors else "recall")


def main(name: str, pack: Path) -> None:
    config, folder = load_config(name), work_folder(load_config(name))
    if (folder / "latents.pt").exists():
        raise SystemExit(f"{folder} holds a training already. Move it away first.")
    decoder = Decoder(config["decoder"], config["latents"])
    restore(decoder, stored(load_file(pack / "weights" / "decoder.safetensors")))
    columns = decoder.linear.weight[:, :, 0, 0]
    scale = columns.norm(dim=0)
    # The nearest orthonormal basis: older decoders went on training their linear path.
    u, _, v = torch.linalg.svd(columns / scale, full_matrices=False)
    save_checkpoint(folder / "latents.pt", {"mean": decoder.linear.bias.clone(), "basis": (u @ v).T.contiguous(), "scale": scale})
    with torch.no_grad():
        decoder.linear.weight.copy_(((u @ v) * scale)[:, :, None, None])
    save_checkpoint(folder / "decoder.pt", {"net": decoder.state_dict(), "spent_s": 0.0})
    upscaler = Upscaler(config["upscaler"])
    tensors = {}
    for factor in Upscaler.factors:
        tensors |= load_file(pack / "weights" / f"upscaler-x{factor}.safetensors")
    restore(upscaler, stored(tensors))
    save_checkpoint(folder / "upscaler.pt", {"net": upscaler.state_dict(), "spent_s": 0.0})
    manifest = json.loads((pack / "manifest.json").read_text())
    if manifest["tokenizer"]["buckets"] == config["text"]["buckets"]:
        encoder, denoiser = TextEncoder(config["text"], config["latents"]), Denoiser(config["denoiser"], config["latents"], config["text"])
        restore_text_encoder(encoder, pack)
        restore(denoiser, stored(load_file(pack / "weights" / "denoiser.safetensors")))
        average = {f"text_encoder.{k}": v for k, v in encoder.state_dict().items()} | {f"denoiser.{k}": v for k, v in denoiser.state_dict().items()}
        save_checkpoint(folder / "denoiser.pt", {"average": average, "samples": manifest["training"]["samples"], "spent_s": 0.0})
    print(f"started {folder} from {manifest['id']} {manifest['version']}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
