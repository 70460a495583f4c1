"""Fail when a file holds what looks like a secret and was not reviewed in .secrets.baseline."""

import subprocess
import sys
from pathlib import Path

from detect_secrets.core.baseline import load, load_from_file
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).parent.parent
BASELINE = ".secrets.baseline"


def unreviewed() -> list[str]:
    """ "file: kind" of each; where in its file a reviewed one stands does not matter."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with default_settings():
        reviewed = load(load_from_file(str(ROOT / BASELINE)), BASELINE)
        found = SecretsCollection(root=str(ROOT))
        for file in filter(None, tracked.stdout.split("\0")):
            if file != BASELINE:
                found.scan_file(file)
    known = {(file, secret.secret_hash) for file, secret in reviewed}
    return [f"{file}: {s.type}" for file, s in found if (file, s.secret_hash) not in known]


if __name__ == "__main__":
    if wrong := unreviewed():
        sys.exit(
            "What looks like a secret (review it, then write the baseline anew):\n"
            + "\n".join(wrong)
        )
