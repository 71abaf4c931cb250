import sys
import time
from pathlib import Path

import pytest

from galaxy.embedded.processes import LARGEST_LOG, Child, NotReady, keep_small
from galaxy.embedded.supervisor import Stopped, Supervisor


def python(tmp_path: Path, code: str, **options: object) -> Child:
    return Child("part", [sys.executable, "-c", code], tmp_path / "part.log", **options)


def test_child_that_ends_at_once_again_and_again_ends_the_watch(tmp_path: Path, capsys, monkeypatch):
    monkeypatch.setattr("galaxy.embedded.supervisor.LONGEST_WAIT", 0.1)
    supervisor = Supervisor()
    supervisor.add(python(tmp_path, "print('no config'); raise SystemExit(3)"))

    with pytest.raises(NotReady, match=r"part ended 7 times in a row\.\n(no config\n?)+"):
        supervisor.watch()

    assert capsys.readouterr().out.count("part ended (3); starting it again.") == 6


def test_output_is_shown_under_the_name_of_the_child(tmp_path: Path, capsys):
    supervisor = Supervisor()
    child = supervisor.add(python(tmp_path, "print('hello', flush=True); import time; time.sleep(60)"), echo=True)

    until = time.monotonic() + 10
    while "hello" not in child.log.read_text() and time.monotonic() < until:
        supervisor.pause()
    supervisor.pause()
    supervisor.stop()

    assert capsys.readouterr().out == "part    | hello\n"


def test_step_that_fails_names_its_log(tmp_path: Path, capsys):
    with pytest.raises(NotReady, match=r"part failed\. The whole output is in .*part\.log"):
        Supervisor().run(python(tmp_path, "raise SystemExit('broken')"))

    assert capsys.readouterr().out == "broken\n"


def test_request_to_stop_ends_a_step_and_its_process(tmp_path: Path):
    supervisor = Supervisor()
    child = python(tmp_path, "import time; time.sleep(60)")
    supervisor.note(15, None)

    with pytest.raises(Stopped):
        supervisor.run(child)

    assert not child.is_running


def test_child_that_ignores_its_signal_is_killed_after_its_grace(tmp_path: Path):
    ignores = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = python(tmp_path, ignores, grace=0.3, is_ready=lambda child: "deaf" in child.log.read_text())
    child.start()
    child.wait_ready(10)

    child.stop()

    assert child.process.returncode == -9


def test_child_that_is_never_ready_is_told_after_its_time(tmp_path: Path):
    child = python(tmp_path, "import time; time.sleep(60)", is_ready=lambda child: False)
    child.start()

    with pytest.raises(NotReady, match="part was not ready after 0 s"):
        child.wait_ready(0.2)

    child.kill()


def test_large_log_is_moved_aside_while_it_is_written(tmp_path: Path):
    log = tmp_path / "web.log"
    with log.open("ab") as writer:
        writer.write(b"x" * (LARGEST_LOG + 1))
        writer.flush()

        keep_small(log)
        writer.write(b"new\n")
        writer.flush()

    assert (log.read_bytes(), (tmp_path / "web.old").stat().st_size) == (b"new\n", LARGEST_LOG + 1)
