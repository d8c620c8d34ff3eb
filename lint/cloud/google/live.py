"""Asks the cloud: many questions at once, with a bound, and until the time is up."""

from __future__ import annotations

from lint.cloud.google import cloud_run, listing, network, org_policy, secret_manager
from lint.cloud.google.failure import answer_error
from lint.cloud.google.session import Session
from lint.cloud.query import KINDS, Query, Result, unknown
from lint.errors import internal_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

WORKERS = 64
"""How many calls are under way at the same time, at most."""

_ASK: dict[str, Callable[[Session, Query], Result]] = {
    "secret": secret_manager.ask_secret,
    "version": secret_manager.ask_version,
    "policy": secret_manager.ask_policy,
    "connector": network.ask_connector,
    "instance": network.ask_instance,
    "service": cloud_run.ask_service,
    "job": cloud_run.ask_job,
    "workerpool": cloud_run.ask_worker_pool,
    "revision": cloud_run.ask_revision,
    "constraints": org_policy.list_constraints,
    "effective-policy": org_policy.ask_effective_policy,
    **listing.LISTS,
}


class Live:
    """The cloud itself. `limit` and `call_limit` are seconds: for everything, and for one call.

    A call is tried again only where Google's client libraries do so by themselves. Raises
    `UsageError` where the client libraries are not installed.
    """

    validates = True

    def __init__(
        self,
        endpoints: Mapping[str, str],
        *,
        workers: int = WORKERS,
        limit: float = 30.0,
        call_limit: float = 10.0,
    ) -> None:
        self.session = Session(endpoints, limit, call_limit)
        self.workers = workers

    def answer(self, questions: Iterable[Query]) -> dict[Query, Result]:
        """The answer to every question; unknown where the time was up or the call failed."""
        wanted = sorted(dict.fromkeys(questions), key=lambda question: KINDS.index(question.kind))
        if not wanted:
            return {}
        answers = _Round(self.session, wanted).run(self.workers)
        late = unknown(
            f"there was no answer within {self.session.time.total:g} s for all questions"
        )
        return {question: answers.get(question, late) for question in wanted}

    def ambient_project(self) -> str:
        """The project of the credentials, "" where there are none."""
        return self.session.credentials.project()

    def identity(self) -> str:
        """Who asks: an address in backquotes, "" where it is not known."""
        return self.session.credentials.identity()

    def close(self) -> None:
        """Ends the calls that are still under way."""
        self.session.close()


class _Round:
    """The work of one call of `Live.answer`, shared by its threads."""

    def __init__(self, session: Session, questions: list[Query]) -> None:
        import queue
        import threading

        self.session = session
        self.total = len(questions)
        self.tasks: queue.SimpleQueue[Query | None] = queue.SimpleQueue()
        self.answers: dict[Query, Result] = {}
        self.lock = threading.Lock()
        self.finished = threading.Event()
        self.waiting: dict[Query, list[Query]] = {}
        asked = set(questions)
        for question in questions:
            if question.after is not None and question.after in asked:
                self.waiting.setdefault(question.after, []).append(question)
            else:
                self.tasks.put(question)

    def run(self, workers: int) -> dict[Query, Result]:
        import threading
        import time

        # Daemons: a call that hangs must not keep the program from ending.
        threads = [
            threading.Thread(target=self.work, daemon=True) for _ in range(min(workers, self.total))
        ]
        for thread in threads:
            thread.start()
        self.finished.wait(max(0.0, self.session.time.deadline() - time.monotonic()))
        for _ in threads:
            self.tasks.put(None)
        with self.lock:
            return dict(self.answers)

    def work(self) -> None:
        while True:
            question = self.tasks.get()
            if question is None:
                return
            try:
                answer = self.ask(question)
            except Exception as error:  # an error of ours must not leave the others waiting
                answer = unknown(internal_error(error))
            with self.lock:
                self.answers[question] = answer
                following = self.waiting.pop(question, [])
                done = len(self.answers) == self.total
            for dependent in following:
                self.tasks.put(dependent)
            if done:
                self.finished.set()

    def ask(self, question: Query) -> Result:
        try:
            if question.kind == "validation":
                there = self.answers.get(question.after) if question.after is not None else None
                return cloud_run.ask_validation(self.session, question, there)
            return _ASK[question.kind](self.session, question)
        except Exception as error:  # one failing look-up never hides the others
            session: Any = self.session
            return answer_error(
                error,
                question.kind,
                question.project,
                session.credentials.identity() or "the caller",
            )
