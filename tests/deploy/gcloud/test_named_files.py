"""lint.deploy.gcloud.named_files: flags files, env files and manifests that commands name."""

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.text import of_file
from lint.model.source import Source
from tests.conformance.gcloud_command_lines import FILES, write_files
from tests.deploy.gcloud.reading import kinds, line_of, step_of

DEPLOY = "gcloud run deploy api --image=a "


@pytest.fixture
def folder(tmp_path):
    write_files(tmp_path)
    return tmp_path


def env(step):
    return {entry.name: entry.literal for entry in step.resource.containers[0].env}


def test_env_files(folder):
    step = step_of(DEPLOY + "--env-vars-file=env.yaml", folder)
    assert (step.faults, env(step)) == ([], {"A": "1", "B": "two words", "C": "a,b"})
    value = step.resource.containers[0].env[1].value
    assert (value.source.path, value.line, value.column) == (f"{folder}/env.yaml", 2, 4)
    step = step_of(DEPLOY + "--env-vars-file env.json", folder)
    assert env(step) == {"A": "1", "J": '{"x": 1}'}
    step = step_of(DEPLOY + "--env-vars-file=prod.env", folder)
    assert env(step)["B"] == "two words"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("numbers.yaml", "bad-named-file"),
        ("null.yaml", "bad-named-file"),
        ("list.yaml", "bad-named-file"),
        ("pairs.txt", "bad-named-file"),
        ("broken.yaml", "bad-named-file"),
        ("empty.yaml", "bad-named-file"),
        ("reserved.yaml", "bad-flag-value"),
        ("bare.env", "bad-named-file"),
        ("nothing.env", "bad-named-file"),
        ("gone.yaml", "file-not-found"),
    ],
)
def test_env_files_that_gcloud_refuses(name, kind, folder):
    assert [found for found, _ in kinds(f"{DEPLOY}--env-vars-file={name}", folder)] == [kind]


@pytest.mark.parametrize(
    "name", ["/etc/env.yaml", ".env", "made/env.yaml", "$FILE", "$DIR/env.yaml"]
)
def test_files_that_another_step_may_make(name, folder):
    step = step_of(f"{DEPLOY}--env-vars-file={name}", folder)
    assert (step.faults, step.resource.open) == ([], {"env"})


def test_a_file_outside_of_the_repository_is_not_read(folder):
    (folder / "inner").mkdir()
    line = f"{DEPLOY}--env-vars-file=../env.yaml"
    step = step_of(line, folder / "inner")
    assert step.resource.containers[0].env == []


def test_flags_files(folder):
    step = step_of(DEPLOY + "--flags-file=flags.yaml", folder)
    assert (step.faults, env(step)) == ([], {"A": "1,2", "B": "x"})
    memory = step.resource.containers[0].node.at("resources", "limits", "memory")
    assert (memory.source.path, memory.line, memory.column) == (f"{folder}/flags.yaml", 1, 11)
    step = step_of(DEPLOY + "--flags-file many.yaml", folder)
    assert step.resource.containers[0].node.get("args").plain() == ["-c", "echo a,b"]
    step = step_of(DEPLOY + "--flags-file=nested.yaml --memory=1Gi", folder)
    limits = step.resource.containers[0].node.at("resources", "limits").plain()
    assert limits == {"memory": "1Gi", "cpu": "4"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("loop.yaml", "bad-named-file"),
        ("scalar.yaml", "bad-named-file"),
        ("empty.yaml", "bad-named-file"),
        ("broken.yaml", "bad-named-file"),
        ("bad-flags.yaml", "unrecognized-argument"),
        ("gone.yaml", "file-not-found"),
    ],
)
def test_flags_files_that_gcloud_refuses(name, kind, folder):
    assert [found for found, _ in kinds(f"{DEPLOY}--flags-file={name}", folder)] == [kind]


def test_a_flags_file_that_is_not_known_may_set_anything(folder):
    step = step_of("gcloud run deploy api --flags-file=$FILE", folder)
    assert (step.faults, step.resource.partial) == ([], True)


def test_what_the_script_wrote_is_read_with_its_places(folder):
    script = "cat > env.yaml <<END\nA: x\nB: 2\nEND\n"
    source = Source("deploy.sh", script)
    line = line_of(DEPLOY + "--env-vars-file=env.yaml", str(folder))
    line.written = {f"{folder}/env.yaml": of_file(source).cut(21, 31)}
    (step,) = read_commands([line], DeployFile(f"{folder}/deploy.sh", b"", root=str(folder)))
    assert [(fault.kind, fault.where.line, fault.where.column) for fault in step.faults] == [
        ("bad-named-file", 3, 4)
    ]
    line.written = {f"{folder}/env.yaml": None}
    (step,) = read_commands([line], DeployFile(f"{folder}/deploy.sh", b"", root=str(folder)))
    assert (step.faults, step.resource.open) == ([], {"env"})


def test_the_manifest_of_a_replace_is_named(folder):
    (folder / "service.yaml").write_text("kind: Service\n")
    step = step_of("gcloud run services replace service.yaml --region=r", folder)
    assert (step.manifest, str(step.region), step.resource) == (f"{folder}/service.yaml", "r", None)
    step = step_of("gcloud run jobs replace gone.yaml", folder)
    assert (step.manifest, [fault.kind for fault in step.faults]) == ("", ["file-not-found"])


def test_the_files_are_those_of_the_comparison_with_gcloud():
    assert {"env.yaml", "flags.yaml", "prod.env"} <= FILES.keys()


def test_a_flags_file_without_a_file_is_dropped(folder):
    assert kinds(DEPLOY + "--flags-file", folder) == []
