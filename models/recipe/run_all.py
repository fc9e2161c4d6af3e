"""Every stage of a configuration, one after the other: `python run_all.py xs [--minutes N] [--train] [--words FOLDER]`.

`run_all.py xs-smoke` runs every one of them for seconds, with tiny networks, to see that the whole recipe works here.

A stage that has spent its budget is not started again, so the same command goes on after a kill, and `--minutes N` stops
it cleanly for machines that are lent by the piece: it ends with 75 when stages are left to do. `--train` leaves what a
GPU does not speed up, from calibration to card, to another machine. Checkpoints, figures and pack go into the folder
MUSA_WORK where that is set.
"""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from common import DATA, MODELS, RECIPE, SMOKE, load_checkpoint, load_config, option, pack_folder, work_folder
from dataset import MORE_STYLES

MORE_TO_DO = 75  # EX_TEMPFAIL
GRACE_S = 20  # for the last checkpoint


def spent(config: dict, checkpoint: str) -> float:
    state = load_checkpoint(work_folder(config) / checkpoint)
    return state["spent_s"] / 60 if state else 0.0


def end_of(stage: subprocess.Popen) -> None:
    """Asks a stage to save and stop; a kill only if it does not."""
    stage.terminate()
    try:
        stage.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        stage.kill()
        stage.wait()


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(MORE_TO_DO))  # so that the stage is asked to stop as well
    name = arguments[0] if arguments and not arguments[0].startswith("-") else "xs"
    config = load_config(name)
    end = time.monotonic() + 60 * (option(arguments, "--minutes", float) or 1e6)
    words = ["--words", folder] if (folder := option(arguments, "--words")) else []

    def run(script: str, *options: str) -> bool:
        return run_command([sys.executable, script, *options], RECIPE)

    def run_command(command: list[str], folder: Path) -> bool:
        left = end - time.monotonic() - GRACE_S
        if left < GRACE_S:
            return False
        print(f"== {' '.join(command[1:])}", flush=True)
        stage = subprocess.Popen(command, cwd=folder)
        try:
            if code := stage.wait(left):
                raise SystemExit(code)
        except subprocess.TimeoutExpired:
            print("The time is up. Run the same command again to go on.", flush=True)
            return False
        finally:
            end_of(stage)
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
    if "--train" in arguments:
        print("Everything is trained. Run the same command without --train where Node is, with the same MUSA_WORK.", flush=True)
        return 0
    smoke = name.endswith(SMOKE)  # its figures are good for nothing, so its pack is no worse than none
    node, pack = shutil.which("npx") is not None, str(pack_folder(config))
    if not node:
        print("Node is missing, so the confidence is not calibrated and no sheet is drawn. Run the same command again where it is.", flush=True)
    for script, *options in (["weak_names.py", name], *([["calibrate_confidence.py", name]] if node else []), ["evaluate.py", name, *(["--quick"] if smoke else [])],
                             ["export.py", name, *(["--force"] if smoke else [])], ["verify.py", pack], ["card.py", name]):
        if not run(script, *options):
            return MORE_TO_DO
    if node and not run_command(["npx", "tsx", "scripts/draw-sheet.ts", pack], MODELS.parent):
        return MORE_TO_DO
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
