"""Standard output and standard error: the same bytes in every locale, and readers who leave."""

from __future__ import annotations

import io
import os
import sys


def set_streams() -> None:
    """Make output the same bytes in every locale: UTF-8 into files and pipes.

    A terminal keeps its own encoding; what that cannot show is spelled out.
    """
    # Python has no stream where the caller closed one, and most code does not reckon with that.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def nobody_reads() -> None:
    """Go on without standard output: whoever read it has had enough, and that is no failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
