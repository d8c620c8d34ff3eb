"""The release and the names of the inputs of deploy-cloudrun: what it does not have, it does not read."""

from __future__ import annotations

from lint.deploy.action_releases import INPUTS, PROPOSED, READ_ON, version_name
from lint.deploy.edits import respelt
from lint.model.text import name, own, say, value
from lint.support.nearest import is_given, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.action_inputs import Input, Inputs
    from lint.model.findings import Severity
    from lint.model.text import Message

_MEANINGS = {
    "env": "env_vars",
    "environment": "env_vars",
    "environment_variables": "env_vars",
    "env_variables": "env_vars",
    "set_env_vars": "env_vars",
    "update_env_vars": "env_vars",
    "set_secrets": "secrets",
    "update_secrets": "secrets",
    "name": "service",
    "service_name": "service",
    "project": "project_id",
    "location": "region",
    "regions": "region",
    "yaml": "metadata",
    "manifest": "metadata",
    "spec": "metadata",
    "args_flags": "flags",
    "gcloud_flags": "flags",
    "extra_flags": "flags",
    "additional_flags": "flags",
}
"""Inputs that people write, and those that they mean."""
_FLAGS = {
    "service_account_email": "--service-account",
    "service-account-email": "--service-account",
    "serviceaccount": "--service-account",
    "cloudsql_instances": "--set-cloudsql-instances",
    "cloud_sql_instances": "--set-cloudsql-instances",
    "add_cloudsql_instances": "--add-cloudsql-instances",
    "vpc_access_connector": "--vpc-connector",
    "min-scale": "--min-instances",
    "max-scale": "--max-instances",
    "container_port": "--port",
    "unauthenticated": "--allow-unauthenticated",
    "allow-unauthenticated": "--allow-unauthenticated",
    "public": "--allow-unauthenticated",
    "max_concurrency": "--concurrency",
    "instance_memory": "--memory",
}
_HARMLESS = frozenset(
    [
        "--allow-unauthenticated",
        "--concurrency",
        "--cpu",
        "--execution-environment",
        "--ingress",
        "--max-instances",
        "--memory",
        "--min-instances",
        "--port",
        "--service-account",
        "--set-cloudsql-instances",
        "--timeout",
        "--vpc-connector",
        "--vpc-egress",
    ]
)
"""Flags whose values hold no secrets."""


def check_names(inputs: Inputs) -> None:
    """Reports a release that is not there, and inputs that it does not have."""
    names = _Names(inputs)
    names.judge_release()
    names.judge_names()


class _Names:
    """Judges the names of one use."""

    def __init__(self, base: Inputs) -> None:
        self.base = base

    def judge_release(self) -> None:
        uses = self.base.action.uses
        whole, sign, reference = uses.partition("@")
        del whole
        if not sign or not reference.known:
            return
        written = name(str(reference))
        if self.base.release.missing:
            self.base.fault(
                "action-release",
                reference,
                say("deploy-cloudrun has no release `{}`, so the workflow does not start", written),
                say("Use `@v3`, or a whole version such as `@{}`.", own(self.base.release.name)),
            )
        elif self.base.version < (1, 0, 0):
            self.base.fault(
                "action-release",
                reference,
                say("`{}` is of the v0 series, which is no longer maintained", written),
                say("Use `@v3`."),
                severity="warning",
            )

    def judge_names(self) -> None:
        for input_name, given in self.base.inputs.items():
            if self.base.release.takes(input_name) or input_name in PROPOSED:
                continue
            if input_name in INPUTS:
                self.judge_other_release(input_name, given)
            else:
                self.judge_unknown(input_name, given)

    def judge_other_release(self, input_name: str, given: Input) -> None:
        first, end = INPUTS[input_name]
        if not given.value:
            return
        if self.base.version < first:
            self.base.fault(
                "action-unknown-input",
                given.key,
                say(
                    "`{}` is no input of deploy-cloudrun {}: it came with {}, and is ignored",
                    own(input_name),
                    own(self.base.release.name),
                    own(version_name(first)),
                ),
                say("Use `@v3`."),
            )
            return
        help = say(
            "Remove it, and sign in with google-github-actions/auth."
            if input_name == "credentials"
            else "Move the variables into `env_vars`."
        )
        harmless = input_name == "credentials" and self.base.action.authenticated
        self.base.fault(
            "action-unknown-input",
            given.key,
            say(
                "`{}` is no input of deploy-cloudrun since {}, and is ignored",
                own(input_name),
                own(version_name(end)),
            ),
            help,
            severity="warning" if harmless else None,
        )

    def judge_unknown(self, input_name: str, given: Input) -> None:
        takes = [each for each in INPUTS if self.base.release.takes(each)]
        flag = self.flag_for(input_name)
        dashed = input_name.replace("-", "_")
        meant = dashed if dashed in takes else _MEANINGS.get(dashed, "")
        if not meant and not flag:
            meant = nearest(input_name, takes, 0.75) or ""
        severity: Severity | None = None
        if flag and not meant:
            help = say("Use `flags: {}`.", self.flag_text(flag, given))
        elif meant:
            help = say("Did you mean `{}`?", own(meant))
        else:
            help = say("Pass a flag of `gcloud run deploy` with `flags`, or remove it.")
            # A release after those of the table may have brought it.
            severity = None if self.base.release.fixed else "warning"
        message = say("`{}` is no input of deploy-cloudrun, and is ignored", name(str(given.key)))
        if not self.base.release.fixed and severity:
            message = say(
                "`{}` is no input of deploy-cloudrun {} ({}), and is ignored",
                name(str(given.key)),
                own(self.base.release.name),
                own(READ_ON),
            )
        if not given.value:
            severity = "warning"
        if flag == "--port" and given.string == "8080":
            message = say(
                "`port` is no input of deploy-cloudrun, and is ignored; 8080 is the default"
            )
            help = say("Remove it.")
            severity = "warning"
        self.base.fault(
            "action-unknown-input",
            given.key,
            message,
            help,
            severity,
            repair=respelt(given.key, meant, takes)
            if meant and not is_given(meant, input_name, self.base.inputs, takes)
            else None,
        )

    def flag_for(self, input_name: str) -> str:
        """The flag that an input is meant for; "" for none."""
        known = _FLAGS.get(input_name)
        if known is not None:
            return known
        from lint.deploy.gcloud.flags import FLAGS

        flag = "--" + input_name.replace("_", "-")
        return flag if flag in FLAGS else ""

    def flag_text(self, flag: str, given: Input) -> Message:
        """The flag as it is to be written."""
        text = given.string.lower()
        from lint.deploy.gcloud.flags import FLAGS

        found = FLAGS.get(flag)
        if found is not None and not found.takes_value:
            return own(flag.replace("--", "--no-", 1) if text == "false" else flag)
        if not given.value.known or not given.value or flag not in _HARMLESS:
            return say("{}=…", own(flag))
        shown = value(given.string, harmless=flag in _HARMLESS)
        return say("{}={}", own(flag), shown) if " " not in given.string else say("{}=…", own(flag))
