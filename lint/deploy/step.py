"""What the readers of deploy steps give: command lines, and the steps that they amount to."""

from __future__ import annotations

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.deploy.text import Text
    from lint.manifest.resource import Resource
    from lint.model.fault import Fault
    from lint.model.source import Source


@record
class CommandLine:
    """The words of one command that a script, a workflow or a build step runs."""

    words: list[Text]
    """The program first. The shell's quotes are gone; what nobody knows yet is an unknown piece.
    A word that is wholly unknown may be none or several: `$FLAGS`, `"$@"`."""
    directory: str = "."
    """The working directory, as a path like those of the command line; "" where it is not known."""
    conditional: bool = False
    """Whether it runs under a condition only (`if`, a matrix, a step with `if:`)."""
    faults: list[Fault] = default(factory=list)
    """What is wrong with the way in which the command is written. Whoever reads the file passes it
    on in `Read.faults` (`lint.deploy.shell.faults_of`), since not every command makes a step."""
    means: str = "gcloud"
    """What the words were written for: "gcloud", or "action" for the inputs of deploy-cloudrun."""
    branch: tuple[tuple[int, int], ...] = ()
    """The choices (a number of their own) that it depends on, each with the way that was taken.
    Two commands with a choice in common and different ways never run together: `excludes`."""
    environment: Mapping[str, Text] = default(factory=dict)
    """The variables for gcloud itself that are set when it runs: `CLOUDSDK_RUN_REGION`."""
    written: Mapping[str, Text | None] = default(factory=dict)
    """The files that the script has written by then, by path (as `directory` joined with the name
    makes it): the text of a here-document, or None where what was written is not known. Such a
    file is not the one of the repository."""
    stdin: Text | None = None
    """A here-document, or the text of one that is piped to it."""
    references: Sequence[Text] = ()
    """The variables that it names, as they are written: `$NAME`, `${NAME}`."""

    def excludes(self, other: CommandLine) -> bool:
        """Whether at most one of both runs: the branches of an `if`, or both sides of `||`."""
        ways = dict(self.branch)
        return any(ways.get(choice, way) != way for choice, way in other.branch)


@record
class Step:
    """One place that creates or changes a Cloud Run resource."""

    command: str
    """What does it, for messages: `gcloud run deploy`, `google_cloud_run_v2_service`."""
    anchor: Text
    """The words that begin it."""
    source: Source
    """The file that it is in."""
    resource: Resource | None = None
    """What it amounts to; None where nothing of the resource is known, or it is refused."""
    faults: list[Fault] = default(factory=list)
    """What refuses it, and what it loses; each place is a `lint.model.findings.Place`."""
    region: Text | None = None
    project: Text | None = None
    build: Build | None = None
    """Where it builds the image from; None where it uses one."""
    manifest: str = ""
    """The path of the manifest that it sends (`services replace FILE`), which is judged by itself."""
    revealed: Sequence[Text] = ()
    """What of the file may be shown besides what the schema allows: names of flags and inputs."""
    is_manifest: bool = False
    """Whether the resource is a manifest that gcloud reads, as from a kustomization or a
    here-document, and is not made of the parts of the step."""


@record
class Build:
    """The build context that a step, or another one of the same file, builds an image from."""

    directory: str
    """Its path, as one of the command line would be."""
    dockerfile: str = ""
    """"" for the default one, or none."""
    image: str = ""
    """The name that it gives the image, with placeholders; "" for `--source`."""
    anchor: Text | None = None
    target: str = ""
    """The stage of the Dockerfile that the image is; "" for the last one."""


@record
class Delivery:
    """What Skaffold or Cloud Deploy does with manifests before they reach Cloud Run."""

    manifests: list[str]
    """Paths and glob patterns of the manifests, as paths of the command line would be."""
    images: list[str]
    """The names of images that are replaced."""


@record
class Read:
    """What a file holds."""

    steps: list[Step] = default(factory=list)
    builds: list[Build] = default(factory=list)
    """Images that the file builds (`docker build`, an action, a Cloud Build step)."""
    pushed: list[Text] = default(factory=list)
    """Names of images that the file pushes."""
    faults: list[Fault] = default(factory=list)
    """What is wrong with the file as a whole."""
    covers: list[str] = default(factory=list)
    """Files that are parts of what the steps describe, and that are not judged on their own."""
    delivery: Delivery | None = None
    """How the file's project delivers manifests; None where it delivers none."""
    not_read: str = ""
    """Why nothing could be read, where the file is of a kind that must be rendered first."""

    @property
    def is_empty(self) -> bool:
        """Whether the file has nothing to do with Cloud Run; faults aside."""
        return not (
            self.steps or self.builds or self.pushed or self.delivery is not None or self.not_read
        )
