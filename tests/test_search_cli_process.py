"""The command as a process of its own: encodings, pipes, signals, ports, exit codes."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import search.cli

ROOT = Path(search.cli.__file__).parents[2]
PROGRAM = (sys.executable, "-m", "search.cli")

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal for one process alone")


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with nothing of the user's in it."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "COMSPEC", "PATHEXT"}}
    home = tmp_path_factory.mktemp("home")
    temporary = tmp_path_factory.mktemp("temporary")
    own = {"HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "PYTHONPATH": ROOT}
    own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary)
    return kept | {name: str(path) for name, path in own.items()}


def call(args: list[str], env: dict[str, str], cwd: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [*PROGRAM, *args], env=env, cwd=cwd, capture_output=True, check=False, timeout=60, **more
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Path:
    """Return a folder with an index of forty articles, which no test changes."""
    folder = tmp_path_factory.mktemp("archive")
    lines = [
        {"id": f"n{number}", "headline": f"Şafak und 北京 {number}", "text": "Ein Bericht über Straßen — “lang”."}
        for number in range(40)
    ]
    text = "".join(json.dumps(one) + "\n" for one in lines)
    made = call(["reindex", "-"], env, folder, input=text.encode())
    assert made.returncode == 0, made.stderr
    return folder


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(path: Path) -> None:
    for _ in range(300):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path} never came")


@contextmanager
def running(args: list[str], env: dict[str, str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a server and stop it however the test ends."""
    with subprocess.Popen(
        [*PROGRAM, *args], env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """Read what a server prints until it has said where it is."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"The search page is at (http\S+)", line)
        if found:
            return found[1]
    raise AssertionError(process.communicate()[1])


def get(url: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- our own server
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp437"}])
def test_output_is_utf_8_on_any_console(archive: Path, env: dict[str, str], locale: dict[str, str]) -> None:
    done = call(["search", "safak", "--limit", "1"], env | locale, archive)
    assert done.returncode == 0
    assert done.stderr == b""
    shown = done.stdout.decode("utf-8")
    assert "*Şafak* und 北京" in shown
    assert "Straßen — “lang”." in shown


@pytest.mark.parametrize("args", [["search", "--limit", "40"], ["search", "--json"]])
def test_a_closed_pipe_is_no_error(archive: Path, env: dict[str, str], args: list[str]) -> None:
    with subprocess.Popen(
        [*PROGRAM, *args], env=env, cwd=archive, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_wrong_usage_exits_2(archive: Path, env: dict[str, str]) -> None:
    done = call(["search", "--limit", "0"], env, archive)
    assert done.returncode == 2
    assert done.stdout == b""


@pytest.mark.slow
@posix
def test_ctrl_c_ends_a_run_with_one_line(archive: Path, env: dict[str, str]) -> None:
    with subprocess.Popen(
        [*PROGRAM, "reindex", "-"],
        env=env,
        cwd=archive,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        wait_for(archive / "var" / "index" / "LOCK.holder")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read() == b""
        assert process.stderr.read() == b"Interrupted: what was published stays; the same command continues.\n"
    assert process.returncode == 130
    assert call(["search", "safak"], env, archive).returncode == 0


def test_a_server_says_where_it_is_and_answers(archive: Path, env: dict[str, str]) -> None:
    with running(["serve", "--port", str(free_port())], env, archive) as process:
        url = address_of(process)
        assert "北京".encode() in get(url + "/?q=safak")
        assert json.loads(get(url + "/api/v1/search?q=safak"))["total"] == 40
        if sys.platform != "win32":
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert process.stderr is not None
            assert process.stderr.read().endswith("Stopped.\n")


def test_the_next_free_port_is_taken(archive: Path, tmp_path: Path, env: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config = tmp_path / "taken.yaml"
        config.write_text(f"server:\n  port: {port}\n", encoding="utf-8")
        with running(["serve", "--config", str(config)], env, archive) as process:
            assert process.stdout is not None
            assert f"Port {port} is taken; using " in process.stdout.readline()
            url = address_of(process)
            assert not url.endswith(f":{port}")
            assert b"safak" in get(url + "/?q=safak")
        refused = call(["serve", "--port", str(port)], env, archive)
    assert refused.returncode == 1
    assert f"Error: Port {port} on 127.0.0.1 is taken".encode() in refused.stderr


def test_a_server_for_all_warns(archive: Path, env: dict[str, str]) -> None:
    with running(["serve", "--host", "0.0.0.0", "--port", str(free_port())], env, archive) as process:  # noqa: S104 -- the point
        assert address_of(process).startswith("http://127.0.0.1:")
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Warning: ")


@pytest.mark.slow
def test_the_demo_shows_a_name_under_another_spelling(tmp_path: Path, env: dict[str, str]) -> None:
    done = call(["demo", "--no-serve"], env | {"BROADSHEET_INDEX": str(tmp_path / "mine")}, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    shown = done.stdout.decode()
    assert re.search(r"\n1\. .+\n", shown)
    assert re.search(r"\*Popular\*? \*?Mobilization\*? \*?Forces\*", shown)
    assert not (tmp_path / "mine").exists()
    assert not (tmp_path / "var").exists()
    assert list(Path(env["HOME"]).rglob("demo-index"))


@pytest.mark.slow
def test_the_demo_does_without_a_home(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA"), str(tmp_path / "file" / "home"))
    done = call(["demo", "--no-serve"], env | nowhere, tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(Path(env["TMPDIR"]).glob("broadsheet-demo-*"))


@pytest.mark.parametrize("name", ["corpus", "index"])
def test_a_foreign_package_is_told(tmp_path: Path, env: dict[str, str], name: str) -> None:
    foreign = tmp_path / "foreign" / name / "__init__.py"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "foreign"), str(ROOT)])
    done = call(["status"], env | {"PYTHONPATH": path}, tmp_path)
    assert done.returncode == 1
    told = done.stderr.decode()
    assert str(foreign) in told
    assert str(ROOT / name / "__init__.py") in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("script", "heavy"),
    [
        ("from search.cli import main\nmain(['--help'], standalone_mode=False)", ("numpy", "rich", "whoosh", "yaml")),
        ("import search.engine", ("nicknames", "rapidfuzz", "rich", "yaml")),
    ],
)
def test_nothing_heavy_is_loaded_that_is_not_needed(
    tmp_path: Path, env: dict[str, str], script: str, heavy: tuple[str, ...]
) -> None:
    heavy = (*heavy, "flask", "lxml", "trafilatura")
    script = f"import sys\n{script}\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], env=env, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"
