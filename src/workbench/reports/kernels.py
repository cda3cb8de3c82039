"""Kernels that start with everything imported and loaded.

A kernel of its own for every notebook keeps notebooks apart, but each would import the same
libraries and read the same pages again: seconds a notebook. So the kernels are forked from a
process that has done both. They share its memory and none of its changes, and whatever
happens they end with it. Where processes cannot be forked they are started in the usual way.
"""

import asyncio
import multiprocessing
import os
import secrets
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.connect import write_connection_file
from jupyter_client.manager import AsyncKernelManager
from tqdm import tqdm

_OPTIONS = ["--IPKernelApp.log_level=40", "--HistoryManager.hist_file=:memory:"]


class ForkedKernel(AsyncKernelManager):
    """A kernel that is a forked process; what runs a notebook finds it started."""

    process: BaseProcess

    @property
    def has_kernel(self) -> bool:
        """Nothing to start."""
        return True

    async def _async_is_alive(self) -> bool:
        """Is the process running?"""
        return self.process.is_alive()

    is_alive = _async_is_alive


@contextmanager
def forked_kernels(number: int) -> Iterator[Sequence[AsyncKernelManager | None]]:
    """So many kernels, which end with the block; None for each where they cannot be forked."""
    if tqdm.monitor:
        tqdm.monitor.exit()  # a thread that a progress bar left behind; the next bar starts it anew
    if not can_fork():
        yield [None] * number
        return
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / f"{i}.json" for i in range(number)]
        processes = [_fork(place) for place in places]
        try:
            yield [_attach(*both) for both in zip(places, processes, strict=True)]
        finally:
            for process in processes:
                process.kill()
            for process in processes:
                process.join()


def can_fork() -> bool:
    """May this process be forked: Linux, one thread of Python, not itself a kernel."""
    return (sys.platform == "linux" and threading.active_count() == 1
            and not IPKernelApp.initialized())


def _fork(connection: Path) -> BaseProcess:
    # Sockets of the file system: no port that another process could take or reach
    write_connection_file(str(connection), key=secrets.token_hex().encode(), transport="ipc",
                          ip=str(connection.with_suffix("")))
    process = multiprocessing.get_context("fork").Process(
        target=_serve, args=(str(connection), os.getpid()))
    with warnings.catch_warnings():  # threads of libraries, which survive a fork or start anew
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    return process


def _attach(connection: Path, process: BaseProcess) -> ForkedKernel:
    manager = ForkedKernel(connection_file=str(connection))
    manager.load_connection_file()
    manager.process = process
    return manager


def _serve(connection: str, parent: int) -> None:
    os.environ["WORKBENCH_SVG"] = "0"  # the parent draws, as starting to draw takes a second
    asyncio.set_event_loop(asyncio.new_event_loop())  # that of the parent stays with the parent
    IPKernelApp.launch_instance(argv=[
        "-f", connection, f"--IPKernelApp.parent_handle={parent}", *_OPTIONS])
