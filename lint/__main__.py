"""`python -m lint`."""

from lint.cli import run

run()
