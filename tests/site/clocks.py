"""Commands that run under another clock: days from now, or days ago."""

from __future__ import annotations

import os
from pathlib import Path

DAY = 86_400
PATCH = '''"""Moves the clock of this Python; what it starts inherits it."""
import datetime, os, time

shift = float(os.environ["SHIFTED_CLOCK"])
names = ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")
plain = {name: getattr(time, name) for name in names}
time.time = lambda: plain["time"]() + shift
time.time_ns = lambda: plain["time_ns"]() + int(shift * 10**9)
time.localtime = lambda at=None: plain["localtime"](time.time() if at is None else at)
time.gmtime = lambda at=None: plain["gmtime"](time.time() if at is None else at)
time.ctime = lambda at=None: plain["ctime"](time.time() if at is None else at)
time.strftime = lambda form, at=None: plain["strftime"](form, time.localtime() if at is None else at)


class Kind(type):
    """Lets every moment and every day be of these kinds, whoever made it."""

    def __instancecheck__(cls, one):
        return isinstance(one, cls.__mro__[1]) if cls in (Moment, Day) else type.__instancecheck__(cls, one)


class Moment(datetime.datetime, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return plain_moment.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return plain_moment.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    today = now


class Day(datetime.date, metaclass=Kind):
    @classmethod
    def today(cls):
        return plain_day.fromtimestamp(time.time())


plain_moment, plain_day = datetime.datetime, datetime.date
datetime.datetime, datetime.date = Moment, Day
'''


def shifted_clock(folder: Path, days: float) -> dict[str, str]:
    """Return the variables under which Python, and every Python it starts, is `days` from now.

    Only Python's clock is moved: files still get the kernel's times, which a test may set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(PATCH, encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SHIFTED_CLOCK": str(days * DAY)}
