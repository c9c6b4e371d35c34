"""Command line: `handrail demo` to try it, `serve`, `work`, `migrate` and more for real use."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from time import perf_counter
from typing import NoReturn, TypeVar

import click
import uvloop
from rich.console import Console
from rich.table import Table

from handrail import certify as certificates
from handrail import operate, wiring
from handrail.actions.solved_rows import Backfill
from handrail.adapters.postgres.server_account import EmbeddedPostgresError
from handrail.demo.run import Demo
from handrail.demo.run import demo as run_demo
from handrail.domain.policy import PolicyError
from handrail.knowledge_commands import knowledge_group
from handrail.log import log_discreetly
from handrail.process import PARENT_FD, watch_parent
from handrail.replay.converter import WrongColumnsError, convert_csv
from handrail.replay.run import Plan
from handrail.replay.run import replay as run_replay
from handrail.settings import SettingError, Settings, read_settings
from handrail.tool_settings import read_tool_servers

DATA = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PORT = click.IntRange(1, 65535)
EXPECTED = (
    EmbeddedPostgresError,
    PolicyError,
    SettingError,
    WrongColumnsError,
    operate.RefusedError,
)
T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handrail")
def main() -> None:
    """AI and people share customer conversations; Handrail decides who leads each turn."""
    log_discreetly()
    if PARENT_FD in os.environ:
        watch_parent(int(os.environ[PARENT_FD]))


@main.command()
@click.option("--port", default=8000, show_default=True, type=PORT)
@click.option("--data", default=Path("handrail-data"), show_default=True, type=DATA)
@click.option("--fresh", is_flag=True, help="Forget what is in the data folder and start over.")
@click.option("--policy", default="banking", show_default=True, help="A bundled policy.")
def demo(port: int, data: Path, fresh: bool, policy: str) -> None:
    """Bring up a whole desk with its own PostgreSQL, invented customers and three accounts."""
    run(run_demo(Demo(port=port, data=data, fresh=fresh, policy=policy)))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=PORT)
@click.option("--demo", is_flag=True, hidden=True)
def serve(host: str, port: int, demo: bool) -> None:
    """Serve the API, the widget, the workspace and the console, on DATABASE_URL."""
    run(wiring.serve(settings(demo), host, port))


@main.command()
def work() -> None:
    """Take turns and keep time, on DATABASE_URL. Run as many as you need."""
    run(wiring.work(settings()))


@main.command()
def migrate() -> None:
    """Bring the database at DATABASE_URL to this version's tables."""
    applied = run(wiring.migrate_database(settings()))
    click.echo("\n".join(f"applied {name}" for name in applied) or "nothing to apply")


@main.command()
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option(help="At least 12 characters; asked for when left out.")
def create_admin(email: str, name: str, password: str) -> None:
    """Make an account that may do everything, the first one for instance."""
    run(operate.create_admin(settings(), email, name, password))
    click.echo(f"{email} can sign in at /desk/.")


@main.command()
@click.argument("file", type=FILE)
@click.option("--articles", type=FOLDER, help="Make this folder's Markdown articles the desk's.")
@click.option("--activate/--no-activate", default=True, show_default=True)
def load_policy(file: Path, articles: Path | None, activate: bool) -> None:
    """Check a policy file, keep it as a version, and let it decide."""
    click.echo(run(operate.load_policy_file(settings(), file, articles, activate)))


@main.group()
def policy() -> None:
    """Look at a policy file without loading it."""


