"""Refuses to start on missing or altered data, too little disk or too little memory: `python preflight.py [--record [--also]]`.

Training scripts call `begin()` first. `--record` writes data.lock.json anew after a deliberate change of the data; with
`--also` what it knew stays good: some files may be one of several, as the crops are all of them or those of a bundle.
"""

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path

import torch

from common import DATA, RECIPE, sha256_of

LOCK = "data.lock.json"
# What training writes (checkpoints, latents) and holds, beyond the pictures themselves.
FREE_DISK, FREE_MEMORY = 2_000_000_000, 2_500_000_000
NEEDED = ("pictures.u8", "records.jsonl", "crops.u8")
FURTHER = ("more-", "extra-")  # of `prepare_data.py --more --words`: a training may do without


def free_memory() -> int | None:
    """Bytes that this machine can still give, the limit of a container included; None where the system does not tell."""
    found = []
    try:
        found.append(1024 * int(re.search(r"^MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text(), re.M)[1]))
    except (OSError, TypeError):
        pass
    try:
        limit, used = (Path("/sys/fs/cgroup", name).read_text().strip() for name in ("memory.max", "memory.current"))
        if limit != "max":
            found.append(int(limit) - int(used))
    except (OSError, ValueError):
        pass
    return min(found, default=None)


def gigabytes(count: float) -> str:
    return f"{count / 1e9:.1f} GB"


def renderer_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.mjs")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def data_files(data: Path) -> list[Path]:
    """Pictures, crops, captions and words."""
    return sorted(path for pattern in ("*.u8", "*records*.jsonl", "extra-words.json") for path in data.glob(pattern))


def source_hashes(recipe: Path) -> dict:
    return {"data/package-lock.json": sha256_of(recipe / "data" / "package-lock.json"), "data/*.mjs": renderer_hash(recipe / "data")}


def measure_data(data: Path = DATA, recipe: Path = RECIPE) -> dict:
    """Hashes of pictures, captions, pinned packages (each with the integrity of its tarball) and renderer, by file."""
    return {path.name: sha256_of(path) for path in data_files(data)} | source_hashes(recipe)


def cached_hashes(data: Path, recipe: Path) -> dict:
    """measure_data, but while size and time of the big files stay, their hashes are not computed again."""
    cache = data / "checked.json"
    marks = {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in data_files(data)}
    seen = json.loads(cache.read_text()) if cache.exists() else {}
    if seen.get("marks") != marks:
        seen = {"marks": marks, "hashes": measure_data(data, recipe)}
        cache.write_text(json.dumps(seen))
    return seen["hashes"] | source_hashes(recipe)


def data_problems(data: Path, recipe: Path) -> list[str]:
    missing = [name for name in NEEDED if not (data / name).exists()]
    if missing:
        return [f"{' and '.join(missing)} missing in {data}. Run `python prepare_data.py`."]
    lock = recipe / LOCK
    if not lock.exists():
        return [f"{LOCK} is missing, so nobody can tell whether the data is what it should be. Restore it from the repository, or write it with `python preflight.py --record`."]
    known, found, out = json.loads(lock.read_text()), cached_hashes(data, recipe), []
    for name in sorted(known.keys() | found.keys()):
        mend = "`git checkout -- data`" if name.startswith("data/") else f"`python prepare_data.py{' --more' if name.startswith(FURTHER) else ''}`"
        good = one_of(known.get(name, []))
        if name not in found:
            if not name.startswith(FURTHER):
                out.append(f"{name} is missing in {data}. Run {mend}.")
        elif found[name] not in good:
            instead = " or ".join(f"{digest[:12]}…" for digest in good) or "none"
            out.append(f"{name} is not what {LOCK} says: SHA-256 {found[name][:12]}… instead of {instead}. Run {mend}; if the change is meant, `python preflight.py --record`.")
    return out


def one_of(entry: str | list[str]) -> list[str]:
    return [entry] if isinstance(entry, str) else entry


def record(data: Path = DATA, recipe: Path = RECIPE, also: bool = False) -> None:
    """Writes the lock for the data as it is; `also`: beside what was good before."""
    lock, found = recipe / LOCK, measure_data(data, recipe)
    if also:
        known = json.loads(lock.read_text())
        every = {name: list(dict.fromkeys([*one_of(known.get(name, [])), *one_of(found.get(name, []))])) for name in (known | found)}
        found = {name: digests[0] if len(digests) == 1 else digests for name, digests in every.items()}
    lock.write_text(json.dumps(found, indent="\t") + "\n")


def problems(data: Path = DATA, recipe: Path = RECIPE, disk: int = FREE_DISK, memory: int = FREE_MEMORY) -> list[str]:
    """Everything that speaks against starting, each with what to do about it."""
    found = data_problems(data, recipe)
    place = data
    while not place.exists():
        place = place.parent
    if (free := shutil.disk_usage(place).free) < disk:
        found.append(f"Training needs {gigabytes(disk)} of disk and {gigabytes(free)} are free in {place}. Make room and start again.")
    free = free_memory()
    if free is not None and free < memory:
        found.append(f"Training needs {gigabytes(memory)} of memory and {gigabytes(free)} are free. Close other programs and start again; it goes on from its last checkpoint.")
    if not os.access(place, os.W_OK):
        found.append(f"{place} can't be written to. Give yourself the right to, or move the checkout.")
    return found


def check() -> None:
    """Ends the program with every problem in words, before anything is computed."""
    found = problems()
    if found:
        raise SystemExit("Not started:\n- " + "\n- ".join(found))


def begin(arguments: list[str], default: str = "xxs") -> str:
    """Checks what must hold and honours --one-thread; returns the name of the configuration."""
    check()
    if "--one-thread" in arguments:
        torch.set_num_threads(1)
    return arguments[0] if arguments and not arguments[0].startswith("-") else default


def main(arguments: list[str]) -> None:
    if "--record" in arguments:
        record(also="--also" in arguments)
        print(f"{LOCK} written.")
        return
    check()
    print("The data is what it should be; disk and memory suffice.")


if __name__ == "__main__":
    main(sys.argv[1:])
