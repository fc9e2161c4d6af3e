"""Averages the trained weights with those of the pack that they began from: `python average_with_pack.py xxs ../musa-xxs [--share 0.75]`.

The middle between two trainings that share a beginning is often better than either end (model soups, arXiv:2203.05482):
here it keeps the older, longer trained shapes and the newer words. SHARE is that of the new weights; what the pack has not
(`recall`) stays as it was trained. Writes denoiser.pt; the one before is kept as denoiser-whole.pt.
"""

import shutil
import sys
from pathlib import Path

import torch
from safetensors.numpy import load_file

from common import load_checkpoint, load_config, save_checkpoint, work_folder
from networks import Denoiser, TextEncoder
from quantize import restore, stored
from start_from_pack import restore_text_encoder


def main(name: str, pack: Path, share: float) -> None:
    config = load_config(name)
    path = work_folder(config) / "denoiser.pt"
    whole = path.with_name("denoiser-whole.pt")
    if not whole.exists():
        if not path.exists():
            raise SystemExit("There is no trained denoiser yet. Run `python train_denoiser.py` first.")
        shutil.copyfile(path, whole)
    state = load_checkpoint(whole)
    encoder, denoiser = TextEncoder(config["text"], config["latents"]), Denoiser(config["denoiser"], config["latents"], config["text"])
    restore_text_encoder(encoder, pack)
    restore(denoiser, stored(load_file(pack / "weights" / "denoiser.safetensors")))
    for part, net in (("text_encoder", encoder), ("denoiser", denoiser)):
        for key, older in net.state_dict().items():
            if not key.startswith("recall"):
                state["average"][f"{part}.{key}"] = torch.lerp(older, state["average"][f"{part}.{key}"], share)
    save_checkpoint(path, {"average": state["average"], "samples": state["samples"], "spent_s": state["spent_s"]})
    print(f"{share:.0%} of {whole.name}, {1 - share:.0%} of {pack.name}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[sys.argv.index("--share") + 1]) if "--share" in sys.argv else 0.75)
