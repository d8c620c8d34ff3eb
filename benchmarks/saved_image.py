"""Times `lint --image` against listing the same layers with tar.

    python benchmarks/saved_image.py [--runs N] [--only stored|gzip|whole] [--beside CHECKOUT]

The image has this Python, all that is installed beside this program, and the files that fill it up
to 300 MB. `tar` lists each layer that lies there as a file of its own (`tar -tf`, `tar -tzf`): of
one that is not compressed it reads the headers alone, and seeks. "piped" is what the command line
needs for the image itself, as `docker save` gives it: `tar -xOf IMAGE LAYER | tar -tf -` for each
layer. Listing only the outer file, "outer", says nothing of the layers. "whole" is `docker save | gzip`, whose
layers cannot be listed without being inflated; `tar` lists the outer file. "first" knows nothing, "again" has the
facts of an earlier run; with `--beside`, "first+" and "again+" are those of another checkout. Everything is a whole command, with the processor time of all its processes: both sides of a
pipe may run at once. Peak memory is the system's own figure.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from io import BytesIO
from pathlib import Path

SIZE = 300 << 20
ROOT = Path(__file__).resolve().parent.parent
SITE = "usr/local/lib/python3.12/site-packages"
MAIN = b"import packaging.version, yaml, pydantic, requests\n"

PEAK = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def main() -> None:
    """Prints medians, ratios and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=("stored", "gzip", "whole"))
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    stated = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        layers = _layers()
        for name in (stated.only,) if stated.only else ("stored", "gzip", "whole"):
            _measure(Path(folder), name, layers, stated.runs, stated.beside)


def _measure(folder: Path, name: str, layers: list[bytes], runs: int, beside: Path | None) -> None:
    packed = [gzip.compress(data, 6) for data in layers] if name == "gzip" else layers
    files = [folder / f"{name}{number}.tar" for number in range(len(packed))]
    for file, data in zip(files, packed, strict=True):
        file.write_bytes(data)
    image = folder / f"{name}.tar"
    _save(image, packed)
    if name == "whole":
        image = folder / "whole.tar.gz"
        with gzip.open(image, "wb", 6) as out, open(folder / "whole.tar", "rb") as tar:
            shutil.copyfileobj(tar, out)
        listing = f"gzip -dc {image} | tar -t >/dev/null"
        others = {}
    else:
        flags = "-tzf" if name == "gzip" else "-tf"
        listing = " && ".join(f"tar {flags} {file} >/dev/null" for file in files)
        piped = " && ".join(
            f"tar -xOf {image} {_name(data)} | tar {flags} - >/dev/null" for data in packed
        )
        others = {"outer": ["tar", "-tf", str(image)], "piped": ["sh", "-c", piped]}
    checkouts = {"": ROOT, **({"+": beside.resolve()} if beside is not None else {})}
    lint = [sys.executable, "-P", "-m", "lint", "--image", str(image)]
    commands = {"tar": ["sh", "-c", listing], **others}
    variables = {}
    for mark, checkout in checkouts.items():
        commands |= {f"first{mark}": [*lint, "--no-cache"], f"again{mark}": lint}
        env = {**os.environ, "PYTHONPATH": str(checkout)}
        env["XDG_CACHE_HOME"] = str(folder / f"cache{mark}")
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        variables |= {f"first{mark}": env, f"again{mark}": env}
        subprocess.run(lint, env=env, capture_output=True, check=False)
    times: dict[str, list[float]] = {key: [] for key in commands}
    busy: dict[str, list[float]] = {key: [] for key in commands}
    peaks = dict.fromkeys(commands, 0)
    for _ in range(runs):
        for key, command in commands.items():
            start = time.perf_counter()
            env = variables.get(key)
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
            _, _, usage = os.wait4(process.pid, 0)
            times[key].append(time.perf_counter() - start)
            busy[key].append(usage.ru_utime + usage.ru_stime)
    for key, command in commands.items():
        # By a small process: a child starts with the memory of the one that makes it.
        asked = [sys.executable, "-S", "-c", PEAK, *command]
        peak = subprocess.run(asked, env=variables.get(key), capture_output=True, check=True).stdout
        peaks[key] = int(peak.split()[-1])
    base = statistics.median(times["tar"])
    busy_base = statistics.median(busy["tar"])
    print(f"{name}: {image.stat().st_size >> 20} MB, {sum(map(len, layers)) >> 20} MB of layers")
    for key, taken in times.items():
        median, used = statistics.median(taken), statistics.median(busy[key])
        print(
            f"  {key:6} {median:6.2f} s  {median / base:5.2f} x tar"
            f"  {used:6.2f} s of a processor  {used / busy_base:5.2f} x tar  {peaks[key] >> 10:4} MB"
        )


def _layers() -> list[bytes]:
    """A layer of programs and data, one of Python's files and distributions, and one of the code."""
    noise = random.Random(7)
    library = Path(os.__file__).parent
    packages = Path(json.__file__).parent.parent / "site-packages"
    packages = next((Path(p) for p in sys.path if p.endswith("site-packages")), packages)
    python = _packed(
        {
            **_tree(library, "usr/local/lib/python3.12", {"site-packages", "test"}),
            **_tree(packages, SITE, set()),
        }
    )
    size = max(SIZE - len(python), 20 << 20)
    words = [noise.randbytes(64) for _ in range(4000)]
    data = {
        f"usr/share/data/{number}": b"".join(noise.choices(words, k=400))
        for number in range(size // 25_600)
    }
    elf = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(44)
    return [_packed({"usr/local/bin/python": elf, **data}), python, _packed({"app/main.py": MAIN})]


def _tree(folder: Path, prefix: str, without: set[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - without)
        for file in files:
            path = Path(here, file)
            if path.is_file() and path.stat().st_size < 20 << 20:
                found[f"{prefix}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return found


def _packed(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o755 if "/bin/" in name else 0o644
            tar.addfile(info, BytesIO(data))
    return out.getvalue()


def _name(layer: bytes) -> str:
    return hashlib.sha256(layer).hexdigest() + ".tar"


def _save(path: Path, layers: list[bytes]) -> None:
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Cmd": ["python", "main.py"], "WorkingDir": "/app"},
        }
    ).encode()
    names = [_name(data) for data in layers]
    manifest = json.dumps([{"Config": "c.json", "RepoTags": ["a:1"], "Layers": names}]).encode()
    with tarfile.open(path, "w") as tar:
        for name, data in (
            *zip(names, layers, strict=True),
            ("c.json", config),
            ("manifest.json", manifest),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, BytesIO(data))


if __name__ == "__main__":
    main()
