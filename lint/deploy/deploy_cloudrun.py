"""The action google-github-actions/deploy-cloudrun: its inputs as the gcloud commands that it runs.

Source: `src/main.ts` and `action.yml` of each release, see `lint.deploy.action_releases`.
"""

from __future__ import annotations

from lint.deploy.action_entries import SPLIT_GRAMMAR, Entries
from lint.deploy.action_grammar import joined, parse_flags
from lint.deploy.action_inputs import MAX_ENTRIES, ActionStep, Input, Inputs
from lint.deploy.action_names import check_names
from lint.deploy.edits import respelt
from lint.deploy.step import CommandLine, Step
from lint.deploy.text import Text
from lint.deploy.yaml_text import text_of, unknown
from lint.model.record import default, record
from lint.model.text import NOTHING, name, own, say
from lint.model.text import joined as joined_messages
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.file import DeployFile
    from lint.model.text import Message

NAME = "google-github-actions/deploy-cloudrun"
_DELIMITED = (2, 3, 0)
"""The release from which on commas in values reach gcloud."""
_BARE_FLAGS = (2, 4, 2)
"""The release from which on the quotes around a word of `flags` are taken away."""
_BOTH_COMMANDS = (2, 7, 0)
"""The release from which on traffic is updated after the deploy, and not in its place."""
_METADATA_KINDS = (2, 6, 0)
"""The release from which on `metadata` may be a Job, and its name is compared with `service`."""
_DEFAULT_REGION = "us-central1"
_PAIRED = ("env_vars", "secrets", "labels")
_OF_DEPLOY = ("image", "source", "env_vars", "env_vars_file", "secrets", "labels")
_OF_SERVICE = ("tag", "suffix", "timeout", "no_traffic")
_WORKLOADS = frozenset(("Service", "Job"))


@record
class ActionRead:
    """What a step with the action amounts to."""

    commands: list[CommandLine] = default(factory=list)
    step: Step | None = None
    """A step without a resource, for the faults of the inputs and what may be shown of them."""


def read_action(action: ActionStep) -> ActionRead:
    """The commands that the action runs, and what is wrong with its inputs."""
    return _Reader(action).read()