@policy.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check FILE, and its tools against the servers that HANDRAIL_TOOLS names, which are asked now."""
    try:
        servers = read_tool_servers(os.environ)
    except SettingError as error:
        refuse(error)
    wrong = run(operate.check_policy_file(file, servers))
    for error in wrong:
        click.echo(str(error), err=True)
    if wrong:
        sys.exit(1)
    click.echo(f"{file} is a policy, and its tools fit their servers.")


@policy.command()
@click.argument("file", type=FILE)
@click.option("--worst", default=15, show_default=True, type=click.IntRange(1), help="Kinds shown.")
def train(file: Path, worst: int) -> None:
    """Learn the kinds of moment of FILE and show how well each is read when an example is left out."""
    began = perf_counter()
    try:
        trained = operate.train_policy_file(file)
    except PolicyError as error:
        refuse(error)
    table = Table("kind", "examples", "read rightly", "taken for")
    for kind in trained.kinds[:worst]:
        taken = ", ".join(f"{other} ({share:.0%})" for other, share in kind.taken_for)
        table.add_row(kind.name, str(kind.examples), f"{kind.right:.0%}", taken)
    Console().print(table)
    click.echo(
        f"{len(trained.kinds)} kinds, {trained.accuracy:.0%} of all examples read rightly when left out; "
        f"learnt in {perf_counter() - began:.1f} s. The {min(worst, len(trained.kinds))} worst are shown."
    )


@main.group()
def similar() -> None:
    """Conversations that staff solved, found again when the like comes."""


@similar.command()
@click.option("--again", is_flag=True, help="Begin anew instead of where it was stopped.")
def backfill(again: bool) -> None:
    """Look through all closed conversations; Ctrl-C stops it, and the next call goes on there."""

    def tell(at: Backfill) -> None:
        click.echo(f"\rlooked at {at.looked_at}, kept {at.kept} that staff solved", nl=False)

    run(operate.backfill(settings(), tell, again=again))
    click.echo("\nAll closed conversations were looked at.")


@main.command()
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option("--issue", is_flag=True, help="Issue what the evidence carries.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def certify(kinds: tuple[str, ...], issue: bool, as_json: bool) -> None:
    """Show what the AI may lead alone, on what evidence, and issue certificates."""
    record = run(certificates.certify(settings(), kinds, issue=issue))
    if as_json:
        click.echo(certificates.as_json(record))
    else:
        certificates.print_table(record, Console())


@main.command()
@click.argument("file", type=FILE)
@click.option("--demo-json", type=FILE, default=Path("handrail-data/demo.json"), show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write JSON here.")
@click.option("--conversations", type=click.IntRange(1), help="At most so many conversations.")
@click.option("--concurrency", default=16, show_default=True, type=click.IntRange(1, 256))
@click.option("--timeout", default=30.0, show_default=True, help="Seconds to wait for a reaction.")
@click.option("--each-turn", is_flag=True, help="Stay with the AI after each hand-off.")
def replay(
    file: Path,
    demo_json: Path,
    out: Path | None,
    conversations: int | None,
    concurrency: int,
    timeout: float,
    each_turn: bool,
) -> None:
    """Drive recorded customer turns through the running system by its public API.

    FILE holds one JSON object a line: {"conversation", "turn", "text", "label"?}.
    """
    plan = Plan(file, demo_json, out, conversations, concurrency, timeout, each_turn)
    if not run(run_replay(plan)):
        sys.exit(1)


@main.command()
@click.argument("file", type=FILE)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def convert(file: Path, out: Path) -> None:
    """Turn a CSV (columns conversation, turn, text, label?) into JSON lines for `replay`."""
    try:
        click.echo(convert_csv(file, out))
    except WrongColumnsError as error:
        refuse(error)


def settings(demo: bool = False) -> Settings:
    """The settings of this process, or the end of it with a sentence on what is wrong."""
    try:
        return read_settings(os.environ, demo)
    except SettingError as error:
        refuse(error)


def run(work: Coroutine[object, object, T]) -> T:
    """Run to the end; what a user can mend is said in a sentence, without a traceback."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except EXPECTED as error:
        refuse(error)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)


def refuse(error: Exception) -> NoReturn:
    """End with the error's sentence."""
    click.echo(f"handrail: {error}", err=True)
    sys.exit(2)


main.add_command(knowledge_group(settings, run))

if __name__ == "__main__":
    main()
