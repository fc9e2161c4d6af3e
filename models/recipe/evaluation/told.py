"""What the product tells a pack for a prompt; see packages/core/src/router/reword-prompt.ts."""

import json
import subprocess
from pathlib import Path

from common import MODELS


def as_told(pack: Path, prompts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(prompt, style) -> (what the model is told, style); needs Node and the repository's packages."""
    run = subprocess.run(["npx", "tsx", "scripts/reword-prompts.ts", str(pack)], cwd=MODELS.parent, check=True, text=True, capture_output=True, input=json.dumps(prompts))
    return [(told, style) for told, (_, style) in zip(json.loads(run.stdout), prompts)]
