"""What takes time is made by the command line, in a process of its own: two at a time, twenty waiting.

A job is a folder `.studio/ID` among the saved runs: `job.json` says what was asked and how far it came, `answer.json` what the command
printed. Whatever happens to the browser or to the studio, the work is a saved run or a question's saved work: the same command goes on
from it. When the studio closes, its jobs are interrupted; when it opens again, those that had not been stopped go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from politburo.errors import EXIT_IO, PolitburoError, Problem
from politburo.store.files import put
from politburo.studio.asks import Question
from politburo.studio.streams import Board

log = logging.getLogger(__name__)

RUNNING, WAITING = 2, 20
KEPT = 200  # jobs that are remembered
NICE = 10  # so that pages come first
GRACE = 5.0  # seconds from asking a process to end to ending it
BUSY = 2.0  # seconds until a job is tried again whose run another process is writing
LONGEST_LINE = 2**16
FOLDER, JOB, ANSWER, PART = ".studio", "job.json", "answer.json", "answer.part"
QUEUED, RUN, PAUSED, STOPPED, FAILED, DONE = "queued", "running", "paused", "stopped", "failed", "done"
HALTED = (PAUSED, STOPPED, FAILED)


class QueueFull(Exception):
    """Twenty wait already; `seconds`: when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"come back in {seconds} s")
        self.seconds = seconds


@dataclass
class Job:
    """A question on its way."""

    question: Question
    state: str = QUEUED
    phase: str = ""
    done: int = 0
    of: int = 0
    seconds: float = 0.0  # spent in all
    error: dict[str, Any] | None = None
    created: float = field(default_factory=time.time)
    begun: float | None = None  # on the monotonic clock, while it runs
    base: tuple[float, int] | None = (
        None  # when it was first heard of since it last began, and what was done by then
    )
    checked: bool = True  # the question was checked by this studio, not read from a file
    number: int = 0
    process: asyncio.subprocess.Process | None = None
    wanted: str = DONE  # the state that it is to end in

    @property
    def spent(self) -> float:
        return self.seconds + (time.monotonic() - self.begun if self.begun is not None else 0.0)

    @property
    def left(self) -> float | None:
        """Seconds left at the rate since it last began."""
        if self.begun is None or self.base is None or self.done <= self.base[1]:
            return None
        since, done = self.base
        return max(self.of - self.done, 0) * max(time.monotonic() - since, 1e-3) / (self.done - done)

    def to_json(self, ahead: int = 0) -> dict[str, Any]:
        """What is told of it."""
        q, left = self.question, self.left
        return {
            "id": q.id,
            "kind": q.kind,
            "ask": q.ask,
            "command": q.command,
            "title": q.title,
            "state": self.state,
            "phase": self.phase,
            "done": self.done,
            "of": self.of or q.of,
            "seconds": round(self.spent, 1),
            "left": None if left is None else round(left, 1),
            "ahead": ahead,
            "run": q.run,
            "error": self.error,
            "number": self.number,
        }


