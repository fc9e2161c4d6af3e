"""Installs the pinned icon sets and renders the training pictures: `python prepare_data.py`. Needs Node 20 or newer."""

import hashlib
import json
import shutil
import subprocess
import sys

from common import DATA, RECIPE

NEEDED_BYTES = 5_000_000_000


def main() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(DATA).free
    if free < NEEDED_BYTES and not (DATA / "pictures.u8").exists():
        raise SystemExit(f"The pictures need {NEEDED_BYTES / 1e9:.0f} GB of disk and {free / 1e9:.1f} GB are free in {DATA}. Make room and start again.")
    folder = RECIPE / "data"
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-workspaces"], cwd=folder, check=True)
    subprocess.run(["node", "render.mjs", str(DATA)], cwd=folder, check=True)
    digest = hashlib.sha256()
    with (DATA / "pictures.u8").open("rb") as file:
        while chunk := file.read(1 << 24):
            digest.update(chunk)
    summary = {"pictures": sum(1 for _ in (DATA / "records.jsonl").open()), "sha256": digest.hexdigest()}
    (DATA / "summary.json").write_text(json.dumps(summary) + "\n")
    print(json.dumps(summary))


if __name__ == "__main__":
    sys.exit(main())
