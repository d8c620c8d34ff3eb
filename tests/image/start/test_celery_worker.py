"""Programs that start a Celery worker themselves."""

from __future__ import annotations

import pytest

from lint.image.start.celery_worker import starts_worker

MAIN = "if __name__ == '__main__':\n    "


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("app.worker_main(['worker', '-l', 'info'])", True),
        ("app.worker_main(argv=('worker',))", True),
        (f"{MAIN}app.worker_main(['worker'])", True),
        (f"def main():\n    app.worker_main(['worker'])\n{MAIN}main()", True),
        ("app.worker_main()", False),
        ("app.worker_main(['beat'])", False),
        ("app.worker_main(['worker', *more])", False),
        ("app.worker_main(words)", False),
        ("def main():\n    app.worker_main(['worker'])", False),
        ("if DEBUG:\n    app.worker_main(['worker'])", False),
        ("app.worker_main(['worker']", False),
        ("app.start()", False),
    ],
)
def test_constants(text: str, starts: bool) -> None:
    assert starts_worker(text.encode(), []) is starts


def test_the_arguments_of_the_program() -> None:
    assert starts_worker(b"app.worker_main()", ["worker", "-l", "info"])
    assert not starts_worker(b"app.worker_main(['beat'])", ["worker"])
