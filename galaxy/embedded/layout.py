"""Where the embedded portal keeps its files, and the addresses of its servers."""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 100  # the system's limit is 107 bytes; the server adds a few of its own


@dataclass(frozen=True)
class Layout:
    """The data folder, and the private folder of the sockets, which must have a short path."""

    data: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def queue(self) -> Path:
        return self.data / "valkey"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def broker_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def broker_url(self) -> str:
        return f"unix://{quote(str(self.broker_socket))}"

    def database_url(self, name: str = "galaxy") -> str:
        return f"postgresql://galaxy@{quote(str(self.sockets), safe='')}/{name}"


def layout(data: Path | None = None) -> Layout:
    """Of this checkout, or of another data folder. Makes the folders."""
    data = data or Path(os.environ.get("GALAXY_DATA_DIR") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    found = Layout(data, private_folder(f"galaxy-{os.getuid()}-{digest(str(data))[:12]}"))
    found.logs.mkdir(exist_ok=True)
    return found


def private_folder(name: str) -> Path:
    """A folder that only this user can enter. Refuses one that somebody else made first."""
    folder = runtime_folder() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    owners = {os.getuid(), pwd.getpwnam("nobody").pw_uid} if os.getuid() == 0 else {os.getuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or found.st_mode & 0o077:
        raise PermissionError(f"{folder} must be a folder that only you can enter. Remove it and start again.")
    return folder


def runtime_folder() -> Path:
    for folder in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if folder and len(folder) < LONGEST_SOCKET_PATH - 50 and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder)
    raise PermissionError("Galaxy found no folder for its sockets. Set TMPDIR to a short path that you can write.")


def digest(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
