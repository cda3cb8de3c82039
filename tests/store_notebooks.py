"""Execute the shipped notebooks with their defaults and store the normalised outputs.

A notebook whose outputs are unchanged but for drawings (which depend on the fonts of the
machine) is left as it is.
"""

from copy import deepcopy

import nbformat

from workbench.reports import normalised, run_notebook, shipped_notebooks


def without_drawings(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    bare = deepcopy(notebook)
    for cell in bare.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/svg+xml", None)
    return bare


def main() -> None:
    for name, path in shipped_notebooks().items():
        stored = nbformat.read(path, as_version=4)
        executed = normalised(run_notebook(path, {}))
        changed = without_drawings(stored) != without_drawings(executed)
        if changed:
            nbformat.write(executed, path)
        print(f"{name}: {'stored' if changed else 'unchanged'}")


if __name__ == "__main__":
    main()
