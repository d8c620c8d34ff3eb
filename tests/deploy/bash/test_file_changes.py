"""lint.deploy.bash.file_changes: files that programs write."""

import pytest

from tests.deploy.bash.scripts import commands


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("cp a.yaml b.yaml", {"b.yaml": None}),
        ("mv -f a.yaml d/b.yaml", {"d/b.yaml": None}),
        ("sed -i s/a/b/ a.yaml", {"a.yaml": None}),
        ("sed -i.bak -e s/a/b/ a.yaml", {"a.yaml": None}),
        ("sed s/a/b/ a.yaml", {}),
        ("yq -i .a=1 a.yaml", {"a.yaml": None}),
        ("perl -pi -e s/a/b/ a.yaml", {"a.yaml": None}),
        ("curl -sSL -o a.yaml https://x", {"a.yaml": None}),
        ("wget --output-document a.yaml https://x", {"a.yaml": None}),
        ("kustomize build x --output=a.yaml", {"a.yaml": None}),
        ("touch a b", {"a": None, "b": None}),
        ("cp $A $B", {}),
        ("ls -l a", {}),
        ("cat > a <<X\nhi\nX\ncp a b", {"a": "hi\n", "b": "hi\n"}),
    ],
)
def test_files(command, files):
    (found,) = commands(f"{command}\ngcloud run services replace a.yaml")
    assert {
        path: None if text is None else str(text) for path, text in found.written.items()
    } == files
