"""Begins a work folder with what a shipped pack already knows: `python start_from_pack.py xxs ../musa-xxs`.

Writes the latent space, the decoder and the upscaler; `fit_layout.py` comes next, then `train_denoiser.py --from PACK` takes
over the other networks, and `train_decoder.py --on-denoised` goes on with the decoder.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.numpy import load_file

from common import load_config, save_checkpoint, work_folder
from networks import Decoder, Upscaler
from quantize import restore, stored


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
    print(f"started {folder} from {json.loads((pack / 'manifest.json').read_text())['id']}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
