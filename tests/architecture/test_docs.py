"""What the documents claim is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
READERS = ["backend/config/settings.py", "backend/config/gunicorn.py",
           "backend/demo/management/commands/open_market.py"]  # fmt: skip


def test_every_setting_is_documented():
    told = (ROOT / "docs" / "settings.md").read_text()
    read = set()
    for file in READERS:
        source = (ROOT / file).read_text()
        read |= set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', source))
    assert read
    assert sorted(name for name in read if f"`{name}`" not in told) == []


def test_every_link_between_the_documents_leads_somewhere():
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    dead = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("target", ["run", "test", "check"])
def test_make_knows_the_commands_of_the_readme(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M)


def test_the_lock_files_name_no_host():
    for lock in ROOT.glob("requirements*.lock"):
        assert "http" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()


def test_the_repository_is_the_only_import_root():
    """`python backend/manage.py` must not make `core` or `config` names of their own."""
    seen = subprocess.run(
        [sys.executable, "backend/manage.py", "shell", "-c",
         "import sys; print(sys.path[0]); "
         "from importlib.util import find_spec; print(find_spec('config'))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(ROOT) in seen.stdout
    assert seen.stdout.strip().endswith("None")
