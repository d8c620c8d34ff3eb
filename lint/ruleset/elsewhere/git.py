"""Files of a commit, fetched by the user's own git: the only place where a program is started.

The address and the name of the commit may be a stranger's (see `reference` for their form). Git gets
them as arguments behind `--`, in an empty repository of its own, may only use the protocols of the
address, and runs no hook: nothing is checked out. Credentials, proxies and host keys are those that the
user has set up for git.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from tempfile import TemporaryDirectory

from lint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

MAX_SECONDS = 120
"""After which a server that does not answer is given up."""
_OF_A_REPOSITORY = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE"),
)
"""What the environment of a hook says about the repository that the hook is for."""
_USER = re.compile(r"//[^/\s]+@")


class Commit:
    """A commit of a repository. `commit` is a commit, a branch or a tag.

    To be used in a `with` statement, whose end removes what was fetched. Raises `UsageError`.
    """

    def __init__(self, url: str, commit: str) -> None:
        program = shutil.which("git")
        if program is None or not os.path.isabs(program):
            raise UsageError("git is not installed, and it is what fetches rule sets")
        self._folder = TemporaryDirectory(prefix="lint-")
        protocols = "file" if url.startswith("file:") else "https:ssh"
        environment = {k: v for k, v in os.environ.items() if k not in _OF_A_REPOSITORY}
        self._environment = {**environment, "GIT_ALLOW_PROTOCOL": protocols}
        self._command = [program, f"--git-dir={self._folder.name}"]
        try:
            self._run("init", "--quiet", "--bare", "--template=", self._folder.name)
            fetch = ("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules")
            self._run(*fetch, "--", url, commit)
            found = self._run("rev-parse", "--verify", "--end-of-options", "FETCH_HEAD^{commit}")
            self.id = found.decode().strip()
            """40 hexadecimal digits."""
        except BaseException:
            self._folder.cleanup()
            raise

    def __enter__(self) -> Commit:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def read(self, path: str, limit: int) -> bytes | None:
        """The content of a file by its path from the root; None where the commit has no such file."""
        blob = f"{self.id}:{path}"
        try:
            kind = self._run("cat-file", "-t", blob)
        except UsageError:
            return None
        if kind.strip() != b"blob":
            return None
        if int(self._run("cat-file", "-s", blob)) > limit:
            raise UsageError(f"{path} is larger than {limit:,} bytes")
        return self._run("cat-file", "blob", blob)

    def _run(self, *words: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603  # what a stranger wrote is behind `--`
                [*self._command, *words],
                cwd=self._folder.name,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=MAX_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UsageError(f"git {words[0]} took more than {MAX_SECONDS} seconds") from None
        if done.returncode:
            raise UsageError(f"git {words[0]}: {_reason(done.stderr)}")
        return done.stdout


def _reason(errors: bytes) -> str:
    """What git, ssh or the server gives as the reason: the first line, and the one that ended git."""
    # Before anything is cut: half of an address would hide where its credentials end.
    text = _USER.sub("//", errors.decode("utf-8", "replace"))
    lines = [line for line in text.splitlines() if line.strip()]
    chosen = dict.fromkeys([*lines[:1], *(line for line in lines if line.startswith("fatal:"))])
    words = "; ".join(line.removeprefix("fatal:").strip()[:200] for line in chosen)
    return words or "it failed without a reason"
