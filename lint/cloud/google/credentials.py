"""The application default credentials of this machine."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCOPE = "https://www.googleapis.com/auth/cloud-platform"


class Credentials:
    """Looked for once, when they are first needed; safe to use from several threads."""

    def __init__(self) -> None:
        import threading

        self._lock = threading.RLock()
        self._found: tuple[Any, str] | None = None
        self._refused: Exception | None = None

    def get(self) -> Any:
        """The credentials. Raises `google.auth.exceptions.DefaultCredentialsError`, each time anew."""
        return self._find()[0]

    def project(self) -> str:
        """The project that comes with the credentials, "" where there is none."""
        from google.auth.exceptions import GoogleAuthError

        try:
            return self._find()[1]
        except GoogleAuthError:
            return ""

    def identity(self) -> str:
        """Whose they are: an address in backquotes, "" where they do not show it."""
        if self._found is None:
            return ""
        for name in ("service_account_email", "signer_email", "account"):
            address = getattr(self._found[0], name, None)
            if isinstance(address, str) and "@" in address:
                return f"`{address}`"
        return ""

    def _find(self) -> tuple[Any, str]:
        import warnings

        import google.auth
        from google.auth.exceptions import GoogleAuthError

        with self._lock:
            if self._refused is not None:
                raise self._refused
            if self._found is None:
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        credentials, project = google.auth.default(scopes=[SCOPE])
                except GoogleAuthError as error:
                    self._refused = error
                    raise
                self._found = (credentials, project or "")
            return self._found
