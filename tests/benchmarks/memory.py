"""What two web processes take with the index that DATABASE_URL names: each part, after searches have warmed them.

Run as a program it is one of the two.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 2


def weigh() -> None:
    """Prints a line for each part: the memory of both processes so far, with half of what both share for each."""
    running = [
        subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(NUMBER)
    ]
    print("\n| two web processes | MB | more |\n| --- | ---: | ---: |")
    before = 0.0
    while names := [each.stdout.readline().strip() for each in running if each.stdout]:
        if not all(names):
            break
        here = sum(_proportional(each.pid) for each in running)
        print(f"| {names[0]} | {here:.0f} | {here - before:.0f} |", flush=True)
        before = here
        for each in running:
            assert each.stdin
            each.stdin.write("\n")
            each.stdin.flush()
    assert [each.wait() for each in running] == [0] * NUMBER


def _proportional(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def main() -> None:
    sys.path.insert(0, str(ROOT))

    def told(name: str) -> None:
        print(name, flush=True)
        sys.stdin.readline()

    import galaxy.wsgi  # noqa: F401
    from galaxy.core.mapped import give_back
    from galaxy.ml.embedding import get_embedder
    from galaxy.ml.languages import detect

    embedder = get_embedder()
    told("Python, Django and the portal; the model of sentences")
    detect("clean water for every village")
    told("the model of languages")
    from galaxy.search import state

    state.current()
    told("the columns of the index")
    from bench_search import Ours, classes

    ours = Ours()
    asked = [each for queries in classes().values() for each in queries]
    for each in asked:
        ours(each)
    told("after searches by words")
    for each in asked:
        if embedder and each.words:
            ours(each, embedder)
    told("after the same by meaning")
    give_back()
    told("with freed memory given back, as web processes do every ten seconds")


if __name__ == "__main__":
    main()
