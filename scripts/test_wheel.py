"""Tests what a user gets: the wheel, by plain pip, in a fresh environment, far from the sources.

Builds the source distribution, the wheel from it, and installs that wheel with each supported
Python that this machine can run: no lock, no hashes, no sources. Then the commands are run from an
empty folder, and the tests of tests/wheel if there are any. Run by `make wheel`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["pack"]
VERSION_FILE = ROOT / PROJECT["tool"]["hatch"]["version"]["path"]
VERSION = re.search(r'"(.+)"\n', VERSION_FILE.read_text(encoding="utf-8").rpartition("=")[2])[1]
EXAMPLE = "support-ticket-dispatcher.yaml"
PYTHONS = ("python3.11", "python3.12", "python3.13")
# What a verdict makes of the exit code, the default being `--fail-on no-go`.
EXIT_CODES = {"no-go": 1, "undecided": 0, "go with conditions": 0, "go": 0}


class Failure(Exception):
    """A check did not hold; the message says which."""


def main() -> int:
    """Build, install, check; the exit code says whether all held."""
    with tempfile.TemporaryDirectory(prefix="vetter-wheel-") as name:
        work = Path(name).resolve()
        try:
            wheel = build(work / "dist")
            with ThreadPoolExecutor(max_workers=2) as pool:
                results = [pool.submit(check, wheel, python, work) for python in pythons()]
            for result in results:
                print(result.result())
        except Failure as failure:
            print(f"the wheel: FAILED\n{failure}")
            return 1
    return 0


def build(dist: Path) -> Path:
    """Build both distributions and see that nothing is missing from either."""
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", dist, ROOT], cwd=dist.parent)
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}

    pack = {path for room in ROOMS for path in files(ROOT / room)}
    code = files(ROOT / "src" / "vetter")
    wanted = {"vetter/pack/" + relative(path, ROOT) for path in pack}
    wanted |= {relative(path, ROOT / "src") for path in code}
    expect("the wheel", wanted, {name for name in in_wheel if ".dist-info/" not in name})
    if missing := {relative(path, ROOT) for path in pack | code} - in_sdist:
        raise Failure(f"missing from the source distribution: {', '.join(sorted(missing))}")
    return wheel


def files(top: Path) -> set[Path]:
    """All files under a folder but compiled ones; a file stands for itself."""
    if top.is_file():
        return {top}
    found = {path for path in top.rglob("*") if path.is_file()}
    return {path for path in found if not {"__pycache__", ".DS_Store"} & set(path.parts)}


def relative(path: Path, top: Path) -> str:
    """Name a file as archives do."""
    return path.relative_to(top).as_posix()


def expect(where: str, wanted: set[str], found: set[str]) -> None:
    """Complain of what is missing and of what does not belong."""
    if missing := wanted - found:
        raise Failure(f"missing from {where}: {', '.join(sorted(missing))}")
    if surplus := found - wanted:
        raise Failure(f"not expected in {where}: {', '.join(sorted(surplus))}")


def pythons() -> list[str]:
    """Every supported Python that runs here, and the one that runs this in any case."""
    usable = [python for python in PYTHONS if runs(python)]
    own = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return usable if own in usable else [sys.executable, *usable]


def runs(python: str) -> bool:
    """Whether a command is a Python that can make environments; some only say "not found"."""
    try:
        command = [python, "-c", "import venv, ensurepip"]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def check(wheel: Path, python: str, work: Path) -> str:
    """Install the wheel with one Python, and use it from an empty folder."""
    room = work / Path(python).name
    venv, desk = room / "venv", room / "desk"
    run([python, "-m", "venv", venv], cwd=work)
    bin_ = venv / ("Scripts" if os.name == "nt" else "bin")
    own, vetter = bin_ / "python", bin_ / "vetter"
    pip = [own, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*pip, wheel], cwd=work)

    desk.mkdir()
    example = shutil.copy(ROOT / "examples" / EXAMPLE, desk)
    home = run([own, "-c", "import vetter; print(vetter.__file__)"], cwd=desk)
    if not Path(home.strip()).resolve().is_relative_to(venv):
        raise Failure(f"{python}: vetter was imported from {home.strip()}, not from the wheel")
    if VERSION not in (said := run([vetter, "--version"], cwd=desk)):
        raise Failure(f"{python}: vetter --version says {said!r}, not {VERSION}")
    run([vetter, "--help"], cwd=desk)
    run([own, "-m", "vetter", "--help"], cwd=desk)
    vet(vetter, example, desk)
    run([vetter, "rules", "check"], cwd=desk)
    run([vetter, "explain", example], cwd=desk)
    run([own, "-c", f"import vetter; vetter.vet({EXAMPLE!r})"], cwd=desk)
    if left := {path.name for path in desk.iterdir()} - {EXAMPLE}:
        raise Failure(f"{python}: left behind: {', '.join(sorted(left))}")

    summary = "commands work"
    if (tests := ROOT / "tests" / "wheel").is_dir():
        shutil.copytree(tests, desk / "wheel", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "examples", desk / "examples")
        run([*pip, *locked("pytest")], cwd=work)
        said = run([own, "-m", "pytest", "-q", "-p", "no:cacheprovider", "wheel"], cwd=desk)
        summary += f"; tests/wheel: {said.strip().splitlines()[-1]}"
    return f"the wheel, {run([own, '-V'], cwd=desk).strip()}: {summary}"


def vet(vetter: Path, example: str, desk: Path) -> None:
    """Vet the example; the exit code has to fit the verdict, which is the last line."""
    done = execute([vetter, "vet", example, "--format", "text"], desk)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    verdict = re.search("|".join(EXIT_CODES), last.lower())
    if verdict is None or done.returncode != EXIT_CODES[verdict.group()]:
        raise Failure(
            f"vetter vet: exit code {done.returncode} with the last line {last!r}\n{done.stderr}"
        )


def locked(*names: str) -> list[str]:
    """The releases of some packages that the lock has, so that only vetter's own are left open."""
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    return [re.search(rf"^{name}==[^ ]+", text, re.MULTILINE).group() for name in names]


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """Run a command that has to succeed; return what it prints."""
    done = execute(command, cwd)
    if done.returncode != 0:
        shown = " ".join(Path(part).name for part in command)
        raise Failure(f"{shown}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def execute(command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that inherits nothing from the Python that runs this."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=env)


if __name__ == "__main__":
    sys.exit(main())
