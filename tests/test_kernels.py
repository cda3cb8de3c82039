"""Kernels of reports: forked with the corpus in memory, apart from one another, gone at the end."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from test_reports import notebook
from workbench import analysis
from workbench.reports import kernels, run_notebook
from workbench.tables import NotebookError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
PARAMETERS = ("corpus: str = ''  # folder", ["parameters"])
COUNT = ("import builtins, workbench\nassert not hasattr(builtins, 'seen')\nbuiltins.seen = True\n"
         "len(workbench.load(corpus).articles)")


def alone(check, *given):
    """Run a check of this file in a process of its own: the tests here may have begun threads."""
    code = (f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import test_kernels; "
            f"test_kernels.{check.__name__}(*{[str(value) for value in given]!r})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr


def test_kernels_know_the_corpus_and_nothing_of_each_other(tiny, tmp_path):
    alone(check_kernels, tiny, tmp_path)


def check_kernels(tiny, folder):
    tmp_path = Path(folder)
    corpus = tmp_path / "pages"
    shutil.copytree(tiny, corpus)
    loaded = analysis.load(corpus)
    shutil.rmtree(corpus)  # what is read now would not be found
    path = notebook(tmp_path / "count.ipynb", "# How many?", PARAMETERS, COUNT)
    with analysis.shared(loaded), kernels.forked_kernels(2) as started:
        assert None not in started, "this process has threads of its own"
        pids = [kernel.process.pid for kernel in started]
        told = [run_notebook(path, {"corpus": str(corpus)}, kernel=kernel).cells[-1].outputs[0]
                for kernel in started]
    assert [output.data["text/plain"] for output in told] == [str(len(loaded.articles))] * 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_outside_of_the_block_a_corpus_is_read_again(tiny):
    loaded = analysis.load(tiny)
    with analysis.shared(loaded):
        assert analysis.load(tiny) is loaded
        assert analysis.load(tiny, retrieved="2025-03-20") is not loaded
    assert analysis.load(tiny) is not loaded


def test_a_kernel_that_dies_is_an_error_of_its_notebook(tmp_path):
    alone(check_death, tmp_path)


def check_death(folder):
    path = notebook(Path(folder) / "dies.ipynb", "# Dies?", "import os; os.kill(os.getpid(), 9)")
    with kernels.forked_kernels(1) as (kernel,), pytest.raises(
            NotebookError, match="notebook dies: its kernel died"):
        run_notebook(path, {}, kernel=kernel)
