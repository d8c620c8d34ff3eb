"""A machine of a CI system for tests: its programs are fakes, but for the shell, Python and lint."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from lint.engine.examples import SKELETONS

ROOT = Path(__file__).resolve().parent.parent
GOOD = SKELETONS["Service"]
BAD = GOOD + "        env:\n        - {name: PORT, value: '80'}\n"
DEPLOYED = "deployed"
"""The file that the fake gcloud leaves where it deploys."""

_LINT = """\
#!/bin/sh
PYTHONPATH={root} exec {python} -P -m lint "$@"
"""
_PYTHON = """\
#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin" && cp "{bin}/lint" "{bin}/pip" "{bin}/python" "$3/bin"
  exit
fi
[ "$1 $2" != "-m pip" ] || exec "{bin}/pip" "$@"
exec {python} "$@"
"""
_GCLOUD = """\
#!/bin/sh
case "$*" in
  "deploy releases describe "*) cat release.json ;;
  "storage cp gs://"*) cp service.yaml "$4" ;;
  "run services replace "*) touch deployed ;;
  *) echo "gcloud $*" >&2; exit 64 ;;
esac
"""
_RELEASE = {
    "targetArtifacts": {"prod": {"artifactUri": "gs://b/r/prod", "manifestPath": "manifest.yaml"}}
}


class Machine:
    """A checkout with one service, and what a CI system puts on PATH and into the environment."""

    def __init__(self, folder: Path, manifest: str) -> None:
        self.checkout = folder / "checkout"
        self.temporary = folder / "temporary"
        self.programs = folder / "bin"
        for made in (self.checkout, self.temporary, self.programs):
            made.mkdir(parents=True)
        (self.checkout / "service.yaml").write_text(manifest)
        (self.checkout / "release.json").write_text(json.dumps(_RELEASE))
        python = shlex.quote(sys.executable)
        named = {"bin": self.programs, "python": python, "root": shlex.quote(str(ROOT))}
        for name, text in {
            "lint": _LINT.format(**named),
            "pip": "#!/bin/sh\n",
            "apt-get": "#!/bin/sh\n",
            "python": _PYTHON.format(**named),
            "python3": _PYTHON.format(**named),
            "pipx": f'#!/bin/sh\nshift 2\nexec "{self.programs}/lint" "$@"\n',
            "gcloud": _GCLOUD,
        }.items():
            program = self.programs / name
            program.write_text(text)
            program.chmod(0o755)

    def run(self, script: str, *shell: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Runs a script as a step; `shell` are the words before it. /tmp is the machine's own."""
        script = script.replace("/tmp/", f"{self.temporary}/")
        return subprocess.run(
            [*shell, script],
            cwd=self.checkout,
            env={
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(self.temporary),
                "CLOUDRUN_LINT_CACHE": str(self.temporary / "cache"),
                **environ,
            },
            capture_output=True,
            text=True,
            timeout=120,
        )

    @property
    def deployed(self) -> bool:
        """Whether the deploy has run."""
        return (self.checkout / DEPLOYED).exists()
