"""The table of docs/compare.md: its cells are in tools.toml, each with the command that shows it.

    python benchmarks/tools.py [--only WORD]   # runs the command of each cell whose tool is on PATH
    python benchmarks/tools.py --write         # writes the table into docs/compare.md
    python benchmarks/tools.py --pages FOLDER  # looks for the words of cells in clones of the documented tools
    python benchmarks/tools.py --speed         # times lint and the tools that can do the same

A cell with a page instead of a command is from the documentation of a tool that is not on a package index.
Each command runs in a scratch repository with the files of tools.toml.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CELLS = ROOT / "benchmarks" / "tools.toml"
PAGE = ROOT / "docs" / "compare.md"
BEGIN = "<!-- The table is written by benchmarks/tools.py. -->"
END = "<!-- End of the table. -->"
OURS = "lint"
VERDICTS = ("better", "same", "behind", "other job")
_TIMEOUT = 120


def load() -> dict[str, Any]:
    """What tools.toml says, and that it is whole. Raises `ValueError` for what is missing."""
    data = tomllib.loads(CELLS.read_text(encoding="utf-8"))
    for row in data["row"]:
        name = row["feature"]
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"{name}: no verdict")
        if row["verdict"] == "behind" and not row.get("reason"):
            raise ValueError(f"{name}: behind without a reason")
        for claim in claims_of(row):
            if claim["tool"] in data["documented"]:
                if not claim.get("page") or not claim.get("quote"):
                    raise ValueError(f"{name}: {claim['tool']} without a page or its words")
            elif not claim.get("run") or not (claim.get("prints") or claim.get("lacks")):
                raise ValueError(f"{name}: {claim['tool']} without a command or what it prints")
            elif claim["tool"] != OURS and claim["tool"] not in data["installed"]:
                raise ValueError(f"{name}: unknown tool {claim['tool']}")
    return data


def claims_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims of a row: those about the others, and those about lint."""
    ours = [{"tool": OURS, **claim} for claim in row.get("ours", [])]
    return [*row.get("others", []), *ours]


def table(data: dict[str, Any]) -> str:
    """The tables, in Markdown, one for each group of rows."""
    lines: list[str] = []
    group = ""
    for row in data["row"]:
        if row["group"] != group:
            group = row["group"]
            lines += [
                "",
                f"## {group}",
                "",
                "| | others | `lint` | compared |",
                "|---|---|---|---|",
            ]
        others = "<br>".join(_cell(claim, data) for claim in row.get("others", [])) or "none"
        ours = "; ".join(claim["says"] for claim in row.get("ours", [])) or "none"
        reason = row.get("reason", "")
        verdict = row["verdict"] + (f": {reason}" if reason else "")
        cells = (row["feature"], others, ours, verdict)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines).strip()


def tools(data: dict[str, Any]) -> str:
    """The table of the tools with their versions."""
    lines = ["| tool | version | seen |", "|---|---|---|"]
    lines += [
        f"| {name} | {tool['version']} | installed, {data['date']}"
        f"{'; ' + tool['note'] if 'note' in tool else ''} |"
        for name, tool in data["installed"].items()
    ]
    lines += [
        f"| {name}† | {tool['version']} | [its documentation]({tool['url']}) of {tool['of']}, "
        f"read {data['date']} |"
        for name, tool in data["documented"].items()
    ]
    return "\n".join(lines)


def _cell(claim: dict[str, Any], data: dict[str, Any]) -> str:
    tool, says = claim["tool"], claim["says"]
    if tool not in data["documented"]:
        return f"{tool}: {says}"
    documented = data["documented"][tool]
    return f"[{tool}]({documented['url']}/blob/{documented['commit']}/{claim['page']})†: {says}"


