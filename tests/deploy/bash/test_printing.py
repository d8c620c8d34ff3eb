"""lint.deploy.bash.printing: output that is known without running anything."""

import os

from lint.deploy.text import Text
from lint.model.source import Source
from tests.deploy.bash.scripts import commands, lines


def test_paths(tmp_path):
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "scripts"
    folder.mkdir()
    own = Text.of(str(folder / "deploy.sh"), Source("deploy.sh", ""), 1, 1, 0)
    script = """DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ROOT=$(git rev-parse --show-toplevel)
docker build -f "$DIR/Dockerfile" "$ROOT"
cd "$(dirname "$0")/.."
docker build "$(basename /a/b.c .c)"
"""
    first, second = commands(script, str(folder), {"0": own, "BASH_SOURCE": own})
    assert [str(word) for word in first.words[3:]] == [f"{folder}{os.sep}Dockerfile", str(tmp_path)]
    assert second.directory == str(tmp_path)
    assert str(second.words[-1]) == "b"


def test_what_is_printed_under_a_condition_is_unknown():
    assert lines("docker push $(echo a)") == ["docker push a"]
    assert lines("docker push $(printf %s a)") == ["docker push a"]
    assert lines("docker push $(if x; then echo a; fi)") == ["docker push ${if_x_then}"]
    assert lines("docker push $(echo a | tr a b)") == ["docker push ${echo_a_tr}"]
    assert lines("docker push $(echo a >&2; echo b)") == ["docker push ${echo_a_echo}"]
    assert lines("T=$(git describe)\ndocker push a:$T") == ["docker push a:${T}"]