class Jobs:
    """All jobs of a studio. Its methods are called from the event loop. `check` makes a question of what was asked, or raises
    `PolitburoError`: what a file says was asked is checked again before it is made."""

    def __init__(
        self,
        runs: Path,
        check: Callable[[dict[str, Any]], Question],
        *,
        running: int = RUNNING,
        waiting: int = WAITING,
    ) -> None:
        self.folder, self.check = runs / FOLDER, check
        self.running, self.waiting = running, waiting
        self.board = Board()
        self.jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    # --- from before -----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Take up the jobs of an earlier studio; those that had not ended go on."""
        for path in self.folder.glob(f"*/{JOB}"):
            try:
                job = _read(path)
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.warning("%s is left aside: %s", path, error)
                continue
            if job.question.id == path.parent.name:
                self.jobs[job.question.id] = job
        self.jobs = dict(sorted(self.jobs.items(), key=lambda item: item[1].created))
        for job in self.jobs.values():
            self._tell(job, keep=False)
        self._start()

    async def close(self) -> None:
        """Interrupt what runs; it stays queued on disk and goes on when the studio opens again."""
        self._closing = True
        for job in self.jobs.values():
            if job.process is not None:
                job.wanted = QUEUED
                _interrupt(job.process)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE)
            for job in self.jobs.values():
                if late and job.process is not None:
                    with contextlib.suppress(ProcessLookupError):
                        job.process.kill()
            if late:
                await asyncio.wait(late, timeout=GRACE)
        self.board.close()

    # --- what a browser asks ---------------------------------------------------------------------------------------------

    def get(self, name: str) -> Job:
        """A job by id. Raises `PolitburoError` where there is none."""
        if name not in self.jobs:
            raise PolitburoError(Problem("run-missing", "job", name[:100], "the id of a job"))
        return self.jobs[name]

    def listed(self) -> list[dict[str, Any]]:
        """All, newest first."""
        return [self.told(job) for job in sorted(self.jobs.values(), key=lambda j: -j.created)]

    def told(self, job: Job) -> dict[str, Any]:
        return job.to_json(self._queue().index(job) if job.state == QUEUED else 0)

    def submit(self, question: Question, *, complete: bool = False) -> tuple[Job, bool]:
        """(job, whether it is new). `complete`: the run is there already. Raises `QueueFull`."""
        old = self.jobs.get(question.id)
        if complete and (old is None or old.state != DONE) and (old is None or old.process is None):
            job = Job(question, DONE, done=question.of, of=question.of)
            self.jobs[question.id] = job
            self._tell(job)
            return job, old is None
        if old is not None:
            if old.state in HALTED:
                self.resume(question.id)
            return old, False
        self._room()
        job = Job(question, of=question.of)
        self.jobs[question.id] = job
        self._forget_oldest()
        self._tell(job)
        self._start()
        return job, True

    def halt(self, name: str, state: str) -> Job:
        """Pause or stop a job; what is finished is kept."""
        job = self.get(name)
        if job.state == RUN and job.process is not None:
            job.wanted = state
            self._later(_ended(job.process))
        elif job.state in (QUEUED, RUN, *HALTED):
            job.state, job.wanted = state, state
            self._tell(job)
        return job

    def resume(self, name: str) -> Job:
        """Let a job go on that was paused or stopped, or has failed. Raises `QueueFull`."""
        job = self.get(name)
        if job.process is not None:
            job.wanted = QUEUED if job.wanted in HALTED else job.wanted
        elif job.state in HALTED:
            self._room()
            job.state, job.wanted, job.error, job.created = QUEUED, DONE, None, time.time()
            self._tell(job)
            self._start()
        return job

    def forget(self, name: str) -> None:
        """Forget a job that does not run. Raises `PolitburoError` (run-busy) for one that does."""
        job = self.get(name)
        if job.process is not None or job.state == RUN:
            raise PolitburoError(
                Problem("run-busy", "job", name, "a job that does not run", "", "stop it first")
            )
        del self.jobs[name]
        folder = self.folder / name
        for path in (JOB, ANSWER, PART):
            with contextlib.suppress(OSError):
                (folder / path).unlink()
        with contextlib.suppress(OSError):
            folder.rmdir()
        self.board.post(name, "gone", {"id": name})

    def answer(self, name: str) -> bytes:
        """What the command printed. Raises `PolitburoError` (run-partial) until it is done."""
        job = self.get(name)
        path = self.folder / name / ANSWER
        if job.state != DONE or not path.is_file():
            raise PolitburoError(
                Problem("run-partial", "job", f"{job.done} of {job.of}", "a job that is done")
            )
        return path.read_bytes()

    # --- the queue -------------------------------------------------------------------------------------------------------

    def _queue(self) -> list[Job]:
        return sorted((j for j in self.jobs.values() if j.state == QUEUED), key=lambda job: job.created)

    def _room(self) -> None:
        active = [job for job in self.jobs.values() if job.state == RUN]
        if len(active) >= self.running and len(self._queue()) >= self.waiting:
            left = [job.left for job in active if job.left is not None]
            raise QueueFull(int(min(max(min(left, default=30.0), 5.0), 600.0)))

    def _forget_oldest(self) -> None:
        ended = [job for job in self.jobs.values() if job.state in (DONE, *HALTED)]
        for job in sorted(ended, key=lambda job: job.created)[: max(0, len(self.jobs) - KEPT)]:
            self.forget(job.question.id)

    def _start(self) -> None:
        """Begin what there is room for."""
        for job in self._queue():
            if self._closing or sum(j.state == RUN for j in self.jobs.values()) >= self.running:
                break
            job.state, job.wanted, job.phase = RUN, DONE, "preparing"
            job.begun, job.base = time.monotonic(), None
            self._tell(job)
            self._later(self._make(job))
        for job in self._queue():
            self._tell(job, keep=False)

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _tell(self, job: Job, *, keep: bool = True) -> None:
        """Let watchers know, and keep it on disk."""
        job.number = self.board.next()
        self.board.post(job.question.id, "job", self.told(job), job.number)
        if keep:
            try:
                self._keep(job)
            except OSError as error:
                log.warning("%s cannot be kept: %s", job.question.id, error)

    def _keep(self, job: Job) -> None:
        folder = self.folder / job.question.id
        folder.mkdir(parents=True, exist_ok=True)
        q = job.question
        plain = {
            "question": {name: value for name, value in vars(q).items() if name != "words"},
            "state": QUEUED if job.state == RUN else job.state,
            "done": job.done,
            "of": job.of,
            "seconds": round(job.spent, 1),
            "error": job.error,
            "created": job.created,
        }
        put(folder / JOB, json.dumps(plain, indent=1).encode())

    # --- a process -------------------------------------------------------------------------------------------------------

    async def _make(self, job: Job) -> None:
        """Run the command of a job to its end."""
        folder = self.folder / job.question.id
        try:
            if not job.checked:
                job.question = await asyncio.to_thread(self._again, job.question)
                job.checked = True
            status = await self._run(job, folder)
        except OSError as error:
            status = EXIT_IO
            job.error = PolitburoError(Problem("cannot-write", str(folder), str(error))).to_json()["error"]
        except PolitburoError as error:
            status, job.error = error.exit_status, error.to_json()["error"]
        wanted, job.process = job.wanted, None
        job.seconds, job.begun, job.phase = job.spent, None, ""
        if status == 0:
            os.replace(folder / PART, folder / ANSWER)
            job.state, job.done, job.error = DONE, job.of, None
        elif wanted in (*HALTED, QUEUED):
            job.state = wanted
        else:
            job.error = job.error or _error_of(folder / PART, status)
            job.state = FAILED
            if job.error["code"] == "run-busy" and not self._closing:
                job.state, job.error = QUEUED, None
                self._tell(job)
                await asyncio.sleep(BUSY)
        self._tell(job)
        self._start()

    def _again(self, asked: Question) -> Question:
        found = self.check(asked.ask)
        if found.id != asked.id:
            was = "the scenario or the program is another one now"
            raise PolitburoError(Problem("run-version", "job", was, "the same question", "", "ask it again"))
        return found

    async def _run(self, job: Job, folder: Path) -> int:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / PART).open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "politburo", *job.question.words, "--json"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "POLITBURO_PROGRESS": "json", "PYTHONUNBUFFERED": "1"},
                limit=LONGEST_LINE,
                start_new_session=True,
            )
        job.process = process
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
        if job.wanted != DONE:  # paused while it was being started
            _interrupt(process)
        assert process.stderr is not None
        await self._follow(job, process.stderr)
        return await process.wait()

    async def _follow(self, job: Job, said: asyncio.StreamReader) -> None:
        """Read the progress of a process until it says no more."""
        while True:
            try:
                line = await said.readline()
            except ValueError:  # longer than any that tells of progress
                continue
            if not line:
                return
            if not line.startswith(b"{"):
                continue
            with contextlib.suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                phase, done, of = str(told["phase"]), int(told["done"]), int(told["of"])
                if job.base is None and phase != "preparing":
                    job.base = time.monotonic(), done
                job.phase, job.done, job.of = phase, done, of or job.of
                self._tell(job, keep=False)


