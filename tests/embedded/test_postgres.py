from pathlib import Path

import pytest

from galaxy.embedded import postgres
from galaxy.embedded.processes import NotReady


def test_cluster_is_made_once(tmp_path: Path):
    cluster = tmp_path / "a folder" / "postgres"

    assert [postgres.make_cluster(cluster, synced=False) for _ in range(2)] == [True, False]


def test_half_made_cluster_is_made_anew(tmp_path: Path):
    cluster = tmp_path / "postgres"
    half = tmp_path / "postgres.part"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")

    assert postgres.make_cluster(cluster, synced=False)
    assert (cluster / "global" / "pg_control").exists()
    assert not half.exists()


def test_cluster_of_another_version_is_refused_with_advice(tmp_path: Path):
    (tmp_path / "PG_VERSION").write_text("17\n")

    with pytest.raises(NotReady, match=r"PostgreSQL 17; this Galaxy brings PostgreSQL 18") as refused:
        postgres.make_cluster(tmp_path)

    assert "Nothing was changed. Dump the data with the earlier release" in str(refused.value)


def test_server_that_cannot_start_says_why(tmp_path: Path):
    (tmp_path / "data").mkdir()
    server = postgres.server(tmp_path / "data", tmp_path, tmp_path / "log")

    server.start()
    with pytest.raises(NotReady, match="postgres ended before it was ready") as ended:
        server.wait_ready(10)

    assert str(tmp_path / "data") in str(ended.value)


def test_nothing_answers_where_no_server_is(tmp_path: Path):
    assert not postgres.answers(tmp_path, tmp_path)
