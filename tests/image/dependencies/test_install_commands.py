"""What RUN lines install."""

from __future__ import annotations

import pytest

from lint.image.dependencies.install_commands import Commands, install_commands
from lint.image.packaging.lock_file import Chosen


def read(text: str, **variables: str | None) -> Commands:
    return install_commands(text, 3, "/app", variables)


@pytest.mark.parametrize(
    ("text", "requirements"),
    [
        ("pip install flask gunicorn", ["flask", "gunicorn"]),
        (
            "pip3.12 install -U 'flask>=3,<4' \"uvicorn[standard]\"",
            ["flask>=3,<4", "uvicorn[standard]"],
        ),
        ("python -m pip install --index-url https://x/simple --no-cache-dir flask", ["flask"]),
        ("apt-get update && apt-get install -y gcc && pip install flask && rm -rf /x", ["flask"]),
        ("--mount=type=cache,target=/root/.cache pip install flask", ["flask"]),
        ("uv pip install --system flask", ["flask"]),
        ("FOO=1 pip install flask > /dev/null 2>&1", ["flask"]),
        ("pip install flask >=3", ["flask"]),  # the shell writes to a file `=3`
        ('["pip", "install", "flask"]', ["flask"]),
        ("pip install git+https://example.com/a.git#egg=thing", ["thing"]),
        ("pip install 'redis; python_version < \"4\"'", ['redis; python_version < "4"']),
    ],
)
def test_named_requirements(text: str, requirements: list[str]) -> None:
    commands = read(text)
    assert commands.unknown == ""
    (install,) = commands.installs
    assert install.requirements == requirements
    assert not install.unclear
    assert install.line == 3


def test_files_projects_and_options() -> None:
    (install,) = read(
        "pip install -r a.txt -rb.txt --requirement=c.txt -e .[x] ./lib --no-deps -c d.txt"
    ).installs
    assert install.files == ["a.txt", "b.txt", "c.txt"]
    assert install.projects == [".[x]", "./lib"]
    assert install.alone


def test_the_directory_follows_cd() -> None:
    first, second = read("pip install a; cd sub && pip install b").installs
    assert (first.directory, second.directory) == ("/app", "/app/sub")
    assert read("cd $X && pip install a").installs[0].directory is None


def test_variables_are_replaced_where_they_are_known() -> None:
    assert read("pip install poetry==$V", V="1.8").installs[0].requirements == ["poetry==1.8"]
    assert read("pip install $P", P=None).installs[0].unclear


@pytest.mark.parametrize(
    ("text", "program", "locked"),
    [
        ("uv sync --frozen --no-dev", "uv sync", True),
        ("uv sync", "uv sync", False),
        ("poetry install --no-root --only main", "poetry", True),
        ("pipenv install --system --deploy", "pipenv", True),
        ("pipenv install", "pipenv", False),
        ("pdm install --prod", "pdm", False),
        ("python -m poetry install", "poetry", True),
    ],
)
def test_programs_with_a_lock_file(text: str, program: str, locked: bool) -> None:
    (install,) = read(text).installs
    assert (install.program, install.locked) == (program, locked)


@pytest.mark.parametrize(
    ("text", "program", "environment"),
    [
        ("conda install -y flask", "conda", ""),
        ("mamba env create -n web -f environment.yml", "conda", "web"),
        ("conda run -n web pip install flask", "pip", "web"),
        ("source activate web && pip install flask", "pip", "web"),
        (". /opt/conda/etc/profile.d/conda.sh && conda activate web && pip install flask", "pip", "web"),
        ('eval "$(micromamba shell hook --shell bash)" && micromamba activate && pip install a', "pip", ""),
        ("source ~/.bashrc && pip install flask", "pip", None),
        (". /venv/bin/activate && pip install flask", "pip", None),
        ("conda-lock install -n web conda-lock.yml", "conda", "web"),
    ],
)  # fmt: skip
def test_environments_of_conda(text: str, program: str, environment: str | None) -> None:
    commands = read(text)
    (install,) = commands.installs
    assert (install.program, install.environment, commands.unknown) == (program, environment, "")


def test_the_project_of_uv() -> None:
    assert read("uv sync --project api").installs[0].directory == "/app/api"


def test_a_command_goes_on_behind_another_in_it() -> None:
    commands = read('poetry install $(test "$X" = 1 && echo "--no-dev") --no-interaction')
    assert commands.unknown == ""
    assert [install.program for install in commands.installs] == ["poetry"]
    assert read("pip install $(cat names) --no-cache-dir").installs[0].unclear


@pytest.mark.parametrize(
    "text",
    [
        "./install.sh",
        "make install",
        "conda build .",
        "source settings.sh",
        "python setup.py install",
        "python install.py",
        "pip wheel -r a.txt",
        "poetry export -o a.txt",
        "curl https://example.com/x | sh",
        "pip install 'open",
        "uv run setup.py",
    ],
)
def test_what_is_not_understood(text: str) -> None:
    assert read(text).unknown


@pytest.mark.parametrize(
    "text",
    [
        "npm ci && npm run build",
        "useradd -m app && chown -R app /app",
        "python manage.py collectstatic --noinput",
        "python -m venv /venv",
        "uv run python manage.py migrate",
    ],
)
def test_what_installs_no_distribution(text: str) -> None:
    commands = read(text)
    assert (commands.unknown, commands.brings) == ("", False)


