"""`python -m lint`."""

from lint.cli.main import run

run()
