"""lint.deploy.here_document: manifests that a script writes itself."""

from lint.deploy.here_document import read_here_documents
from tests.deploy.bash.scripts import commands

MANIFEST = """apiVersion: run.googleapis.com/v1
kind: Job
metadata:
  name: $NAME
"""


def steps(script):
    return [
        (
            step.resource.kind,
            str(step.resource.root.at("metadata", "name").text),
            step.resource.root.line,
        )
        for step in read_here_documents(commands(script))
    ]


def test_standard_input():
    script = f"gcloud run jobs replace - --region r <<EOF\n{MANIFEST}EOF\n"
    assert steps(script) == [("Job", "${NAME}", 2)]
    assert steps(f"NAME=x\ncat <<EOF | {script.split(' <<')[0]}\n{MANIFEST}EOF\n") == [
        ("Job", "x", 3)
    ]


def test_files():
    script = f"cat > a.yaml <<EOF\n{MANIFEST}EOF\ncd b\n"
    assert steps(
        script + "gcloud run jobs replace ../a.yaml\ngcloud run jobs replace ../a.yaml"
    ) == [("Job", "${NAME}", 2)]
    assert steps(script + "gcloud run jobs replace a.yaml") == []
    assert steps(script + "sed -i s/a/b/ > ../a.yaml\ngcloud run jobs replace ../a.yaml") == []
    assert steps(script + "kubectl apply -f ../a.yaml") == []


def test_other_texts():
    assert steps("gcloud run services replace - <<EOF\nhello\nEOF\n") == []
    assert steps("gcloud run services replace -\n") == []
