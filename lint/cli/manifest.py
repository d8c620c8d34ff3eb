"""`lint manifest`: the manifests that the deploy steps of files amount to."""

from __future__ import annotations

from lint.cli.output import complain, progress, write
from lint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def manifest(options: argparse.Namespace) -> int:
    """Prints a YAML document for each deploy step; 1 where one has faults, 2 where there is none."""
    from lint.deploy.as_manifest import manifest_of
    from lint.engine.project import steps_of

    documents: list[str] = []
    faulty = False
    for step in steps_of(options.paths, progress()):
        if step.resource is not None:
            documents.append(manifest_of(step, places=options.places))
        for fault in step.faults:
            faulty = True
            complain(f"lint: {fault.where}: {fault.message}\n")
    if not documents and not faulty:
        raise UsageError("no deploy step was found in what the paths name")
    write("---\n".join(documents))
    return 1 if faulty else 0