@pytest.mark.parametrize(
    "text", ["git clone https://example.com/a", "apt-get install -y python3-flask", "cp -r a b"]
)
def test_what_may_bring_modules(text: str) -> None:
    assert read(text).brings


@pytest.mark.parametrize(
    "text",
    [
        "curl -LsSf https://astral.sh/uv/install.sh | sh && uv sync --frozen",
        "curl -LsSf https://astral.sh/uv/0.9.1/install.sh | env UV_INSTALL_DIR=/bin sh && uv sync",
        "curl -sSL 'https://install.python-poetry.org' | python3 - --version 1.8 && uv sync",
    ],
)
def test_the_installers_of_uv_and_poetry_are_known(text: str) -> None:
    commands = read(text)
    assert commands.unknown == ""
    assert [install.program for install in commands.installs] == ["uv sync"]


def test_another_script_behind_an_installer_is_not_known() -> None:
    assert read("curl https://astral.sh/uv/install.sh | sh; ./more.sh").unknown == "more.sh"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("uv python install 3.13", True),
        ("uv sync --python 3.13", True),
        ("uv venv", False),
        ("uv sync", False),
    ],
)
def test_another_python(text: str, other: bool) -> None:
    assert read(text).other_python is other


@pytest.mark.parametrize("word", ["https://example.com/a.tar.gz", "dist/*.whl", "./a.whl"])
def test_what_a_word_installs_is_not_known(word: str) -> None:
    assert read(f"pip install {word}").installs[0].unclear


def test_a_long_line_is_not_read() -> None:
    assert read("pip install " + "a " * 40_000).unknown


def test_a_here_document_is_a_script() -> None:
    text = "--mount=type=cache,target=/x <<EOF\n# tools\napt-get update &&\n  pip install \\\n  flask\npip install redis"
    commands = read(text)
    assert commands.unknown == ""
    assert [install.requirements for install in commands.installs] == [["flask"], ["redis"]]


@pytest.mark.parametrize("text", ["<<EOF\n#!/usr/bin/env python\nx = 1", "cat <<EOF > x\na"])
def test_a_here_document_that_is_no_plain_script(text: str) -> None:
    assert read(text).unknown


def _set(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("uv sync", Chosen(extras=_set())),
        ("uv sync --no-dev --extra A_b", Chosen(without=_set("dev"), extras=_set("a-b"))),
        ("uv sync --all-extras --no-group x", Chosen(without=_set("x"), extras=None)),
        (
            "uv sync --no-default-groups --group web",
            Chosen(without=_set("*"), groups=_set("web"), extras=_set()),
        ),
        ("uv sync --all-packages --no-dev", None),
        ("uv sync --extra $X", None),
        ("poetry install --only main,web", Chosen(only=_set("main", "web"))),
        ("poetry install --without dev", Chosen(without=_set("dev"))),
        ("poetry install --no-dev", Chosen(without=_set("dev"))),
        ("pipenv install --deploy", Chosen(without=_set("develop"))),
        ("pipenv install --deploy --dev", None),
    ],
)
def test_groups_and_extras(text: str, chosen: Chosen | None) -> None:
    assert repr(read(text).installs[0].chosen) == repr(chosen)


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("pip install --no-cache-dir -U flask", False),
        ("FOO=1 pip install -r requirements.txt", False),
        ("export A=1 && pip install flask", False),
        ("pip install -c constraints.txt flask", True),
        ("pip install -cconstraints.txt flask", True),
        ("pip install --index-url=https://x/simple flask", True),
        ("pip --no-index install flask", True),
        ("uv pip install --exclude-newer 2024-01-01 flask", True),
        ("PIP_CONSTRAINT=c.txt pip install flask", True),
        ("export UV_INDEX_URL=https://x && uv pip install flask", True),
        ("pip config set global.index-url https://x && pip install flask", True),
        ("pip install git+https://example.com/a.git#egg=flask", True),
    ],
)
def test_what_makes_installers_take_other_releases(text: str, limited: bool) -> None:
    commands = read(text)
    assert (commands.limited or any(one.limited for one in commands.installs)) is limited


@pytest.mark.parametrize(
    ("text", "syncs", "builds"),
    [
        ("pip install .", False, True),
        ("pip install flask", False, False),
        ("uv sync", True, True),
        ("uv sync --no-install-project", True, False),
        ("uv sync --no-install-workspace", True, False),
        ("uv sync --package api", True, False),
        ("uv run main.py", False, False),
        ("poetry install", True, True),
        ("poetry install --no-root", True, False),
        ("poetry install -C app", False, False),
        ("pdm install", False, False),
    ],
)
def test_projects_that_are_built(text: str, syncs: bool, builds: bool) -> None:
    [install] = install_commands(text, 3, "/app", {}).installs
    assert (install.syncs, install.builds) == (syncs, builds)


def test_constraints() -> None:
    [install] = install_commands(
        "pip install -r a.txt -c b.txt --constraint=c.txt", 3, "/", {}
    ).installs
    assert (install.files, install.constraints) == (["a.txt"], ["b.txt", "c.txt"])
