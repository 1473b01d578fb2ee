import json
import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWNOUT = ["node", str(ROOT / "dist" / "bin.js")]


@pytest.fixture(scope="session")
def brownout():
    """Runs the built command and gives what it printed and its exit code."""

    def run(*args, cwd, timeout=180):
        env = {**os.environ, "NO_COLOR": "1", "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"}
        return subprocess.run(
            [*BROWNOUT, *args], cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout
        )

    return run


@pytest.fixture
def mocks(tmp_path):
    """`brownout up`: healthy mocks, and the variables that point an SDK at them."""
    process = subprocess.Popen(
        [*BROWNOUT, "up", "--json"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield json.loads(process.stdout.readline())["env"]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
