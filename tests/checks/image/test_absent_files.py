"""Start scripts and configuration files that no line of the Dockerfile brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.api import check_paths
from tests.checks.image.test_start_command import found


@pytest.mark.parametrize(
    ("dockerfile", "line"),
    [
        ('ENTRYPOINT ["start.sh"]', 4),
        ("RUN chmod +x start.sh && pip install flask\nCMD start.sh", 5),
        ('ENTRYPOINT ["tini", "--", "start.sh", "web"]', 4),
        ('ENTRYPOINT ["./start.sh"]', 0),
        ('ENTRYPOINT ["sh", "start.sh"]', 0),
        ('COPY start.sh /usr/local/bin/\nCMD ["start.sh"]', 0),
        ('COPY --chmod=755 start.sh /usr/local/bin/run\nCMD ["run"]', 0),
        ('RUN ln -s /app/start.sh /usr/bin/\nCMD ["start.sh"]', 0),
        ('RUN pip install .\nCMD ["start.sh"]', 0),
        ('ENV PATH="/app:$PATH"\nCMD ["start.sh"]', 0),
        ('COPY --from=acme/tools /usr/local /usr/local\nCMD ["start.sh"]', 0),
        ('COPY main.py .\nCMD ["gone.sh"]', 0),
    ],
)
def test_a_script_is_looked_for_in_path(tmp_path: Path, dockerfile: str, line: int) -> None:
    files = {"setup_dot_py": "from setuptools import setup\nsetup(name='x')\n"}
    rows = found(tmp_path, dockerfile, executable=True, **files)
    assert rows == ([("BLD069", "error", "Dockerfile", line)] if line else [])


def test_a_script_that_may_be_there(tmp_path: Path) -> None:
    entry = 'ENTRYPOINT ["/app/gone.sh"]'
    assert found(tmp_path, entry, base="acme/base") == []
    mounts = "          volumeMounts: [{name: v, mountPath: /app}]\n"
    assert found(tmp_path, entry, lines=mounts) == []
    command = "          command: [/app/gone.sh]\n"
    assert found(tmp_path, "", lines=command, image="docker.io/acme/x") == []
    assert [row[0] for row in found(tmp_path, "", lines=command)] == ["BLD069"]
    assert found(tmp_path, entry, _dot_gitignore="gone.sh\n") == [
        ("BLD069", "warning", "Dockerfile", 4)
    ]


def test_the_pattern_that_leaves_a_script_out_is_named(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text(".git\n*.sh\n")
    found(tmp_path, 'ENTRYPOINT ["./start.sh"]')
    report = check_paths([tmp_path / "service.yaml"], source=tmp_path)
    [finding] = [one for one in report.findings if one.rule == "BLD069"]
    assert [one.place.line for one in finding.related] == [2]


SETTINGS = [("BLD077", "error", "Dockerfile", 4)]


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ('CMD ["gunicorn", "-c", "g.py", "-t", "0", "main:app"]', SETTINGS),
        ('CMD ["hypercorn", "--config=h.toml", "main:app"]', SETTINGS),
        ('CMD ["uvicorn", "main:app", "--log-config", "/app/log.ini"]', SETTINGS),
        ('CMD ["supervisord", "-c", "s.conf"]', SETTINGS),
        ("CMD exec gunicorn -c g.py -t 0 main:app", SETTINGS),
        ('CMD ["gunicorn", "-c", "main.py", "-t", "0", "main:app"]', []),
        ('CMD ["gunicorn", "-c", "python:g", "-t", "0", "main:app"]', []),
        ('CMD ["supervisord", "-c", "/etc/supervisor/supervisord.conf"]', []),
        ('RUN make g.py\nCMD ["gunicorn", "-c", "g.py", "-t", "0", "main:app"]', []),
        ("CMD exec gunicorn -c $SETTINGS -t 0 main:app", []),
    ],
)
def test_configuration_files_that_are_not_there(
    tmp_path: Path, dockerfile: str, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(tmp_path, dockerfile) == expected


def test_a_script_that_another_one_starts(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_bash")
    script = "#!/bin/sh\nset -e\nexec ./serve.sh\n"
    assert found(tmp_path, 'CMD ["sh", "start.sh"]', script=script) == [
        ("BLD069", "error", "start.sh", 3)
    ]
    script = '#!/bin/sh\nif [ -n "$X" ]; then exec ./serve.sh; fi\nexec uvicorn main:app\n'
    assert found(tmp_path, 'CMD ["sh", "start.sh"]', script=script) == [
        ("BLD069", "warning", "start.sh", 2)
    ]
    script = "#!/bin/sh\nexec /opt/venv/bin/serve\n"
    assert found(tmp_path, 'CMD ["sh", "start.sh"]', script=script) == []
