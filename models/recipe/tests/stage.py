"""One training stage in a process of its own, with a checkpoint every second and a budget from outside."""

import multiprocessing
import os
import runpy
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

import torch  # noqa: F401  before the fork: reading it in takes seconds

from common import RECIPE


def run(arguments: list[str], root: Path, minutes: float) -> None:
    """`python SCRIPT xs-smoke …` as `arguments` say, on the data and work folders of `root`."""
    for descriptor in (1, 2):
        os.dup2(os.open(root / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.environ |= {"MUSA_DATA": str(root / "data"), "MUSA_WORK": str(root / "work"), "TORCHDYNAMO_DISABLE": "1"}
    for name, module in list(sys.modules.items()):  # they have read where data lies
        if Path(getattr(module, "__file__", None) or "/").parent == RECIPE:
            del sys.modules[name]
    import common
    import preflight

    shrink = common.shrink_for_smoke
    common.SAVE_EVERY_S = 1
    common.shrink_for_smoke = lambda config: with_minutes(shrink(config), minutes)
    preflight.LOCK = str(common.DATA / "lock.json")
    sys.argv = arguments
    runpy.run_path(str(RECIPE / arguments[0]), run_name="__main__")


def with_minutes(config: dict, minutes: float) -> dict:
    for settings in config["train"].values():
        settings |= {"minutes": minutes, "fit_samples": 2000, "batch": 4}
    return config


def start(arguments: list[str], root: Path, minutes: float) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(target=run, args=(arguments, root, minutes))
    process.start()
    return process
