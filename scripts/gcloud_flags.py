"""Compares lint/deploy/gcloud/table.py with the parser of an installed gcloud SDK, and extends it.

    python scripts/gcloud_flags.py            what the table lacks or says wrongly, for that release
    python scripts/gcloud_flags.py --write    adds what the SDK has and the table lacks

The SDK is the one of `gcloud` on the PATH, or that of `--sdk ROOT`. Its own parser is loaded, and
nothing of it is run. Worker pools need the Python that comes with the SDK, which is started where
it is there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "lint" / "deploy" / "gcloud" / "table.py"
TRACKS = ("GA", "beta", "alpha")

NAMED = {
    "ScaleValue": "scale",
    "ScalingValue": "scaling",
    "partial": "scaling",
    "InstanceValue": "instances",
    "UtilizationValue": "utilization",
    "MaxSurgeValue": "surge",
    "MaxUnavailableValue": "surge",
    "ServiceAccount": "service-account",
    "ArgDictWithYAMLOrEnv": "env-file",
}
"""What the table calls the types of the SDK that have names of their own."""
SPECIAL = {
    "--port": "port",
    "--concurrency": "concurrency",
    "--timeout": "duration",
    "--task-timeout": "duration",
    "--max-retries": "count",
    "--parallelism": "count",
    "--tasks": "count1",
    "--scaling-pubsub-target": "count1",
    "--startup-probe": "dict last probe",
    "--liveness-probe": "dict last probe",
    "--readiness-probe": "dict last probe",
    "--add-volume": "dict append volume",
    "--add-volume-mount": "dict append mount",
    "--env-vars-file": "env-file",
    "--build-env-vars-file": "yaml-file",
    "--to-revisions": "dict merge percent",
    "--to-tags": "dict merge percent",
    "--depends-on": "list union container",
    "--remove-containers": "list union container",
    "--container": "container",
    "--flags-file": "flags-file",
    "--preset": "text",
    "--mesh-dataplane": "choice proxyless-grpc|sidecar",
}
"""Flags whose type is a function without a name, or differs among releases."""


def main() -> int:
    """Prints the differences; 1 where there are some."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdk", help="the folder of the SDK, which has a folder lib")
    parser.add_argument("--write", action="store_true", help="extend the table")
    options = parser.parse_args()
    root = options.sdk or _installed()
    if not root:
        print("gcloud is not installed", file=sys.stderr)
        return 2
    _restart_with_bundled_python(root)
    release, found = surface(root)
    sys.path.insert(0, str(ROOT))
    return _write(release, found) if options.write else _check(release, found)


