"""The real server: sockets, many requests at once, and the pages in a browser."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from browser import CHROMIUM, FLAGS
from conftest import MakeIndex

from corpus.article import Article
from search.web import create_app
from search.web.server import PortTakenError, Running, ServerError, close, free_port, listen, serve
from search.web.state import site_of

ARTICLES = [
    Article(f"a{number}", f"Story {number} of the coalition", f"Paragraph {number}.\n\nThe end.", published="2024")
    for number in range(30)
]


@contextmanager
def running(folder: Path, host: str = "127.0.0.1") -> Iterator[int]:
    """Serve an index on a free port, in a thread."""
    app = create_app(folder)
    sockets = listen(host, 0)
    port = sockets[0].getsockname()[1]
    server = Running(app, host, sockets)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield port
    finally:
        server.stop()
        thread.join()
        server.close()
        site_of(app).engine.close()


def get(port: int, path: str, host: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection(host, port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


def has_ipv6() -> bool:
    try:
        close(listen("::1", 0))
    except ServerError:
        return False
    return True


@pytest.mark.slow
def test_many_requests_at_once(make_index: MakeIndex) -> None:
    paths = ["/", "/?q=coalition", "/articles/a7?q=story", "/api/v1/search?q=story&facet=published", "/healthz"] * 12
    with running(make_index(ARTICLES)) as port, ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda path: get(port, path), paths))
    assert {status for status, _, _ in answers} == {200}
    for path, (_, headers, body) in zip(paths, answers, strict=True):
        assert "Server" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        if path.startswith("/api"):
            assert json.loads(body)["total"] == len(ARTICLES)


@pytest.mark.slow
def test_generations_change_under_requests(make_index: MakeIndex) -> None:
    folder = make_index(ARTICLES)
    done = threading.Event()
    totals: list[int] = []

    def ask(port: int) -> None:
        while not done.is_set():
            status, _, body = get(port, "/api/v1/search?q=coalition")
            assert status == 200
            totals.append(json.loads(body)["total"])

    with running(folder) as port, ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask, port) for _ in range(3)]
        try:
            for more in (1, 2, 3):
                make_index([*ARTICLES, *(Article(f"n{one}", "New coalition", "Text.") for one in range(more))])
        finally:
            done.set()
        for one in asking:
            one.result()
        # While another request opens the newest generation, one may yet be answered by the one before.
        status, _, body = get(port, "/api/v1/search?q=coalition")
    assert (status, json.loads(body)["total"]) == (200, 33)
    assert set(totals) <= {30, 31, 32, 33}


def test_hosts_and_sizes_over_a_socket(make_index: MakeIndex) -> None:
    with running(make_index(ARTICLES)) as port:
        assert get(port, "/", Host="evil.example")[0] == 400
        assert get(port, "/", Host="localhost")[0] == 200
        assert get(port, "/api/v1/search?q=" + "a" * 20_000)[0] == 414
        assert get(port, "/?q=" + "a" * 200_000)[0] in {414, 431}
        with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            assert raw.makefile("rb").readline().split()[1] == b"400"
        assert get(port, "/healthz")[0] == 200


def test_names_of_this_machine(make_index: MakeIndex) -> None:
    with running(make_index(ARTICLES), "localhost") as port:
        assert get(port, "/healthz", "localhost")[0] == 200


def test_ipv6(make_index: MakeIndex) -> None:
    if not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with running(make_index(ARTICLES), "[::1]") as port:
        assert get(port, "/healthz", "::1")[0] == 200


def test_a_taken_port_is_said_and_the_next_one_found() -> None:
    sockets = listen("127.0.0.1", 0)
    taken = sockets[0].getsockname()[1]
    try:
        with pytest.raises(PortTakenError, match=f"Port {taken} on 127.0.0.1 is taken"):
            listen("127.0.0.1", taken)
        found = free_port("127.0.0.1", taken)
        assert found != taken
        close(listen("127.0.0.1", found))
    finally:
        close(sockets)
    assert free_port("127.0.0.1", taken) == taken


def test_a_port_taken_on_every_address_is_not_shared() -> None:
    with closing(socket.socket()) as other:
        other.bind(("0.0.0.0", 0))  # noqa: S104 -- as another program would
        other.listen()
        taken = other.getsockname()[1]
        if sys.platform == "darwin":
            pytest.skip("macOS lets a single address have it, and that is the one that answers")
        assert free_port("127.0.0.1", taken) != taken


def test_an_address_that_is_not_ours() -> None:
    for host in ("192.0.2.1", "no such name", "256.1.1.1"):
        with pytest.raises(ServerError, match="is no address of this machine"):
            listen(host, 0)


def test_serve_says_when_it_listens(make_index: MakeIndex) -> None:
    app = create_app(make_index(ARTICLES))
    ports: list[int] = []

    def interrupt(port: int) -> None:
        ports.append(port)
        raise KeyboardInterrupt

    with closing(site_of(app).engine):
        serve(app, "127.0.0.1", 0, ready=interrupt)
    close(listen("127.0.0.1", ports[0]))


# In a browser


def chromium(tmp_path: Path, *args: str) -> str:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing")
        pytest.skip("needs Chromium")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *args]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, cwd=tmp_path)
    return done.stdout.decode("utf-8")


@pytest.mark.browser
def test_pages_in_a_browser(make_index: MakeIndex, tmp_path: Path) -> None:
    attack = Article(
        "x", "<script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\"> end"
    )
    with running(make_index([*ARTICLES, attack])) as port:
        home = f"http://127.0.0.1:{port}"
        found = chromium(tmp_path, "--dump-dom", f"{home}/?q=coalition")
        read = chromium(tmp_path, "--dump-dom", f"{home}/articles/x?q=end")
        for name, path in (("start", "/"), ("results", "/?q=coalition"), ("article", "/articles/a1")):
            chromium(tmp_path, f"--screenshot={tmp_path / name}.png", home + path)
    assert "<title>coalition – Broadsheet</title>" in found
    assert found.count('class="hit"') == 20
    assert "owned</title>" not in read
    assert "<mark>end</mark>" in read
    for name in ("start", "results", "article"):
        picture = (tmp_path / f"{name}.png").read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 15_000
