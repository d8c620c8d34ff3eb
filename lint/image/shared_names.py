"""Top-level packages that many distributions share: what is missing below them may be any one's."""

from __future__ import annotations

SHARED = frozenset(
    (
        "azure", "backports", "dagster", "flufl", "google", "jaraco", "mpl_toolkits",
        "opentelemetry", "paste", "repoze", "ruamel", "sphinxcontrib", "zc", "zope",
    )
)  # fmt: skip
