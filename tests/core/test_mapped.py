"""Arrays that processes share."""

import numpy as np

from galaxy.core.mapped import shared


def test_the_table_is_mapped_from_one_file_that_is_made_anew_when_it_does_not_fit(tmp_path):
    table, path = np.arange(12, dtype=np.uint8).reshape(3, 4), tmp_path / "cache" / "table.npy"

    for spoil in (None, b"", b"nonsense", None):
        if spoil is not None:
            path.write_bytes(spoil)
        found = shared(table, path)
        assert isinstance(found, np.memmap)
        assert np.array_equal(found, table)

    assert [file.name for file in path.parent.iterdir()] == ["table.npy"]


def test_where_nothing_can_be_written_each_process_keeps_its_table(tmp_path):
    table, blocked = np.zeros((2, 2), dtype=np.uint8), tmp_path / "file"
    blocked.write_text("not a folder")

    assert shared(table, blocked / "table.npy") is table
