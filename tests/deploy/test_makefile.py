"""lint.deploy.makefile: recipes of make and of just."""

import time

import pytest

from lint.deploy import makefile
from tests.deploy.readings import images, kinds, read

MAKEFILE = """PROJECT := acme
REGION ?= us-central1
IMAGE = gcr.io/$(PROJECT)/$(1)api:$(TAG) # the image
TAG := $(shell git rev-parse HEAD)
.PHONY: build deploy

build: ## Build
\t@docker build -t $(IMAGE) -f docker/Dockerfile .
\tcd app && docker build -t x .
\tdocker push $(IMAGE)

deploy: build
\t-gcloud run deploy $@ \\
\t  --image=gcr.io/${PROJECT}/api:1 --set-env-vars=A=$$HOME \\
\t  --region $(REGION)
"""


def test_a_makefile(tmp_path):
    found = read(makefile, tmp_path / "Makefile", MAKEFILE)
    assert images(found) == {"deploy": "gcr.io/acme/api:1"}
    assert [build.image for build in found.builds] == ["gcr.io/acme/${value_1}api:${TAG}", "x"]
    assert [build.directory for build in found.builds] == [str(tmp_path), str(tmp_path / "app")]
    assert [str(name) for name in found.pushed] == ["gcr.io/acme/${value_1}api:${TAG}"]
    (step,) = found.steps
    root = step.resource.root
    image = root.at("spec", "template", "spec", "containers").items[0].get("image")
    assert (image.line, image.column) == (14, 12)
    assert found.faults == []


def test_recipes_exclude_each_other(tmp_path):
    found = read(
        makefile,
        tmp_path / "Makefile",
        "".join(
            f"{name}:\n\tgcloud run deploy api --image=gcr.io/p/{name}:1 --region=us-east1\n"
            for name in ("one", "two")
        ),
    )
    assert [step.resource is not None for step in found.steps] == [True, True]


def test_a_variable_without_brackets(tmp_path):
    found = read(
        makefile,
        tmp_path / "Makefile",
        "I = x\nall:\n\tgcloud run deploy a --image=$IMAGE --region=$REGION --tag=$$TAG\n\techo $FOO\n",
    )
    assert kinds(found) == [("make-variable", 3, 46)]


def test_what_may_be_a_part_of_a_password_is_not_shown(tmp_path):
    found = read(
        makefile,
        tmp_path / "Makefile",
        "S = 1\nall:\n\tgcloud run deploy a --image=x:1 --set-env-vars=A=hunter$two --tag=$S\n",
    )
    assert kinds(found) == [("make-variable", 3, 57)]
    (fault,) = found.faults
    assert "two" not in f"{fault.message} {fault.help}"
    source = found.steps[0].source
    assert "two" not in source.line(3)


def test_a_line_without_a_backslash(tmp_path):
    found = read(
        makefile,
        tmp_path / "Makefile",
        "all:\n\tgcloud run deploy a --image=x:1\n\t  --region=us-east1\n",
    )
    assert kinds(found) == [("missing-continuation", 3, 4)]


def test_conditions_includes_and_definitions(tmp_path):
    found = read(
        makefile,
        tmp_path / "x.mk",
        """A := 1
include other.mk
B := 2
ifeq ($(X),y)
C := 3
endif
define D
gcloud run deploy nothing
endef
all: ; docker push $(A)/$(B)/$(C)/$(D)
""",
    )
    assert [str(name) for name in found.pushed] == ["${A}/2/${C}/${D}"]


def test_a_justfile(tmp_path):
    found = read(
        makefile,
        tmp_path / "justfile",
        """project := "acme"
tag := `git rev-parse HEAD`

deploy env="dev": build
    @gcloud run deploy api --image=gcr.io/{{project}}/{{ env }}:{{tag}} --region=us-east1
""",
    )
    assert images(found) == {"api": "gcr.io/acme/${env}:${tag}"}


def test_hostile_files_end(tmp_path):
    start = time.process_time()
    for text in (
        "A = $(B)$(B)\nB = $(A)$(A)\nall:\n\tgcloud $(A)\n",
        "".join(f"A{i} = $(A{i + 1})$(A{i + 1})\n" for i in range(60)) + "all:\n\tgcloud $(A0)\n",
        "all:\n\tgcloud " + "$(" * 20000 + "\n",
        "all:\n" + "\tgcloud run deploy x\n" * 20000,
        "".join(f"t{i}:\n\tgcloud run deploy x\n" for i in range(8000)),
    ):
        read(makefile, tmp_path / "Makefile", text)
    assert time.process_time() - start < 12


@pytest.mark.parametrize(
    ("name", "setting", "names"),
    [
        ("Makefile", "", ["{A", "B"]),
        ("Makefile", "SHELL := /bin/sh\n", ["{A", "B"]),
        ("Makefile", "SHELL := /bin/bash\n", ["A", "B"]),
        ("Makefile", "export SHELL = /usr/bin/env bash -e\n", ["A", "B"]),
        ("justfile", 'set shell := ["bash", "-uc"]\n', ["A", "B"]),
    ],
)
def test_braces_are_words_where_bash_runs_the_recipes(tmp_path, name, setting, names):
    recipe = f"{setting}all:\n\tgcloud run deploy x --image=a --set-env-vars={{A=1,B=2}}\n"
    (step,) = read(makefile, tmp_path / name, recipe).steps
    (container,) = step.resource.containers
    assert [entry["name"] for entry in container.node.get("env").plain()] == names
