"""What a report costs, beside papermill on four empty notebooks; what an import costs.

CPU seconds of the processes and all their children, so that the load of the machine matters
little. The report of the sample should stay within three times papermill, and importing the
package within 150 ms of importing pandas.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nbformat


def cpu_seconds(*commands: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def empty_notebook(folder: Path) -> str:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("")], metadata={"kernelspec": {
            "name": "python3", "display_name": "Python 3", "language": "python"}})
    nbformat.write(notebook, folder / "empty.ipynb")
    return str(folder / "empty.ipynb")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = ["-m", "papermill", empty_notebook(folder), str(folder / "out.ipynb"),
                 "--no-progress-bar"]
        report = ["-m", "workbench.cli", "report", "--out", str(folder / "report")]
        cpu_seconds(empty, report)  # compiled files are written, pages are in memory
        for _ in range(3):
            peer, ours = cpu_seconds(*[empty] * 4), cpu_seconds(report)
            print(f"papermill, four empty notebooks {peer:6.2f} s; workbench report {ours:6.2f} s; "
                  f"ratio {ours / peer:.2f} (at most 3)")
        times = {code: min(cpu_seconds(["-c", code]) for _ in range(5)) for code in (
            "import pandas", "import pandas, workbench", "import workbench; workbench.load")}
        base = times["import pandas"]
        for code, seconds in times.items():
            print(f"{code:32} {1000 * seconds:7.0f} ms CPU, {1000 * (seconds - base):+6.0f} ms")


if __name__ == "__main__":
    main()
