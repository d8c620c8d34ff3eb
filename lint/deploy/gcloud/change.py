"""The flags of one command with the resource that they change, and flags that are one annotation."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.draft import Draft
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Values
    from lint.deploy.text import Text

RUN = "run.googleapis.com/"
SCALE = "autoscaling.knative.dev/"


@record
class Change:
    """The flags of a command, and the resource that they change."""

    draft: Draft
    call: Call
    values: Values
    containers: list[tuple[Text, Values]]
    faults: Faults
    project: Text | None
    region: Text | None

    def text(self, flag: str, key: str, *, template: bool = True, empty: str = "write") -> None:
        """A flag whose value is an annotation; `empty` values write it, are ignored, or delete it."""
        value = self.values.get(flag)
        if value is None or value.text is None:
            return
        if self.draft.kind == "WorkerPool" and empty == "write":
            empty = "ignore"
        if not value.string and empty == "delete":
            self.draft.unannotate(key, template=template)
        elif value.string or empty == "write":
            self.draft.annotate(key, value.text, value.word, template=template)

    def clear(self, flag: str, *keys: str, template: bool = True) -> None:
        """A flag that deletes annotations."""
        if flag in self.values:
            for key in keys:
                self.draft.unannotate(key, template=template)

    def flag(
        self,
        flag: str,
        key: str,
        *,
        template: bool = True,
        inverted: bool = False,
        lower: bool = False,
        deletes: bool = False,
    ) -> None:
        """A switch whose state is an annotation; `deletes` where its negative form removes it."""
        value = self.values.get(flag)
        if value is None:
            return
        if deletes and not value.on:
            self.draft.unannotate(key, template=template)
            return
        text = str(value.on is not inverted)
        self.draft.annotate(key, text.lower() if lower else text, value.word, template=template)


def placeholder(where: Text, text: str) -> Text:
    """What stands for a value that is not in the command."""
    return where.written(text, known=False)
