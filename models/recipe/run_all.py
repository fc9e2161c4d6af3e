"""Every stage of a configuration, one after the other: `python run_all.py xs [--minutes N] [--words FOLDER]`.

A stage that has spent its budget does nothing when it is called again, so the same command goes on after a kill, and
`--minutes N` stops it cleanly for machines that are lent by the piece: it ends with 75 when stages are left to do.
"""

import subprocess
import sys
import time

from common import DATA, RECIPE, load_checkpoint, load_config, work_folder

MORE_TO_DO = 75  # EX_TEMPFAIL


def spent(config: dict, checkpoint: str) -> float:
    state = load_checkpoint(work_folder(config) / checkpoint)
    return state["spent_s"] / 60 if state else 0.0


def main(arguments: list[str]) -> int:
    name = arguments[0] if arguments and not arguments[0].startswith("-") else "xs"
    config = load_config(name)
    end = time.monotonic() + 60 * (float(arguments[arguments.index("--minutes") + 1]) if "--minutes" in arguments else 1e6)
    words = ["--words", arguments[arguments.index("--words") + 1]] if "--words" in arguments else []

    def run(script: str, *options: str) -> bool:
        left = end - time.monotonic()
        if left < 20:
            return False
        print(f"== {script} {' '.join(options)}", flush=True)
        try:
            subprocess.run([sys.executable, script, *options], cwd=RECIPE, check=True, timeout=left)
        except subprocess.TimeoutExpired:
            print("The time is up; the last checkpoint is whole. Run the same command again to go on.", flush=True)
            return False
        return True

    if not (DATA / "summary.json").exists() and not run("prepare_data.py", *words):
        return MORE_TO_DO
    budgets = config["train"]
    stages = [("upscaler.pt", "train_upscaler.py", "upscaler", ()), ("decoder.pt", "train_decoder.py", "decoder", ()),
              ("layout.pt", "fit_layout.py", None, ()), ("denoiser.pt", "train_denoiser.py", "denoiser", ()),
              ("decoder-on-denoised.pt", "train_decoder.py", "decoder_on_denoised", ("--on-denoised",))]
    for checkpoint, script, stage, options in stages:
        done = (work_folder(config) / checkpoint).exists() if stage is None else spent(config, checkpoint) >= budgets[stage]["minutes"]
        if not done and not run(script, name, *options):
            return MORE_TO_DO
    for script, *options in (["calibrate_confidence.py", name], ["evaluate.py", name], ["export.py", name], ["verify.py", f"../{config['id']}"], ["card.py", name]):
        if not run(script, *options):
            return MORE_TO_DO
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
