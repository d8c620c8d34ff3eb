"""lint.deploy.images: the images that commands build and push."""

import pytest

from lint.deploy.images import read_images
from tests.deploy.bash.scripts import commands


def found(script, directory="."):
    builds, pushed = read_images(commands(script, directory))
    return [(build.directory, build.dockerfile, build.image) for build in builds], list(
        map(str, pushed)
    )


@pytest.mark.parametrize(
    ("command", "builds", "pushed"),
    [
        ("docker build -t a .", [(".", "", "a")], []),
        ("docker build -t a -t b:1 app", [("app", "", "a"), ("app", "", "b:1")], []),
        ("docker build --tag=a -fdocker/D .", [(".", "docker/D", "a")], []),
        ("docker build . --file D --build-arg X=1 -t a", [(".", "D", "a")], []),
        ("docker build --no-cache --pull -q -t a .", [(".", "", "a")], []),
        ("docker buildx build --platform linux/amd64 --push -t a .", [(".", "", "a")], ["a"]),
        ("docker buildx build -o type=image,push=true -t a .", [(".", "", "a")], ["a"]),
        ("docker --log-level debug image build -t a .", [(".", "", "a")], []),
        ("podman build -t a .", [(".", "", "a")], []),
        ("buildah bud -t a .", [(".", "", "a")], []),
        ("docker build -t a -", [], []),
        ("docker build -t a https://github.com/x/y.git", [("", "", "a")], []),
        ("docker build -t a -f $F .", [("", "", "a")], []),
        ("docker build -t a $D", [("", "", "a")], []),
        ("docker push a:1", [], ["a:1"]),
        ("docker image push --quiet a:1", [], ["a:1"]),
        ("docker run -t a .", [], []),
        (
            "docker build -t a . && docker tag a gcr.io/p/a:1",
            [(".", "", "a"), (".", "", "gcr.io/p/a:1")],
            [],
        ),
        ("gcloud builds submit --tag a", [(".", "", "a")], ["a"]),
        ("gcloud builds submit app -t a --timeout 10m", [("app", "", "a")], ["a"]),
        ("gcloud builds submit --async app --tag=a", [("app", "", "a")], ["a"]),
        ("gcloud builds submit --pack image=a,env=B=c", [(".", "", "a")], ["a"]),
        ("gcloud builds submit --tag a gs://x/y.tgz", [], ["a"]),
        ("gcloud builds submit --config cloudbuild.yaml .", [], []),
        ("pack build a --path app --builder x --publish", [("app", "", "a")], ["a"]),
        ("/kaniko/executor --context dir://app --cache --destination a", [("app", "", "a")], ["a"]),
        ("gcloud run deploy x --source .", [], []),
    ],
)
def test_commands(command, builds, pushed):
    assert found(command) == (builds, pushed)


def test_folders_are_those_of_the_command():
    assert found("cd app; docker build -t a -f ../D .", "x") == ([("x/app", "x/D", "a")], [])
    assert found("cd $X; docker build -t a .") == ([("", "", "a")], [])


@pytest.mark.parametrize(
    ("command", "builds"),
    [
        ("docker build --target prod -t a .", [(".", "prod")]),
        ("docker build -t a --target=prod -t b .", [(".", "prod"), (".", "prod")]),
        ("docker build -t a --target prod . && docker tag a b", [(".", "prod"), (".", "prod")]),
        ("docker build -t a --target $STAGE .", [("", "${STAGE}")]),
        ("docker build -t a .", [(".", "")]),
        ("/kaniko/executor --context . --target prod --destination a", [(".", "prod")]),
    ],
)
def test_stages(command, builds):
    found_builds, _ = read_images(commands(command, "."))
    assert [(build.directory, build.target) for build in found_builds] == builds
