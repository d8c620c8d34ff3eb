"""The environment of conda that a program is started in."""

from __future__ import annotations

import pytest

from lint.image.context.copy_map import CopyMap
from lint.image.start.conda_environment import conda_environment
from lint.image.start.follow import find_launches
from lint.image.start.launch import Surroundings


class NoFiles:
    def read(self, path: str) -> bytes | None:
        return None


def environment(dockerfile: str, by_manifest: bool = False) -> str | None:
    copy_map = CopyMap(dockerfile, "Dockerfile")
    assert copy_map.start is not None
    words = [*copy_map.start.entrypoint, *copy_map.start.cmd]
    (launch,) = find_launches(words, Surroundings(NoFiles(), env=copy_map.env))
    return conda_environment(launch, copy_map, copy_map.env, by_manifest)


MINI = "FROM continuumio/miniconda3\n"
MICRO = "FROM mambaorg/micromamba:1.5.8\n"
INSIDE = 'SHELL ["conda", "run", "-n", "web", "/bin/bash", "-c"]\n'


@pytest.mark.parametrize(
    ("dockerfile", "name"),
    [
        (MINI + 'CMD ["python", "app.py"]\n', ""),
        (MINI + 'CMD ["conda", "run", "-n", "web", "python", "app.py"]\n', "web"),
        (MINI + 'ENTRYPOINT ["conda", "run", "-n", "web"]\nCMD ["gunicorn", "a:b"]\n', "web"),
        (MINI + "ENV PATH /opt/conda/envs/web/bin:$PATH\nCMD gunicorn a:b\n", "web"),
        (MINI + 'CMD ["/opt/conda/envs/web/bin/gunicorn", "a:b"]\n', "web"),
        (MINI + 'CMD ["/venv/bin/gunicorn", "a:b"]\n', None),
        (MINI + "ENV PATH /venv/bin:$PATH\nCMD gunicorn a:b\n", None),
        (MINI + INSIDE + "CMD gunicorn a:b\n", "web"),
        (MINI + INSIDE + 'CMD ["gunicorn", "a:b"]\n', ""),
        (MINI + 'CMD ["bash", "-c", "source activate web && gunicorn a:b"]\n', "web"),
        (MINI + 'CMD ["bash", "-c", ". /opt/conda/etc/profile.d/conda.sh; conda activate web'
         '; exec gunicorn a:b"]\n', "web"),
        (MINI + 'CMD ["bash", "-c", "source ~/.bashrc && gunicorn a:b"]\n', None),
        (MINI + 'CMD ["bash", "-lc", "gunicorn a:b"]\n', None),
        (MICRO + 'CMD ["gunicorn", "a:b"]\n', ""),
        (MICRO + 'ENV ENV_NAME=web\nCMD ["gunicorn", "a:b"]\n', "web"),
        (MICRO + 'ENTRYPOINT ["/usr/local/bin/_entrypoint.sh", "gunicorn", "a:b"]\n', ""),
        (MICRO + 'ENTRYPOINT ["gunicorn", "a:b"]\n', None),
        (MICRO + 'ENTRYPOINT ["micromamba", "run", "-n", "web", "gunicorn", "a:b"]\n', "web"),
        ('FROM python:3.12\nCMD ["gunicorn", "a:b"]\n', None),
    ],
)  # fmt: skip
def test_the_environment(dockerfile: str, name: str | None) -> None:
    pytest.importorskip("tree_sitter_bash")
    assert environment(dockerfile) == name


def test_a_command_of_the_manifest_has_no_entrypoint_of_micromamba() -> None:
    assert environment(MICRO + 'CMD ["gunicorn", "a:b"]\n', by_manifest=True) is None
