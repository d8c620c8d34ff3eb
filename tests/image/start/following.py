"""What a command starts beside files that a test writes."""

from __future__ import annotations

from lint.image.start.follow import find_launches
from lint.image.start.launch import Launch, Surroundings


class Files:
    def __init__(self, **files: str) -> None:
        self.files = {name.replace("__", "/"): text for name, text in files.items()}

    def read(self, path: str) -> bytes | None:
        text = self.files.get(path)
        return None if text is None else text.encode()

    def names(self, folder: str) -> list[str]:
        found = [path.rpartition("/") for path in self.files]
        return [name for above, _, name in found if above == folder]


def launches(words: list[str], files: dict[str, str] | None = None, **more: object) -> list[Launch]:
    given = Files()
    given.files = files or {}
    around = Surroundings(given, directory=str(more.pop("directory", "/app")), **more)  # type: ignore[arg-type]
    return find_launches(words, around)


def one(words: list[str], files: dict[str, str] | None = None, **more: object) -> str:
    (launch,) = launches(words, files, **more)
    if launch.unknown:
        return "unknown"
    what = launch.module or launch.script
    return (
        what + (f":{launch.attribute}" if launch.attribute else "") + ("!" if launch.main else "")
    )
