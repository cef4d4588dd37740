"""Which engine runs the pages: the forked one for several on Linux and CPU, else the reference engine."""

from __future__ import annotations

from course_site.execution.engine import Engine, Job
from course_site.execution.results import PageResult

ENGINES = ("auto", "nbclient", "fork")


class AutoEngine:
    """An engine that becomes the right one when it knows how many pages there are; close it when done."""

    def __init__(self, name: str = "auto", device: str = "cpu") -> None:
        self._name, self._device = name, device
        self._chosen: Engine | None = None

    def choose(self, pages: int) -> None:
        """Decide: forking pays from two pages on, where it is safe."""
        from course_site.execution.fork_engine import ForkEngine
        from course_site.execution.nbclient_engine import NbclientEngine

        safe = ForkEngine.is_safe(self._device)
        fork = self._name == "fork" or (self._name == "auto" and pages > 1 and safe)
        if pages and self._chosen is None:
            self._chosen = ForkEngine() if fork else NbclientEngine()

    def run(self, job: Job) -> PageResult:
        """Run one page with the chosen engine."""
        self.choose(1)
        assert self._chosen is not None
        return self._chosen.run(job)

    @property
    def peak(self) -> int:
        """Largest resident memory of a page in MB; 0 where the engine cannot tell."""
        return getattr(self._chosen, "peak", 0)

    def __enter__(self) -> AutoEngine:
        return self

    def __exit__(self, *_: object) -> None:
        close = getattr(self._chosen, "close", None)
        if close:
            close()
        self._chosen = None
