"""A stranger's FastAPI app, taken in with the README's commands alone."""

import json
import pathlib
import shutil
import sys

TRIAL = pathlib.Path(__file__).parent / "trial"
START = f"{sys.executable} -m uvicorn app:app --host 127.0.0.1 --port $PORT --log-level warning"


def test_learn_then_run_gives_a_scorecard(tmp_path, brownout):
    shutil.copy(TRIAL / "app.py", tmp_path)
    ask = """curl -X POST http://127.0.0.1:8000/ask -H 'content-type: application/json' -d '{"question":"hi"}'"""
    stream = """curl -N http://127.0.0.1:8000/stream -H 'content-type: application/json' -d '{"question":"hi"}'"""
    learned = brownout("learn", ask, "--start", START, "--ready", "/health", cwd=tmp_path)
    assert learned.returncode == 0, learned.stderr
    learned = brownout("learn", stream, cwd=tmp_path)
    assert learned.returncode == 0, learned.stderr
    config = (tmp_path / "brownout.config.yaml").read_text()
    assert "at: /answer" in config
    assert "text: /token" in config
    assert "anthropic" in config
    ran = brownout("run", "overload-storm", "--quick", "--out", "out", cwd=tmp_path)
    assert ran.returncode in (0, 1), ran.stderr
    card = json.loads((tmp_path / "out" / "scorecard.json").read_text())
    assert card["grade"] in ["A+", "A", "B", "C", "D", "E", "F"]
    baseline = [one for one in card["measurements"] if one["id"] == "full-share" and one["scope"]["phase"] == "baseline"]
    assert baseline and baseline[0]["value"] > 0.99
    assert (tmp_path / "out" / "scorecard.html").stat().st_size > 10_000


def test_an_app_that_goes_past_the_mocks_is_not_tested(tmp_path, brownout):
    source = (TRIAL / "app.py").read_text().replace("AsyncAnthropic()", 'AsyncAnthropic(base_url="http://127.0.0.1:9")')
    (tmp_path / "app.py").write_text(source)
    (tmp_path / "brownout.config.yaml").write_text(
        json.dumps(
            {
                "subject": {"start": START, "ready": "/health"},
                "journeys": {
                    "ask": {
                        "request": {"method": "POST", "path": "/ask", "json": {"question": "{{prompt}}"}},
                        "answer": {"at": "/answer"},
                    }
                },
            }
        )
    )
    ran = brownout("run", "hard-down", "--quick", cwd=tmp_path)
    assert ran.returncode == 3
    assert "does not call our mocks" in ran.stderr
    assert "Traceback" not in ran.stderr