def with_table(page: str, data: dict[str, Any]) -> str:
    """The page with the tables between its two marks."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{tools(data)}\n\n{table(data)}\n\n{END}{after}"


def problem_of(claim: dict[str, Any], folder: Path, environment: dict[str, str]) -> str:
    """What is not as the claim says; "" for a claim that holds."""
    done = subprocess.run(
        ["sh", "-c", claim["run"]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_TIMEOUT,
        check=False,
    )
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    missing = [part for part in claim.get("prints", []) if part not in text]
    there = [part for part in claim.get("lacks", []) if part in text]
    if "exit" in claim and done.returncode != claim["exit"]:
        return f"exit code {done.returncode}, and not {claim['exit']}:\n{text[-2000:]}"
    if missing or there:
        words = [f"does not print {part!r}" for part in missing]
        words += [f"prints {part!r}" for part in there]
        return f"{', '.join(words)}:\n{text[-2000:]}"
    return ""


def write_files(data: dict[str, Any], folder: Path) -> None:
    """The scratch repository that the commands run in: its files are in the first commit."""
    for name, text in data["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of the commands: no colours, nothing of the user's own."""
    unwanted = ("GITHUB_ACTIONS", "FORCE_COLOR", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    cache = {"CLOUDRUN_LINT_CACHE": str(folder / ".cache" / "lint"), "HOME": str(folder / ".home")}
    quiet = {"NO_COLOR": "1", "SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    ours = {"ROOT": str(ROOT), "PYTHON": sys.executable}
    return {**kept, **cache, **quiet, **ours, "LC_ALL": "C.UTF-8"}


def check(data: dict[str, Any], only: str) -> int:
    """Runs the commands, and prints what is not as the table says. The number of such claims."""
    wrong = right = 0
    absent: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, tool in data["installed"].items():
            claim = {"run": tool["run"], "prints": [tool["version"]]}
            if shutil.which(tool["command"]) and not only:
                problem = problem_of(claim, Path(scratch), surroundings(Path(scratch)))
                if problem:
                    print(f"{name}: another version: {problem}")
    for row in data["row"]:
        for claim in claims_of(row):
            tool = claim["tool"]
            if tool in data["documented"] or only not in (row["feature"], tool, ""):
                continue
            command = OURS if tool == OURS else data["installed"][tool]["command"]
            if not shutil.which(command):
                absent[tool] = absent.get(tool, 0) + 1
                continue
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                write_files(data, folder)
                problem = problem_of(claim, folder, surroundings(folder))
            right += not problem
            if problem:
                wrong += 1
                print(f"{row['feature']}: {tool}: `{claim['run']}` {problem}\n")
    for tool, number in absent.items():
        print(f"{tool} is not on PATH: {number} of its cells not checked")
    print(f"{right} cells are true, {wrong} are not")
    return wrong


def check_pages(data: dict[str, Any], clones: Path) -> int:
    """Looks for the words of cells in the pages that they name. The number that is not there."""
    wrong = right = 0
    for row in data["row"]:
        for claim in claims_of(row):
            documented = data["documented"].get(claim["tool"])
            if documented is None:
                continue
            clone = clones / documented["url"].rpartition("/")[2]
            page = subprocess.run(
                ["git", "-C", str(clone), "show", f"{documented['commit']}:{claim['page']}"],
                capture_output=True,
                check=False,
            ).stdout.decode("utf-8", "replace")
            if claim["quote"] in page:
                right += 1
            else:
                wrong += 1
                print(
                    f"{row['feature']}: {claim['tool']}: {claim['page']} has no {claim['quote']!r}"
                )
    print(f"{right} cells have the words of their pages, {wrong} have not")
    return wrong


def speed(data: dict[str, Any], files: int) -> None:
    """Times the tools that can look at the same manifests."""
    from checker import MANIFEST, compare

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_files(data, folder)
        environment = surroundings(folder)
        (folder / "one").mkdir()
        (folder / "one" / "service.yaml").write_text(MANIFEST)
        (folder / "many").mkdir()
        for number in range(files):
            text = MANIFEST.replace("netra-orders-staging", f"netra-orders-{number}-staging")
            (folder / "many" / f"service-{number:04}.yaml").write_text(text)
        schema = ROOT / "schemas" / "cloud-run" / "service.json"
        for title, where, runs in (
            ("one manifest", "one/service.yaml", 5),
            (f"{files} manifests", "many", 2),
        ):
            flag = "-d" if where == "many" else "-f"
            commands = {
                "checkov": f"checkov {flag} {where} --framework kubernetes --quiet --compact",
                "semgrep": f"semgrep scan -q --config semgrep.yaml {where}",
                "check-jsonschema": f"check-jsonschema --schemafile {schema} {where}{'/*.yaml' if where == 'many' else ''}",
                "yamllint": f"yamllint {where}",
                "lint": f"lint {where}",
            }
            words = {
                name: (["sh", "-c", command], environment)
                for name, command in commands.items()
                if shutil.which(name)
            }
            compare(title, words, folder, runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="only the cells of this tool or row")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pages", type=Path, metavar="FOLDER")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--files", type=int, default=1000)
    options = parser.parse_args()
    data = load()
    if options.write:
        PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), data), encoding="utf-8")
        return 0
    if options.pages:
        return 1 if check_pages(data, options.pages) else 0
    if options.speed:
        speed(data, options.files)
        return 0
    return 1 if check(data, options.only) else 0


if __name__ == "__main__":
    sys.exit(main())
