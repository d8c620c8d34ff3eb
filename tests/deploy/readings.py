"""What the tests of readers read files with."""

import pytest

from lint.deploy.file import DeployFile

pytest.importorskip("tree_sitter_bash")


def read(reader, path, text, root=None):
    """What a reader finds in a file of this text, which is written to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    file = DeployFile(str(path), path.read_bytes(), path.name, str(root or path.parent))
    return reader.read(file)


def images(found):
    """The images of the steps, by the name of their resource."""
    return {
        step.resource.root.at("metadata", "name").text: step.resource.root.at(
            "spec", "template", "spec", "containers"
        )
        .items[0]
        .get("image")
        .text
        for step in found.steps
        if step.resource is not None
    }


def kinds(found):
    """The faults of a file: kind, line, column."""
    return [(fault.kind, fault.where.line, fault.where.column) for fault in found.faults]
