"""lint.deploy.shell: the commands that a script runs, with the place of each word."""

import sys

import pytest

from lint.deploy.shell import faults_of, read_script
from lint.deploy.text import Piece, Text, of_file
from lint.model.source import Source
from lint.support.shell import ShellUnavailableError
from tests.deploy.bash.scripts import commands, lines


def test_words_over_several_lines_keep_their_places():
    (found,) = commands(
        'gcloud run deploy \\\n  api \\\n  --image="gcr.io/p/a" \\\n  --port 8080\n'
    )
    assert [(str(word), word.place.line, word.place.column) for word in found.words] == [
        ("gcloud", 1, 1),
        ("run", 1, 8),
        ("deploy", 1, 12),
        ("api", 2, 3),
        ("--image=gcr.io/p/a", 3, 3),
        ("--port", 4, 3),
        ("8080", 4, 10),
    ]


def test_unknown_pieces_of_the_text_stay_whole():
    source = Source("deploy.yml", "gcloud run deploy a --image=x:${{ github.sha }},b\n")
    text = Text(
        [
            Piece("gcloud run deploy a --image=x:", source, 1, 1),
            Piece("${{ github.sha }}", source, 1, 31, False),
            Piece(",b\n", source, 1, 48),
        ]
    )
    (found,) = read_script(text)
    image = found.words[-1]
    assert [(str(part), part.known) for part in image.split(",")] == [
        ("--image=x:${{ github.sha }}", False),
        ("b", True),
    ]


def test_a_real_script():
    script = """#!/usr/bin/env bash
set -euo pipefail
PROJECT=${1:?project}
REGION=${REGION:-us-central1}
IMAGE="gcr.io/$PROJECT/api:$(git rev-parse --short HEAD)"
FLAGS=(--port=8080 "--set-env-vars=^@^A=b c@D=$SECRET")
if [[ $ENV == prod ]]; then FLAGS+=(--min-instances 1); fi
docker build -t "$IMAGE" . && docker push "$IMAGE"
deploy() { gcloud run deploy "$1" --image "$IMAGE" --region "$REGION" "${FLAGS[@]}"; }
for service in api worker; do deploy "$service"; done
"""
    flags = "--port=8080 --set-env-vars=^@^A=b c@D=${SECRET} ${FLAGS}"
    image = "gcr.io/${PROJECT}/api:${git_rev_parse}"
    assert lines(script) == [
        f"docker build -t {image} .",
        f"docker push {image}",
        f"gcloud run deploy api --image {image} --region ${{REGION}} {flags}",
        f"gcloud run deploy worker --image {image} --region ${{REGION}} {flags}",
    ]


def test_a_fault_is_given_once():
    found = commands("f() { gcloud run deploy $1\n  --port=1\n}\nf a\nf b\n")
    assert len(found) == 2
    assert [fault.kind for fault in faults_of(found)] == ["missing-continuation"]


def test_without_the_grammar(monkeypatch):
    monkeypatch.setitem(sys.modules, "tree_sitter_bash", None)
    with pytest.raises(ShellUnavailableError):
        read_script(of_file(Source("x.sh", "gcloud run deploy x")))


def test_a_script_beyond_all_measure_is_not_read():
    assert lines("gcloud run deploy x\n" + "#" * 300_000) == []
