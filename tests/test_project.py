"""The repository keeps its own promises: layers, lock, environment, documents."""

import ast
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "workbench"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = [Requirement(line) for line in
            PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]]

# A room is a module or a package of ours. It may import from the rooms of the lines above it;
# rooms of one line do not import one another.
ROOMS = [
    {"tables", "text", "words", "palette"},
    {"pages", "dating", "registries", "evidence"},
    {"formats", "render"},
    {"corpus"},
    {"actors", "quotes", "reuse", "topics", "charts"},
    {"timelines", "events"},
    {"backing"},
    {"analysis", "explorers"},
    {"reports"},
    {"cli"},
]


def modules() -> dict[str, Path]:
    """Modules of ours by dotted name below the package."""
    named = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
             for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"}
    return {name.removesuffix(".__init__"): path for name, path in named.items()}


def imports_of(path: Path) -> set[str]:
    """Modules of ours that a module imports, by dotted name below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workbench"):
            inner = node.module.partition(".")[2]
            names = {f"{inner}.{alias.name}".lstrip(".") for alias in node.names}
            found |= {name for name in names if name in modules()} or {inner}
        elif isinstance(node, ast.Import):
            assert not any(alias.name.startswith("workbench") for alias in node.names), path
    return found


def test_a_room_imports_only_from_rooms_above_it():
    depth = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
    for name, path in modules().items():
        room = name.partition(".")[0]
        assert room in depth, f"{name} has no room"
        rooms = {imported.partition(".")[0] for imported in imports_of(path)} - {room}
        assert all(depth[other] < depth[room] for other in rooms), f"{name} imports {rooms}"


def test_no_modules_import_in_a_circle():
    graph = {name: imports_of(path) for name, path in modules().items()
             if path.name != "__init__.py"}
    assert list(TopologicalSorter(graph).static_order())


def locked() -> dict[str, list[Version]]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins: dict[str, list[Version]] = {}
    for line in lines:
        if match := re.match(r"([\w.-]+)==([\w.]+)", line):
            pins.setdefault(canonicalize_name(match[1]), []).append(Version(match[2]))
    return pins


def test_the_lock_meets_every_declared_bound():
    pins = locked()
    for requirement in DECLARED:
        versions = pins[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(v) for v in versions), (requirement, versions)


def test_what_is_installed_is_what_is_locked():
    pins = locked()
    installed = {canonicalize_name(d.name): Version(d.version) for d in distributions()}
    for name, versions in pins.items():
        if name in installed:
            assert installed[name] in versions, (name, installed[name], versions)
    assert {canonicalize_name(r.name) for r in DECLARED} <= set(installed)


def test_every_pin_has_a_hash():
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for entry in entries:
        assert "--hash=sha256:" in entry, entry


def test_conda_gets_the_python_of_pyproject_and_the_packages_of_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, packages = environment["dependencies"]
    assert python == f"python {PROJECT['project']['requires-python']}"
    assert pip.startswith("pip ")
    assert packages["pip"] == ["--no-deps", "--require-hashes", "-r requirements.lock"]


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                             cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listing.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_package_host_or_a_path_of_a_machine():
    hosts = re.compile(rb"(pypi|pythonhosted|npmjs|debian)\.(org|com)|/(work|root)/[a-z]")
    for path in tracked_files():
        if path != Path(__file__):
            found = hosts.search(path.read_bytes())
            assert not found, f"{path.relative_to(ROOT)}: {found}"


def test_the_readme_blocks_run(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert blocks
    for block in blocks:
        run = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True,
                             text=True, check=False)
        assert run.returncode == 0, run.stderr


def test_the_readme_names_every_notebook_table_and_command():
    from workbench.cli import workbench
    from workbench.reports import shipped_notebooks
    from workbench.tables import CONTRACT

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in [*shipped_notebooks(), *CONTRACT, *workbench.commands]:
        assert name in readme, name


@pytest.mark.parametrize("name", ["README.md", "notebooks/START.md", "docs/why.md",
                                  "docs/glossary.md"])
def test_links_between_documents_lead_somewhere(name):
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (path.parent / target).exists(), target


def test_the_wheel_carries_data_and_notebooks(tmp_path):
    """An installed package finds the sample without the source tree."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
                   cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", next(tmp_path.glob("*.whl")),
                    tmp_path / "site"], check=True)
    code = ("import workbench; a = workbench.load(); print(len(a.files), len(a.registry)); "
            "from workbench.reports import shipped_notebooks; print(*shipped_notebooks())")
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True,
                         text=True, check=False, env={"PYTHONPATH": str(tmp_path / "site")})
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("5 "), run.stdout
    assert "03-topic-timelines" in run.stdout
