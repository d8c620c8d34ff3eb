"""Programs that run what is not Python."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

NOT_PYTHON = "the container starts a program of another language"
"""What a start says that is not known, and need not be: no rule about Python is for it."""
_RUNTIMES = frozenset(
    (
        "apache2-foreground", "apache2ctl", "bun", "bundle", "caddy", "deno", "dotnet", "elixir", "httpd",
        "iex", "java", "mix", "next", "nginx", "node", "nodejs", "perl", "php", "php-fpm", "puma", "rackup",
        "rails", "ruby", "ts-node", "tsx",
    )
)  # fmt: skip
_RUNNERS = frozenset(("npm", "npx", "pnpm", "yarn", "yarnpkg"))
"""They run what the scripts of package.json say."""
_RUNS_PYTHON = lazy_regex(rb"\b(?:python|uvicorn|gunicorn|hypercorn|flask|celery|uv run)")


def is_other_language(program: str, package_json: bytes | None) -> bool:
    """Whether a program is known to run no Python.

    `package_json` is the file of that name in the working directory, None where there is none.
    """
    if program in _RUNNERS:
        return package_json is None or _RUNS_PYTHON.search(package_json) is None
    return program in _RUNTIMES