def _read(path: Path) -> Job:
    plain = json.loads(path.read_bytes())
    asked = plain.pop("question")
    job = Job(Question(words=(), **asked), **plain, checked=False)
    if job.state == DONE and job.question.kind != "run" and not (path.parent / ANSWER).is_file():
        job.state = QUEUED
    return job


def _interrupt(process: asyncio.subprocess.Process) -> None:
    """Ask a process to save what it has and end."""
    with contextlib.suppress(ProcessLookupError, ValueError):
        if os.name == "nt":
            process.terminate()
        else:
            process.send_signal(signal.SIGINT)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Interrupt a process, and end it if it does not end by itself: what is finished is saved whenever it ends."""
    _interrupt(process)
    for end in (process.terminate, process.kill):
        with contextlib.suppress(TimeoutError, ProcessLookupError):
            await asyncio.wait_for(process.wait(), GRACE)
            return
        with contextlib.suppress(ProcessLookupError):
            end()


def _error_of(path: Path, status: int) -> dict[str, Any]:
    """What a command that failed said in JSON."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        text = path.read_text(encoding="utf-8").strip().rsplit("\n", 1)[-1]
        error = json.loads(text)["error"]
        return {"code": str(error["code"]), "message": str(error["message"]), "problems": error["problems"]}
    return {"code": "bug", "message": f"the command ended with status {status}", "problems": []}
