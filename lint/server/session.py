"""What is open in an editor, and when which checks are made of it.

An edit is answered by a check of the document alone, and, once nobody has typed for a while, by one of
its folder; where that takes no time, by both at once. A check whose text has changed meanwhile
counts for nothing.
"""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor

from lint.errors import internal_error
from lint.server.board import Board, is_below
from lint.server.judged import Judged, judge_document, judge_folder
from lint.server.surroundings import code_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import TypeVar

    from lint.engine.code_links import CodeLinks

    T = TypeVar("T")

FAST = 0.03
"""Seconds that the check of a folder may take to be made at each edit."""
PAUSE = 0.4
"""Seconds without an edit after which a folder is checked that takes longer."""
PATIENCE = 0.3
"""Seconds that a question waits for what is known of the code; then it is answered without."""


class Session:
    """The open documents and folders of one client. Its methods run in the event loop.

    `show` is called with the files that may show something else; `log` with what failed.
    """

    def __init__(self, show: Callable[[set[str]], None], log: Callable[[str], None]) -> None:
        self.board = Board()
        self.texts: dict[str, bytes] = {}
        """The open documents by absolute path."""
        self.folders: list[str] = []
        self._show = show
        self._log = log
        self._todo: dict[str, None] = {}
        self._judged: dict[str, bytes] = {}
        """The texts of the documents that were checked by themselves."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: set[str] = set()
        """The files that are shown when the folder was checked."""
        self._is_judging = False
        self._timer: asyncio.TimerHandle | None = None
        self._generation = 0
        self._is_searching = False
        self._seconds = PAUSE
        """How long the last check of the folders took."""
        self._saved = 0
        """How often files have changed on the disk."""
        self._code: dict[str, tuple[int, asyncio.Future[CodeLinks | None]]] = {}
        """What is asked of the code behind manifests, and since when."""
        self._known: dict[str, CodeLinks | None] = {}
        """What was last known of it: good enough while it is asked again."""
        self._for_documents = ThreadPoolExecutor(1, "documents")
        self._for_folders = ThreadPoolExecutor(1, "folders")

    def add_folder(self, folder: str) -> None:
        """Opens a folder. That of a whole machine or home is not searched."""
        if folder in (os.path.dirname(folder), os.path.expanduser("~")):
            return
        if os.path.isdir(folder) and folder not in self.folders:
            self.folders.append(folder)
            self.check_folders()

    def remove_folder(self, folder: str) -> None:
        """Closes a folder."""
        if folder in self.folders:
            self.folders.remove(folder)
            self._show(self.board.forget_folder(folder) | self._waiting)
            self._waiting.clear()
            self.check_folders()

    def put(self, path: str, text: str) -> None:
        """Opens a document, or changes it."""
        data = text.encode("utf-8", "surrogatepass")
        if self.texts.get(path) == data and self._is_settled(path):
            self._show({path})  # of the new version
            return
        self.texts[path] = data
        self.board.change(path)
        self.check_folders()
        self._judge(path)
        self._judge_dependent(path)

    def close(self, path: str) -> None:
        """Closes a document: what the file has counts again."""
        self.texts.pop(path, None)
        self._todo.pop(path, None)
        self._judged.pop(path, None)
        self._code.pop(path, None)
        self._known.pop(path, None)
        self._show(self.board.close(path))
        self.check_folders()
        self._judge_dependent(path)

    def check_again(self) -> None:
        """Checks everything again: files have changed on the disk."""
        self._saved += 1
        for path in self.texts:
            self._judge(path)
        self.check_folders()

    def check_folders(self) -> None:
        """Checks the folders soon, or at once where that is quick."""
        self._generation += 1
        self._set_timer()

    async def current(self, path: str) -> None:
        """Returns when a document was checked as it is now."""
        text = self.texts.get(path)
        if text is not None and (path in self._todo or not self._is_settled(path)):
            self._todo.pop(path, None)
            await self._judge_one(path)

    async def code(self, path: str) -> CodeLinks | None:
        """What the code of its folder says about a manifest; None where nothing is known yet."""
        folder = max((each for each in self.folders if is_below(path, each)), default="", key=len)
        if not folder:
            return None
        saved, found = self._code.get(path, (-1, None))
        if found is None or (saved != self._saved and found.done()):
            texts = dict(self.texts)
            found = asyncio.get_running_loop().run_in_executor(
                self._for_folders, code_behind, folder, path, texts
            )
            self._code[path] = (self._saved, found)
        await asyncio.wait([found], timeout=0 if path in self._known else PATIENCE)
        if found.done():
            error = found.exception()
            if error is not None:
                self._log(internal_error(error))
            else:
                self._known[path] = found.result()
        return self._known.get(path)

    async def ask(self, answer: Callable[[], T]) -> T:
        """What a question about documents gives, answered between the checks of documents."""
        return await asyncio.get_running_loop().run_in_executor(self._for_documents, answer)

    def end(self) -> None:
        """Waits for nothing that runs, and begins nothing new."""
        if self._timer is not None:
            self._timer.cancel()
        for pool in (self._for_documents, self._for_folders):
            pool.shutdown(wait=False, cancel_futures=True)

    def _is_quick(self) -> bool:
        return self._seconds < FAST

    def _is_in_folder(self, path: str) -> bool:
        return any(is_below(path, folder) for folder in self.folders)

    def _is_settled(self, path: str) -> bool:
        return self._judged.get(path) is self.texts[path]

    def _judge_dependent(self, path: str) -> None:
        """Checks the documents again that may read another one: rule sets, settings, scripts.

        Those that are covered wait for their folder.
        """
        for other in self.texts:
            if other != path and not self.board.is_covered(other):
                self._todo.setdefault(other)
        self._start_judging()

    def _judge(self, path: str) -> None:
        # What is typed comes first.
        self._todo = {path: None, **self._todo}
        self._start_judging()

    def _start_judging(self) -> None:
        if not self._is_judging:
            self._is_judging = True
            self._start(self._judge_all())

    async def _judge_all(self) -> None:
        try:
            while self._todo:
                path = next(iter(self._todo))
                del self._todo[path]
                await self._judge_one(path)
        finally:
            self._is_judging = False

    async def _judge_one(self, path: str) -> None:
        texts = dict(self.texts)
        if path not in texts:
            return
        judged = await self._in(self._for_documents, judge_document, path, texts)
        if self.texts.get(path) is texts[path]:
            self._judged[path] = texts[path]
            affected = self.board.put_document(path, judged)
            is_checked = self.board.counts_by_folder(path)
            if self._is_quick() and self._is_in_folder(path) and not is_checked:
                # The folder says more in a moment: what goes and comes back would flicker.
                self._waiting |= affected
            else:
                self._show(affected)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self.folders:
            delay = 0 if self._is_quick() else PAUSE
            self._timer = asyncio.get_running_loop().call_later(delay, self._start_folders)

    def _start_folders(self) -> None:
        if not self._is_searching:
            self._is_searching = True
            self._start(self._judge_folders())

    async def _judge_folders(self) -> None:
        """Checks the folders; what was edited meanwhile makes the result void, and it is done again."""
        generation = self._generation
        began = time.perf_counter()
        try:
            for folder in list(self.folders):
                texts = dict(self.texts)
                judged = await self._in(self._for_folders, judge_folder, folder, texts)
                if generation != self._generation:
                    break
                self._show(self.board.put_folder(folder, judged) | self._waiting)
                self._waiting.clear()
        finally:
            self._seconds = time.perf_counter() - began
            self._is_searching = False
            if generation != self._generation:
                self._set_timer()

    async def _in(
        self,
        pool: ThreadPoolExecutor,
        judge: Callable[[str, Mapping[str, bytes]], Judged],
        path: str,
        texts: Mapping[str, bytes],
    ) -> Judged:
        """What a check gives; nothing where it ends in an error of ours, which is logged."""
        try:
            judged = await asyncio.get_running_loop().run_in_executor(pool, judge, path, texts)
        except Exception as error:
            judged = Judged(failure=internal_error(error))
        if judged.failure:
            self._log(f"{path}: {judged.failure}")
        return judged

    def _start(self, work: Coroutine[None, None, None]) -> None:
        # The loop keeps no reference to a task.
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log(internal_error(error))
