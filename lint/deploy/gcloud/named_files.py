"""The files that flags name: flags files, env files, manifests to replace with."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call, Word


def expand_flags_files(
    words: list[Word], file: DeployFile, directory: str, faults: Faults
) -> list[Word]:
    """The words with each `--flags-file` replaced by the flags of its file."""
    return words


def read_env_files(call: Call, file: DeployFile, directory: str, faults: Faults) -> None:
    """Reads the files of `--env-vars-file` into pairs."""


def check_manifest(call: Call, file: DeployFile, directory: str, faults: Faults) -> None:
    """Notes a manifest that is not there."""
