"""The Toxiproxy client for Python drives ours, with bytes going through."""

import re
import signal
import socket
import subprocess
import threading
import time

import pytest
from conftest import BROWNOUT
from toxiproxy import Toxiproxy
from toxiproxy.exceptions import InvalidToxic, NotFound, ProxyExists


@pytest.fixture(scope="module")
def toxiproxy():
    process = subprocess.Popen(
        [*BROWNOUT, "proxy", "-port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        host, port = re.search(r"http://(.*):(\d+)", process.stdout.readline()).groups()
        client = Toxiproxy()
        client.update_api_consumer(host, int(port))
        yield client
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.fixture
def echo():
    """The address of a server that says everything again."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer(connection):
        with connection:
            while received := connection.recv(65536):
                connection.sendall(received)

    def accept():
        try:
            while True:
                threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()
        except OSError:
            pass

    threading.Thread(target=accept, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}"
    server.close()


@pytest.fixture
def proxy(toxiproxy, echo):
    toxiproxy.destroy_all()
    yield toxiproxy.create(upstream=echo, name="echo")
    toxiproxy.destroy_all()


def reach(proxy):
    host, port = proxy.listen.split(":")
    return socket.create_connection((host, int(port)), timeout=10)


def test_it_is_a_version_that_clients_know(toxiproxy):
    assert toxiproxy.running()
    assert toxiproxy.version() == b'{"version": "2.12.0"}\n'


def test_bytes_come_back(proxy):
    with reach(proxy) as connection:
        connection.sendall(b"hello")
        assert connection.recv(5) == b"hello"


def test_a_name_can_be_taken_once(toxiproxy, proxy):
    with pytest.raises(ProxyExists):
        toxiproxy.create(upstream="127.0.0.1:1", name="echo")


def test_populate_leaves_what_is_there(toxiproxy, proxy, echo):
    proxies = [
        {"name": "echo", "listen": proxy.listen, "upstream": echo},
        {"name": "other", "listen": "127.0.0.1:0", "upstream": echo},
    ]
    assert [one.name for one in toxiproxy.populate(proxies)] == ["other"]
    assert sorted(toxiproxy.proxies()) == ["echo", "other"]


def test_toxics_are_listed_in_order_and_go_by_name(proxy):
    proxy.add_toxic(type="latency", attributes={"latency": 5}, toxicity=0.5)
    proxy.add_toxic(type="bandwidth", stream="upstream", attributes={"rate": 1000})
    assert list(proxy.toxics()) == ["bandwidth_upstream", "latency_downstream"]
    latency = proxy.get_toxic("latency_downstream")
    assert (latency.attributes, latency.toxicity) == ({"latency": 5, "jitter": 0}, 0.5)
    assert proxy.destroy_toxic("latency_downstream")
    with pytest.raises(NotFound):
        proxy.destroy_toxic("latency_downstream")
    with pytest.raises(InvalidToxic):
        proxy.add_toxic(type="nonsense")


def test_latency_is_felt(proxy):
    proxy.add_toxic(type="latency", attributes={"latency": 60})
    with reach(proxy) as connection:
        begun = time.monotonic()
        connection.sendall(b"x")
        assert connection.recv(1) == b"x"
        assert time.monotonic() - begun >= 0.059


def test_down_refuses_and_comes_back(toxiproxy, proxy):
    with proxy.down():
        with pytest.raises(ConnectionRefusedError):
            reach(proxy)
    reach(proxy).close()


def test_reset_takes_all_toxics_away(toxiproxy, proxy):
    proxy.add_toxic(type="timeout", attributes={"timeout": 0})
    toxiproxy.reset()
    assert proxy.toxics() == {}
