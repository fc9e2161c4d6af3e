"""Every stage of a configuration, one after the other: `python run_all.py xs [--minutes N] [--words FOLDER]`.

`run_all.py xs-smoke` runs every one of them for seconds, with tiny networks, to see that the whole recipe works here.

A stage that has spent its budget does nothing when it is called again, so the same command goes on after a kill, and
`--minutes N` stops it cleanly for machines that are lent by the piece: it ends with 75 when stages are left to do.
"""

import subprocess
import sys
import time

from common import DATA, RECIPE, SMOKE, load_checkpoint, load_config, pack_folder, work_folder
from dataset import MORE_STYLES

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

    more = ["--more"] if MORE_STYLES & set(config["styles"]) else []
    prepared = (DATA / "summary.json").exists() and (not more or (DATA / "more-records.jsonl").exists())
    if not prepared and not run("prepare_data.py", *more, *words):
        return MORE_TO_DO
    budgets = config["train"]
    stages = [("upscaler.pt", "train_upscaler.py", "upscaler", ()), ("decoder.pt", "train_decoder.py", "decoder", ()),
              ("layout.pt", "fit_layout.py", None, ()), ("words.pt", "align_words.py", "words", ()),
              ("denoiser.pt", "probe.py", None, ()), ("denoiser.pt", "train_denoiser.py", "denoiser", ()), ("few-steps.pt", "train_few_steps.py", "few_steps", ()),
              ("decoder-on-denoised.pt", "train_decoder.py", "decoder_on_denoised", ("--on-denoised",))]
    for checkpoint, script, stage, options in stages:
        if stage and stage not in budgets:
            continue
        done = (work_folder(config) / checkpoint).exists() if stage is None else spent(config, checkpoint) >= budgets[stage]["minutes"]
        if not done and not run(script, name, *options):
            return MORE_TO_DO
    smoke = name.endswith(SMOKE)  # its figures are good for nothing, so its pack is no worse than none
    for script, *options in (["calibrate_confidence.py", name], ["evaluate.py", name, *(["--quick"] if smoke else [])], ["export.py", name, *(["--force"] if smoke else [])],
                             ["verify.py", str(pack_folder(config))], ["card.py", name]):
        if not run(script, *options):
            return MORE_TO_DO
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
