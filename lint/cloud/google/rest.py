"""One GET of a REST API of Google: bounded, and never to another address."""

from __future__ import annotations

from lint.cloud.google.failure import AnswerError
from lint.support.json_text import load_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.google.session import Session

MAX_BYTES = 16 << 20
"""The largest body, after decompression: a page of 500 Cloud SQL instances has about 2 MB."""

_CHUNK = 64 << 10
_HEADERS = {"Accept-Encoding": "identity"}


def get_json(session: Session, service: str, path: str, **query: str) -> dict[str, Any]:
    """The object that `service` answers with.

    Raises what `google.api_core.exceptions` has for a failure, `AnswerError` for an answer that is
    no object, and what `requests` raises where there is none.
    """
    from google.api_core import exceptions

    failed: Any = exceptions.from_http_response
    client, base = session.http(service)
    with client:
        response = client.get(
            base + path,
            params=query,
            timeout=session.time.timeout(),
            headers=_HEADERS,
            stream=True,
            # What follows a redirect is not the endpoint that was chosen, and gets the credentials.
            allow_redirects=False,
        )
        with response:
            if 300 <= response.status_code < 400:
                raise AnswerError("it redirects to another address")
            answer = _Answer(response, _body(response))
    if answer.status_code == 404 and not answer.json()["error"]:
        raise AnswerError("its answer is not that of the API")  # a proxy's page, or nothing
    if answer.status_code != 200:
        raise failed(answer)
    data = answer.json()
    if not isinstance(data, dict):
        raise AnswerError("its answer is not a JSON object")
    return data


class _Answer:
    """A response with its body, as far as `google.api_core` looks at one."""

    def __init__(self, response: Any, body: bytes) -> None:
        self.status_code: int = response.status_code
        self.request: Any = response.request
        self.text = body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The value of the body. Raises `AnswerError`; of a failure, only an object is given."""
        try:
            data = load_json(self.text)
        except ValueError:
            data = None
            if self.status_code == 200:
                raise AnswerError("its answer is not JSON") from None
        if self.status_code != 200:
            error = data.get("error") if isinstance(data, dict) else None
            return {"error": _plain_error(error)}
        return data


def _plain_error(error: Any) -> dict[str, Any]:
    """The parts of an error that have the types that they must have."""
    if not isinstance(error, dict):
        return {}
    details = error.get("details")
    return {
        "message": str(error.get("message", ""))[:2000],
        "errors": [],
        "details": [
            detail
            for detail in (details if isinstance(details, list) else ())
            if _is_detail(detail)
        ],
    }


def _is_detail(detail: Any) -> bool:
    return (
        isinstance(detail, dict)
        and isinstance(detail.get("reason", ""), str)
        and isinstance(detail.get("metadata", {}), dict)
    )


def _body(response: Any) -> bytes:
    """The body. Raises `AnswerError` for one that is too large, compressed or not."""
    import zlib

    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", ""):
        raise AnswerError("its answer has an encoding that was not asked for")
    inflate = zlib.decompressobj(31) if packed == "gzip" else None
    parts: list[bytes] = []
    left = MAX_BYTES
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            part = inflate.decompress(chunk, left + 1) if inflate is not None else chunk
            left -= len(part)
            if left < 0:
                raise AnswerError(f"its answer has more than {MAX_BYTES >> 20} MiB")
            parts.append(part)
    except zlib.error:
        raise AnswerError("its answer is damaged") from None
    return b"".join(parts)
