"""What RUN lines may do to the files of an image."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.context.run_lines import run_effect


@pytest.mark.parametrize(
    ("command", "projects", "moves", "makes"),
    [
        ("pip install -r requirements.txt", [], False, False),
        ("pip install flask 'uvicorn[standard]>=0.3'", [], False, False),
        ("pip install .", ["."], False, False),
        ("pip install -e ./lib[extra]", ["./lib"], False, False),
        ("pip install --no-deps --editable=lib/", ["lib"], False, False),
        ("python -m pip install --upgrade pip setuptools", [], False, False),
        ("pip3.12 install /src/app", ["/src/app"], False, False),
        ("pip install dist/app-1.0-py3-none-any.whl", [], True, False),
        ("pip install https://h/app.whl", [], True, False),
        ("pip install $PACKAGES", [], True, False),
        ("pip install --target=/deps -r requirements.txt", [], True, False),
        ("pip wheel .", [], True, True),
        ("pip download flask", [], False, False),
        ("uv sync --frozen", ["."], False, False),
        ("uv sync --frozen --no-install-project", [], False, False),
        ("uv pip install --system -r requirements.txt", [], False, False),
        ("uv pip install .", ["."], False, False),
        ("uv build", [], True, True),
        ("uv run python make.py", [], False, True),
        ("poetry install --no-root --only main", [], False, False),
        ("poetry install --only main", ["."], False, False),
        ("poetry install --only-root", ["."], False, False),
        ("poetry build", [], True, True),
        ("poetry run python -m compileall .", [], False, False),
        ("pipenv install --system --deploy", [], False, False),
        ("python setup.py install", ["."], False, True),
        ("python lib/setup.py develop", ["lib"], False, True),
        ("python manage.py collectstatic --noinput", [], False, False),
        ("python manage.py makemigrations", [], False, True),
        ("python -m compileall app", [], False, False),
        ("python make.py", [], False, True),
        ("python -c 'import app'", [], False, False),
        ("python -c \"open('x','w')\"", [], False, True),
        ("apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*", [], False, False),
        ("rm -f tests", [], True, False),
        ("find . -name '*.pyc' -delete", [], False, False),
        ("find . -name '*.py' -delete", [], True, False),
        ("cp -r a b", [], True, True),
        ("mv a b", [], True, True),
        ("git clone https://h/x", [], True, True),
        ("npm ci && npm run build", [], False, True),
        ("curl -sSL https://h | sh", [], False, True),
        ("echo hello", [], False, False),
        ("echo x > app/version.py", [], False, True),
        ("echo x 2>/dev/null", [], False, False),
        ("mkdir -p /data && chown app /data", [], False, False),
        ("useradd -m app", [], False, False),
        ("strange-tool", [], True, True),
        ("cd lib && pip install .", ["lib/."], False, False),
        ("cd lib && cd sub && pip install . /x", ["lib/sub/.", "/x"], False, False),
        ("PIP_NO_CACHE=1 pip install .", ["."], False, False),
        ("sudo pip install .", ["."], False, False),
        ("if pip install .; then pip install ./x; fi", [".", "./x"], False, False),
        ("--mount=type=cache,target=/root/.cache pip install .", ["."], False, False),
        ('["pip", "install", "."]', [], True, True),
        ("[ -f setup.py ] && pip install .", ["."], False, False),
        ("", [], False, False),
    ],
)  # fmt: skip
def test_effects(command: str, projects: list[str], moves: bool, makes: bool) -> None:
    effect = run_effect(command)
    assert (effect.projects, effect.moves, effect.makes) == (projects, moves, makes)


WORDS = ["pip", "install", ".", "-e", "-r", "uv", "run", "sync", "poetry", "python", "-m", "-c",
         "&&", ";", "|", ">", "2>", "cd", "rm", "find", "A=1", "[", "'", "$X", "--", "é", "if"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join))
def test_any_line_has_an_effect_and_more_commands_have_no_less(command: str) -> None:
    alone = run_effect(command)
    joined = run_effect(f"strange-tool && {command}")
    assert joined.moves
    assert joined.makes
    if not command.startswith("-"):  # an option of RUN itself
        assert joined.projects == alone.projects