def _installed() -> str:
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        return ""
    command = [gcloud, "info", "--format=value(installation.sdk_root)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _restart_with_bundled_python(root: str) -> None:
    bundled = os.path.join(root, "platform", "bundledpythonunix", "bin", "python3")
    if os.path.exists(bundled) and not os.environ.get("GCLOUD_FLAGS_RESTARTED"):
        os.environ["GCLOUD_FLAGS_RESTARTED"] = "1"
        os.execv(bundled, [bundled, *sys.argv])


def surface(root: str) -> tuple[int, dict[str, dict[str, dict[str, Any]]]]:
    """The release of an SDK, and its flags: by name, command letter and track."""
    for name in [name for name in os.environ if name.startswith("CLOUDSDK_")]:
        del os.environ[name]
    os.environ["CLOUDSDK_CONFIG"] = tempfile.mkdtemp(prefix="gcloud-flags-")
    os.environ["CLOUDSDK_CORE_DISABLE_FILE_LOGGING"] = "True"
    sys.path[:0] = [os.path.join(root, "lib"), os.path.join(root, "lib", "third_party")]
    _complete_tracks(root)
    from googlecloudsdk import gcloud_main
    from googlecloudsdk.core import config

    sys.path.insert(0, str(ROOT))
    from lint.deploy.gcloud.table import COMMANDS

    top = gcloud_main.CreateCLI([])._TopElement()
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for letter, path in COMMANDS.items():
        for track in TRACKS:
            words = ([] if track == "GA" else [track]) + path.split()
            element = top
            for word in words:
                element = element and element.LoadSubElement(word)
            if element is None:
                continue
            inside = _container_flags(element)
            for flag in _flags(element.ai.arguments):
                for name in flag.option_strings:
                    entry = {"kind": kind_of(flag), "container": name in inside if inside else None}
                    found.setdefault(name, {}).setdefault(letter, {})[track] = entry
    return int(config.CLOUD_SDK_VERSION.partition(".")[0]), found


def _complete_tracks(root: str) -> None:
    """Gives a partial copy of an SDK the groups of its tracks, which come as components."""
    for track in ("alpha", "beta"):
        folder = os.path.join(root, "lib", "surface", track)
        if not os.path.isdir(folder):
            os.makedirs(folder)
            text = (
                "from googlecloudsdk.calliope import base\n\n"
                f"@base.ReleaseTracks(base.ReleaseTrack.{track.upper()})\n"
                'class Track(base.Group):\n  """t."""\n  category = base.SDK_TOOLS_CATEGORY\n'
            )
            Path(folder, "__init__.py").write_text(text)


def _flags(arguments: Any) -> Any:
    for argument in arguments:
        if hasattr(argument, "arguments"):
            yield from _flags(argument.arguments)
        elif getattr(argument, "option_strings", None):
            yield argument


def _container_flags(element: Any) -> set[str]:
    parse = element._parser.parse_known_args
    group = getattr(getattr(parse, "__self__", None), "_container_arg_group", None)
    names: set[str] = set()
    todo = [group] if group is not None else []
    while todo:
        argument = todo.pop()
        if hasattr(argument, "arguments"):
            todo.extend(argument.arguments)
        else:
            names.add(argument.name)
    return names


def kind_of(flag: Any) -> str:
    """The kind of a flag, in the words of the table."""
    name = next(text for text in flag.option_strings if text.startswith("-"))
    action = type(flag).__name__
    if name in SPECIAL:
        return SPECIAL[name]
    if flag.nargs == 0:
        both = action == "StoreTrueFalseAction" or _has_negative(flag)
        return "bool" if both else "flag"
    if flag.choices:
        return "choice " + "|".join(sorted(map(str, flag.choices)))
    kind = type(flag.type).__name__
    if kind in ("ArgList", "ArgDict"):
        repeated = {"UpdateAction": "merge" if kind == "ArgDict" else "union"}.get(action, "last")
        key = getattr(getattr(flag.type, "key_type", None), "__name__", "")
        element = getattr(getattr(flag.type, "element_type", None), "__name__", "")
        suffix = " env" if "EnvVarKeyType" in (key, element) else ""
        return f"{'dict' if kind == 'ArgDict' else 'list'} {repeated}{suffix}"
    named = getattr(flag.type, "__name__", kind)
    return NAMED.get(named, "text")


def _has_negative(flag: Any) -> bool:
    return flag.dest in ("allow_unencrypted_build", "gen2", "log_http", "user_output_enabled")


def _check(release: int, found: dict[str, dict[str, dict[str, Any]]]) -> int:
    from lint.deploy.gcloud.flags import FLAGS, available
    from lint.deploy.gcloud.table import COMMANDS

    wrong = []
    for letter in COMMANDS:
        for track in TRACKS:
            mine = {name for name, flag in FLAGS.items() if available(flag, letter, track, release)}
            theirs = {
                name
                for name, commands in found.items()
                if track in commands.get(letter, {}) and not name.startswith("---")
            }
            if not theirs:
                continue
            where = f"{COMMANDS[letter]} ({track})"
            wrong += [f"{where}: the table lacks {name}" for name in sorted(theirs - mine)]
            wrong += [f"{where}: the SDK lacks {name}" for name in sorted(mine - theirs)]
            for name in sorted(theirs & mine):
                entry, flag = found[name][letter][track], FLAGS[name]
                # Functions have types of their own, which are read as those of Cloud Run.
                if entry["kind"] != flag.kind and letter != "F":
                    wrong.append(f"{where}: {name} is {entry['kind']}, not {flag.kind}")
                if entry["container"] not in (None, flag.in_container(letter)):
                    wrong.append(f"{where}: {name} differs in whether it is of a container")
    for line in wrong:
        print(line)
    print(f"gcloud {release}: {len(wrong)} differences")
    return 1 if wrong else 0


def _write(release: int, found: dict[str, dict[str, dict[str, Any]]]) -> int:
    """Adds the flags of this release to the rows of the table, as from this release on."""
    from lint.deploy.gcloud.flags import FLAGS, available, row_of, with_availability

    flags = dict(FLAGS)
    for name, commands in found.items():
        if name.startswith("---"):
            continue
        for letter, tracks in commands.items():
            for track, entry in tracks.items():
                flag = flags.get(name)
                if flag is None or not available(flag, letter, track, release):
                    flags[name] = with_availability(
                        flag, name, entry["kind"], letter, track, release, bool(entry["container"])
                    )
    text = TABLE.read_text()
    head, _, rest = text.partition('ROWS = """\\\n')
    tail = rest.partition('"""')[2]
    rows = "".join(row_of(flags[name]) + "\n" for name in sorted(flags))
    TABLE.write_text(f'{head}ROWS = """\\\n{rows}"""{tail}')
    print(f"{TABLE}: {len(flags)} flags; set RELEASE and DATE by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
