"""Ship the shared style sheet as one file: its imports are set in place when collected."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<name>[\w-]+\.css)"\);\n')


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, after `css/site.css` has swallowed the sheets it imports."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        if SHEET in paths and not dry_run:
            self._set_imports_in_place(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _set_imports_in_place(self, paths: dict[str, Any]) -> None:
        def sheet(found: re.Match[str]) -> str:
            return self._text(paths, f"css/{found['name']}")

        whole = IMPORT.sub(sheet, self._text(paths, SHEET))
        self.delete(SHEET)
        self._save(SHEET, ContentFile(whole.encode()))
        paths[SHEET] = (self, SHEET)

    @staticmethod
    def _text(paths: dict[str, Any], name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())
