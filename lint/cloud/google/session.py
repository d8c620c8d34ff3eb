"""The connections of one run: Google's clients, with its credentials and its time limit."""

from __future__ import annotations

from lint.cloud.google.credentials import Credentials
from lint.cloud.google.time_limit import TimeLimit
from lint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_LIBRARIES = (
    "grpc",
    "requests",
    "google.api_core.exceptions",
    "google.auth.exceptions",
    "google.cloud.run_v2",
    "google.cloud.secretmanager_v1",
    "google.cloud.vpcaccess_v1",
)
_MISSING = "live look-ups need Google's client libraries: pip install 'cloudrun-lint[live]'"
_PLAINTEXT = (
    # A proxy of the environment must not come between this machine and itself.
    ("grpc.enable_http_proxy", 0),
)


class Session:
    """Makes Google's clients when they are first needed; safe to use from several threads.

    `limit` and `call_limit` are seconds: for the whole run, counted from the first use, and for
    one call. Raises `UsageError` when the client libraries are not there.
    """

    def __init__(
        self, endpoints: Mapping[str, str], limit: float = 30.0, call_limit: float = 10.0
    ) -> None:
        import os
        import threading
        import warnings
        from importlib import import_module

        # What the libraries have to say on standard error (old Python, user credentials without
        # a quota project, refused connections) reaches nobody who could act on it here.
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        os.environ.setdefault("GLOG_minloglevel", "3")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                for name in _LIBRARIES:
                    import_module(name)
            except ImportError:
                raise UsageError(_MISSING) from None
        self.endpoints = endpoints
        self.time = TimeLimit(limit, call_limit)
        self.credentials = Credentials()
        self._lock = threading.RLock()
        self._kept: dict[Any, Any] = {}
        self._locks: dict[Any, Any] = {}
        self._channels: list[Any] = []

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """The result of `make`, called once for each key unless it raises."""
        from threading import RLock

        with self._lock:
            mine = self._locks.setdefault(key, RLock())
        # Not under the lock of all: `make` may be a call that takes its time.
        with mine:
            if key not in self._kept:
                self._kept[key] = make()
            return self._kept[key]

    def secret_manager(self) -> Any:
        """The client of Secret Manager."""
        from google.cloud import secretmanager_v1 as library
        from google.cloud.secretmanager_v1.services.secret_manager_service import transports

        return self._client(
            "secretmanager",
            library.SecretManagerServiceClient,
            transports.SecretManagerServiceGrpcTransport,
        )

    def vpc_access(self) -> Any:
        """The client of Serverless VPC Access."""
        from google.cloud import vpcaccess_v1 as library
        from google.cloud.vpcaccess_v1.services.vpc_access_service import transports

        return self._client(
            "vpcaccess", library.VpcAccessServiceClient, transports.VpcAccessServiceGrpcTransport
        )

    def services(self) -> Any:
        """The client of Cloud Run services."""
        from google.cloud import run_v2 as library
        from google.cloud.run_v2.services.services import transports

        return self._client("run", library.ServicesClient, transports.ServicesGrpcTransport)

    def jobs(self) -> Any:
        """The client of Cloud Run jobs."""
        from google.cloud import run_v2 as library
        from google.cloud.run_v2.services.jobs import transports

        return self._client("run", library.JobsClient, transports.JobsGrpcTransport)

    def worker_pools(self) -> Any:
        """The client of Cloud Run worker pools."""
        from google.cloud import run_v2 as library
        from google.cloud.run_v2.services.worker_pools import transports

        return self._client("run", library.WorkerPoolsClient, transports.WorkerPoolsGrpcTransport)

    def revisions(self) -> Any:
        """The client of Cloud Run revisions."""
        from google.cloud import run_v2 as library
        from google.cloud.run_v2.services.revisions import transports

        return self._client("run", library.RevisionsClient, transports.RevisionsGrpcTransport)

    def http(self, service: str) -> tuple[Any, str]:
        """A `requests` session with credentials, and the address that paths are added to."""
        address = self.endpoints.get(service)
        if address is not None:
            from requests import Session as PlainSession

            plain = PlainSession()
            plain.trust_env = False
            return plain, f"http://{address}"
        from google.auth.transport import requests as transport

        authorized: Any = transport.AuthorizedSession
        return authorized(self.credentials.get()), f"https://{service}.googleapis.com"

    def _client(self, service: str, client: Any, transport: Any) -> Any:
        def make() -> Any:
            address = self.endpoints.get(service)
            if address is None:
                return client(credentials=self.credentials.get())
            return client(transport=transport(channel=self._channel(address)))

        return self.once(client, make)

    def _channel(self, address: str) -> Any:
        from importlib import import_module

        grpc: Any = import_module("grpc")  # it has no types

        def make() -> Any:
            channel = grpc.insecure_channel(address, options=_PLAINTEXT)
            self._channels.append(channel)
            return channel

        return self.once(("channel", address), make)

    def close(self) -> None:
        """Ends all calls that are under way."""
        for channel in list(self._channels):
            channel.close()
        for thing in list(self._kept.values()):
            transport = getattr(thing, "transport", None)
            if transport is not None and transport.grpc_channel not in self._channels:
                transport.close()