class _Reader(Inputs):
    """Reads one use of the action."""

    def __init__(self, action: ActionStep) -> None:
        super().__init__(action)
        self.entries = Entries(self)
        self.job = self.get("job")

    def read(self) -> ActionRead:
        check_names(self)
        self.judge_together()
        commands = self.commands()
        step = Step("deploy-cloudrun", self.action.uses, self.action.uses.source)
        step.faults = self.faults
        step.revealed = [*self.revealed, *(each.key for each in self.inputs.values())]
        return ActionRead(commands, step)

    # The inputs together

    def judge_together(self) -> None:
        self.judge_pair("revision_traffic", "tag_traffic")
        if self.version >= (1, 0, 0):
            self.judge_pair("source", "image")
        self.judge_pair("service", "job")
        component = self.get("gcloud_component")
        if component is not None and component.value.known:
            self.judge_choice("gcloud_component", component, ("alpha", "beta"))
        for strategy, entries in (
            ("env_vars_update_strategy", "env_vars"),
            ("secrets_update_strategy", "secrets"),
        ):
            found = self.get(strategy)
            if found is not None and found.value.known and self.given(entries):
                self.judge_choice(strategy, found, ("merge", "overwrite"))
        self.judge_target()
        self.judge_ignored()

    def judge_pair(self, one: str, other: str) -> None:
        if self.given(one) and self.given(other):
            first, second = self.inputs[one], self.inputs[other]
            self.fault(
                "action-inputs",
                first.key,
                say(
                    "`{}` and `{}` are given, and the action takes one of them",
                    own(one),
                    own(other),
                ),
                say("Remove one of them."),
                related=[(second.key, say("the other one"))],
            )

    def judge_choice(self, input_name: str, given: Input, choices: tuple[str, ...]) -> None:
        if given.string not in choices:
            near = nearest(given.string, choices)
            self.fault(
                "action-inputs",
                given.value,
                say("`{}` has a value that the action does not take", own(input_name)),
                say("Use {}.", joined_messages(say("`{}`", own(choice)) for choice in choices)),
                repair=respelt(given.value, near, choices) if near is not None else None,
            )

    def judge_target(self) -> None:
        if any(self.get(each) for each in ("service", "job", "metadata")):
            if (self.given("revision_traffic") or self.given("tag_traffic")) and not (
                self.get("service") or self.get("metadata")
            ):
                which = "revision_traffic" if self.given("revision_traffic") else "tag_traffic"
                self.fault(
                    "action-inputs",
                    self.inputs[which].key,
                    say("`{}` needs `service`, and the action stops without it", own(which)),
                    say("Add `service`."),
                )
            return
        jobs = self.job_flags()
        message = say("`service` is not given, and `gcloud run deploy` needs the name of one")
        help = say("Add `service`.")
        related: list[tuple[Text, Message]] = []
        if jobs is not None:
            message = say(
                "without the input `job` the action runs `gcloud run deploy`, which has no `{}`",
                own(str(jobs).partition("=")[0]),
            )
            help = say("Add `job` with the name of the job.")
            related = [(jobs, say("a flag of `gcloud run jobs deploy`"))]
            if not self.release.takes("job"):
                help = say("Use `@v3`, and add `job` with the name of the job.")
        where = jobs if jobs is not None else self.action.uses
        self.fault(
            "action-inputs",
            where,
            message,
            help,
            related=[(self.action.uses, say("the action"))] if jobs is not None else related,
        )

    def job_flags(self) -> Text | None:
        """A word of `flags` that only the command for jobs takes."""
        flags = self.get("flags")
        if flags is None:
            return None
        words, _ = parse_flags(flags.value)
        only = ("--max-retries", "--tasks", "--task-timeout", "--parallelism", "--execute-now")
        return next((each for each in words if str(each).partition("=")[0] in only), None)

    def judge_ignored(self) -> None:
        metadata = self.get("metadata")
        traffic = self.get("revision_traffic") or self.get("tag_traffic")
        if traffic is not None and traffic.given and self.version < _BOTH_COMMANDS:
            others = [*_OF_DEPLOY, *_OF_SERVICE, "metadata"]
            self.ignore(
                others, say("`{}` updates the traffic only", name(str(traffic.key))), traffic
            )
        elif metadata is not None and metadata.given:
            if self.version < (1, 0, 0) and self.given("source"):
                return
            self.ignore(
                [*_OF_DEPLOY, *_OF_SERVICE, "wait"],
                say("`metadata` deploys the file as it is"),
                metadata,
            )
        elif self.job is not None and self.job.given:
            self.ignore(_OF_SERVICE, say("it is for services, and `job` deploys a job"), self.job)
        elif self.given("wait") and self.inputs["wait"].string == "true":
            if self.get("service") and not self.job:
                self.ignore(["wait"], say("it is for jobs"), self.inputs["service"])

    def ignore(self, names: Sequence[str], reason: Message, other: Input) -> None:
        for each in names:
            found = self.get(each)
            if found is None or not found.given:
                continue
            if each in ("no_traffic", "wait") and found.string.lower() != "true":
                continue
            if each in _PAIRED and found.string.strip() == "{}":
                continue
            self.fault(
                "action-ignored-input",
                found.key,
                say("`{}` is ignored: {}", own(each), reason),
                say("Remove it, or set it in the manifest.")
                if str(other.key) == "metadata"
                else say("Remove it."),
                related=[(other.key, say("because of this input"))],
            )

    # The commands

    def commands(self) -> list[CommandLine]:
        traffic = [
            (flag, self.get(each))
            for flag, each in (
                ("--to-revisions", "revision_traffic"),
                ("--to-tags", "tag_traffic"),
            )
        ]
        traffic_given = any(found is not None and found.given for _, found in traffic)
        found: list[list[Text]] = []
        if not traffic_given or self.version >= _BOTH_COMMANDS:
            words = self.deploy_words()
            if words:
                words += self.flag_words("flags")
                found.append(words)
        service = self.get("service")
        if traffic_given and service is not None and not self.get("metadata"):
            words = self.start("run", "services", "update-traffic")
            words.append(service.value)
            for flag, each in traffic:
                if each is not None:
                    words += [each.key.written(flag), each.value]
            words += self.common_words()
            if self.version >= (2, 7, 1):
                words += self.flag_words("update_traffic_flags")
            elif self.version < _BOTH_COMMANDS:
                words += self.flag_words("flags")
            found.append(words)
        return [CommandLine(words, self.action.directory, means="action") for words in found]

    def start(self, *names: str) -> list[Text]:
        anchor = self.action.uses
        component = self.get("gcloud_component")
        words = ["gcloud"]
        if component is not None and component.string in ("alpha", "beta"):
            words.append(component.string)
        return [anchor.written(word) for word in (*words, *names)]

    def deploy_words(self) -> list[Text]:
        metadata = self.get("metadata")
        if metadata is not None:
            return self.replace_words(metadata)
        service = self.get("service")
        if self.job is not None and (service is None or not service.given):
            words = [*self.start("run", "jobs", "deploy"), self.job.value]
            labels = "--labels"
        elif service is not None:
            words = [*self.start("run", "deploy"), service.value]
            labels = "--update-labels"
        else:
            return []
        job = labels == "--labels"
        image, source = self.get("image"), self.get("source")
        if image is not None and (image.given or source is None or not source.given):
            words += [image.key.written("--image"), image.value]
        elif source is not None:
            words += [source.key.written("--source"), source.value]
        words += self.pair_words("env_vars", "env-vars", job=False)
        words += self.pair_words("secrets", "secrets", job=job)
        wait = self.get("wait")
        if job and wait is not None and wait.string.lower() == "true":
            words.append(wait.key.written("--wait"))
        if not job:
            for flag, each in (
                ("--tag", "tag"),
                ("--revision-suffix", "suffix"),
                ("--timeout", "timeout"),
            ):
                found = self.get(each)
                if found is not None and not found.value.is_unknown:
                    words += [found.key.written(flag), found.value]
            no_traffic = self.get("no_traffic")
            if no_traffic is not None and no_traffic.string.lower() == "true":
                words.append(no_traffic.key.written("--no-traffic"))
        words += self.label_words(labels)
        return words + self.common_words()

    def common_words(self) -> list[Text]:
        region = self.get("region")
        if region is not None:
            words = [region.key.written("--region"), region.value]
        else:
            uses = self.action.uses
            words = [uses.written("--region"), uses.written(_DEFAULT_REGION)]
        project = self.get("project_id")
        if project is not None:
            words += [project.key.written("--project"), project.value]
        return words

    def label_words(self, flag: str) -> list[Text]:
        pairs = self.entries.pairs("labels")
        uses = self.action.uses
        parts: list[Text] = []
        skip = self.get("skip_default_labels")
        if self.version >= (1, 0, 0) and (skip is None or skip.string.lower() == "false"):
            sha = unknown(uses, "${{ github.sha }}")
            parts = [uses.written("managed-by=github-actions,commit-sha="), sha]
        if pairs:
            given = joined(pairs, self.inputs["labels"].key, plainly=True)
            parts = [*parts, uses.written(","), given] if parts else [given]
        if not parts:
            return []
        anchor = self.inputs["labels"].key if pairs else uses
        return [anchor.written(flag), Text.joined(parts)]

    def pair_words(self, input_name: str, flag: str, *, job: bool) -> list[Text]:
        """The flag for the entries of an input."""
        found = self.get(input_name)
        pairs = self.entries.pairs(input_name)
        if input_name == "env_vars":
            pairs = self.entries.file_pairs() + pairs
            found = found or self.get("env_vars_file")
        if not pairs or found is None:
            return []
        strategy = self.get(input_name + "_update_strategy")
        verb = "update"
        if strategy is not None and strategy.string == "overwrite":
            verb = "set"
        if job:
            verb = "set"
        plainly = self.version < _DELIMITED
        if plainly:
            pairs = [pair for pair in pairs if not self.entries.has_comma(pair, input_name)]
        if not pairs:
            return []
        return [found.key.written(f"--{verb}-{flag}"), joined(pairs, found.key, plainly=plainly)]

    def flag_words(self, input_name: str) -> list[Text]:
        """The words of `flags`; quotes that they keep are reported."""
        found = self.get(input_name)
        if found is None or self.version < SPLIT_GRAMMAR:
            return []
        words, open_quote = parse_flags(found.value, quotes_stay=self.version < _BARE_FLAGS)
        if open_quote is not None:
            self.fault(
                "action-flags",
                open_quote,
                say("nothing ends this quote in `{}`, and the action stops", own(input_name)),
                say("Close the quote."),
            )
            return []
        made: list[Text] = []
        for index, word in enumerate(words[:MAX_ENTRIES]):
            before = made[-1] if made else None
            if self.is_value_with_dash(found.value, words, index):
                assert before is not None
                self.fault(
                    "action-flags",
                    word,
                    say(
                        "`{}` gets no value: the action splits at `=`, and what begins with `-` is a "
                        "flag of its own",
                        name(str(before)),
                    ),
                    say('Quote it as a whole: `"{}=…"`.', name(str(before))),
                )
                made[-1] = Text([*before.pieces, *word.written("=").pieces, *word.pieces])
                continue
            made.append(self.without_quotes(word))
        self.revealed += [word for word in made if str(word).startswith("--")]
        return made

    def is_value_with_dash(self, text: Text, words: list[Text], index: int) -> bool:
        """Whether a word is the value of the one before, split off at a `=`, and begins with `-`."""
        word = words[index]
        if not index or not str(word).startswith("-") or not word.pieces[0].known:
            return False
        before = words[index - 1]
        place, end = word.place, before.place
        if place.line != end.end_line or place.column != end.end_column + 1:
            return False
        lines = text.source.lines()
        return lines[place.line - 1][end.end_column - 1 : end.end_column] == "="

    def without_quotes(self, word: Text) -> Text:
        """A word that the action leaves in its quotes, as it was meant."""
        string = str(word)
        quoted = len(string) > 1 and string[0] == string[-1] and string[0] in "'\""
        if self.version >= _BARE_FLAGS or not quoted:
            return word
        self.fault(
            "action-flags",
            word.cut(0, 1),
            say(
                "deploy-cloudrun {} passes the quotes around this on to gcloud as a part of it",
                own(self.release.name),
            ),
            say("Remove the quotes, or use `@v3`."),
        )
        return word.cut(1, len(word) - 1)

    def replace_words(self, metadata: Input) -> list[Text]:
        """`services replace`, or `jobs replace` for a Job."""
        kind = "Service"
        file = None
        if metadata.value.known and self.action.directory:
            file = self.action.file.named(metadata.string, self.action.directory)
        if file is not None:
            kind = self.judge_metadata(metadata, file)
        if not kind:
            return []
        group = "jobs" if kind == "Job" and self.version >= _METADATA_KINDS else "services"
        words = [*self.start("run", group, "replace"), metadata.value]
        return words + self.common_words()

    def judge_metadata(self, metadata: Input, file: DeployFile) -> str:
        """The kind of the manifest; "" where the action cannot deploy it."""
        root = next(
            (each.root for each in file.manifest.documents if isinstance(each.root, MappingNode)),
            None,
        )
        if root is None:
            return ""
        node = root.get("kind")
        kind = node.text if isinstance(node, ScalarNode) else ""
        if kind == "Job" and self.version < _METADATA_KINDS:
            self.fault(
                "action-metadata",
                metadata.value,
                say(
                    "`metadata` takes a Service: deploy-cloudrun {} runs `gcloud run services replace`, "
                    "and this file is a Job",
                    own(self.release.name),
                ),
                say("Use `@v3`, or run `gcloud run jobs replace`."),
            )
            return ""
        if kind not in _WORKLOADS and kind:
            self.fault(
                "action-metadata",
                metadata.value,
                say("`metadata` takes a Service or a Job, and this file is a {}", name(kind)),
                say("Run `gcloud run worker-pools replace`.") if kind == "WorkerPool" else NOTHING,
            )
            return ""
        self.judge_service_name(metadata, root)
        if self.get("region") is None:
            self.judge_region(root, file)
        return kind or "Service"

    def judge_service_name(self, metadata: Input, root: MappingNode) -> None:
        service = self.get("service")
        node = root.at("metadata", "name")
        if service is None or not service.value.known or self.version < (2, 7, 2):
            return
        if isinstance(node, ScalarNode) and not node.unknown and node.text != service.string:
            self.fault(
                "action-metadata",
                service.value,
                say("`service` is not the name in the file of `metadata`, and the action stops"),
                say("Remove `service`."),
                related=[(metadata.key, say("the file"))],
            )

    def judge_region(self, root: MappingNode, file: DeployFile) -> None:
        node = root.at("metadata", "labels", "cloud.googleapis.com/location")
        if not isinstance(node, ScalarNode) or node.unknown or node.text == _DEFAULT_REGION:
            return
        self.fault(
            "action-region",
            self.action.uses,
            say(
                "without the input `region` the action deploys to {}, and the manifest says {}",
                own(_DEFAULT_REGION),
                name(node.text),
            ),
            say("Add `region: {}`.", name(node.text)),
            related=[(text_of(node, file.source), say("the region of the manifest"))],
        )
