"""Which Vietnamese sentences does the market say, and is each of them told in English?

The ids are the Vietnamese texts. Babel reads Python and Jinja2 alike and needs no `msgfmt`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGE = "en"
SOURCES = ("backend", "frontend")

_METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("templates/**", "jinja2.ext:babel_extract"),
]
_OPTIONS = {
    "templates/**": {
        "extensions": "jinja2.ext.do",
        "newstyle_gettext": "false",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
_HEADER = "# The market in English; the ids are the Vietnamese texts."
_PLACEHOLDER = re.compile(r"%\((\w+)\)")
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_file(locale: Path) -> Path:
    return locale / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(root: Path) -> Catalog:
    """Every text marked for translation under `root`, untranslated."""
    catalogue = Catalog(locale=LANGUAGE)
    for source in SOURCES:
        found = extract_from_dir(
            root / source, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
        )
        for file, line, message, comments, context in found:
            places = [(f"{source}/{file}", line)]
            catalogue.add(message, "", places, auto_comments=comments, context=context)
    return catalogue


def stored(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale=LANGUAGE, project="Chợ Số", header_comment=_HEADER, fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def merge(root: Path, file: Path) -> int:
    """Bring the stored catalogue up to date, keeping its texts; return how many are untold."""
    catalogue = stored(file)
    created_at = catalogue.creation_date
    catalogue.update(extracted(root), no_fuzzy_matching=True)
    catalogue.creation_date = created_at
    catalogue.obsolete.clear()
    _write(catalogue, file)
    return sum(1 for message in catalogue if message.id and not _is_told(message))


def _write(catalogue: Catalog, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalogue, width=96, no_location=True, sort_output=True)


def compile_catalogue(file: Path) -> Path:
    compiled = file.with_suffix(".mo")
    with compiled.open("wb") as stream:
        write_mo(stream, stored(file))
    return compiled


def gaps(root: Path, file: Path) -> Iterator[str]:
    """One line for each text that has no English, is marked fuzzy, or loses a placeholder."""
    catalogue = stored(file)
    for wanted in extracted(root):
        if not wanted.id:
            continue
        told = catalogue.get(wanted.id, wanted.context)
        if told is None or not _is_told(told):
            yield f"{_place(wanted)}: no English for {_text(wanted)!r}"
        elif told.fuzzy:
            yield f"{_place(wanted)}: fuzzy English for {_text(wanted)!r}"
        else:
            told.flags |= wanted.flags
            problems = [str(problem) for problem in told.check(catalogue)]
            if lost := _names(wanted.id) - _names(told.string):
                problems.append(f"{', '.join(sorted(lost))} is not told")
            yield from (f"{_place(wanted)}: {_text(wanted)!r}: {each}" for each in problems)


def _names(texts: str | tuple[str, ...] | list[str] | None) -> set[str]:
    return set(_PLACEHOLDER.findall(texts if isinstance(texts, str) else " ".join(texts or ())))


def _is_told(message: Message) -> bool:
    if isinstance(message.string, str):
        return bool(message.string)
    return bool(message.string) and all(message.string or ())


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _place(message: Message) -> str:
    file, line = message.locations[0]
    return f"{file}:{line}"
