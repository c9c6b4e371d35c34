"""`handrail knowledge`: import articles, look at them, and see what could not be taken."""

import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, Protocol, TextIO, TypeVar

import click
from rich.console import Console

from handrail import curate
from handrail.actions.knowledge_shelf import ArticleQuery
from handrail.domain.article_version import ArticleState
from handrail.domain.import_run import ImportRun, ImportSettings, ImportState, write_problems
from handrail.settings import Settings

DAY = click.DateTime(formats=["%Y-%m-%d"])
AUDIENCE = click.Choice(["customer", "staff"])
STATES = [*(state.value for state in ArticleState), "due"]
T = TypeVar("T")


class Run(Protocol):
    """Runs a piece of work to its end, and says what a user can mend in a sentence."""

    def __call__(self, work: Coroutine[object, object, T]) -> T:
        """What the work gives; otherwise the program ends."""
        ...


def knowledge_group(settings: Callable[[], Settings], run: Run) -> click.Group:
    """The commands, over how this program reads its settings and runs its work."""
    group = click.Group("knowledge", help="Import articles and look at what there is.")

    @group.command("import")
    @click.argument("source", metavar="PATH|URL")
    @click.option("--audience", type=AUDIENCE, default="customer", show_default=True)
    @click.option("--locale", default="en", show_default=True)
    @click.option("--owner", default="", help="Who keeps these articles right.")
    @click.option("--valid-from", type=DAY, help="The first day on which they hold.")
    @click.option("--valid-until", type=DAY, help="The last day on which they hold.")
    @click.option("--watch", is_flag=True, help="Stay, and import the folder when it changes.")
    def begin(
        source: str,
        audience: Literal["customer", "staff"],
        locale: str,
        owner: str,
        valid_from: datetime | None,
        valid_until: datetime | None,
        watch: bool,
    ) -> None:
        """Import a file, a folder, a page or a sitemap; only what changed since last time is read.

        What a file says itself in its front matter goes before the options.
        """
        first, last = (day.date() if day else None for day in (valid_from, valid_until))
        if first and last and first > last:
            raise click.UsageError("--valid-from is after --valid-until.")
        said = ImportSettings(audience, locale, owner, first, last)
        ended = run(curate.import_source(settings(), source, said, _teller(), watch=watch))
        if ended.failed:
            click.echo(f"What failed and why: handrail knowledge errors {ended.id}", err=True)
        if ended.failed or ended.state is not ImportState.DONE:
            sys.exit(1)

    _add_looks(group, settings, run)
    return group


def _add_looks(group: click.Group, settings: Callable[[], Settings], run: Run) -> None:
    @group.command("list")
    @click.option("--words", default="", help="Words in the title or text.")
    @click.option("--audience", type=AUDIENCE)
    @click.option("--locale")
    @click.option("--owner")
    @click.option("--source", help="A folder, an address, `uploads`, `policy` or `written`.")
    @click.option("--valid", is_flag=True, help="Only those that hold today.")
    @click.option("--state", type=click.Choice(STATES), help="As it stands today.")
    @click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
    def list_articles(
        valid: bool, state: str | None, limit: int, words: str, **exact: str | None
    ) -> None:
        """Show articles, by title; ``--words`` also finds words of the text."""
        on = datetime.now(UTC).date() if valid or state else None
        wanted = ArticleState(state) if state and state != "due" else None
        query = ArticleQuery(words, on=on, state=wanted, due=state == "due", limit=limit)
        query = replace(query, **exact)
        table, count = run(curate.articles(settings(), query))
        Console().print(table)
        click.echo("More than 10,000 in all." if count > 10_000 else f"{count:,} articles in all.")

    @group.command("runs")
    @click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
    def list_runs(limit: int) -> None:
        """Show the latest imports."""
        curate.print_runs(run(curate.runs(settings(), limit)), Console())

    @group.command("cancel")
    @click.argument("import_id", metavar="IMPORT", type=click.UUID)
    def cancel(import_id: object) -> None:
        """End an import; what it has brought stays."""
        click.echo(curate.sentence(run(curate.cancel(settings(), str(import_id)))))

    @group.command("errors")
    @click.argument("import_id", metavar="IMPORT", type=click.UUID)
    @click.option("--out", type=click.File("w", encoding="utf-8"), default="-")
    def errors(import_id: object, out: TextIO) -> None:
        """Write what an import could not take, as CSV: path, place, reason, remedy."""
        write_problems(run(curate.problems(settings(), str(import_id))), out)


def _teller() -> curate.Tell:
    """Says how far a run is whenever that has changed."""
    last = [""]

    def tell(run: ImportRun) -> None:
        if (said := curate.sentence(run)) != last[0]:
            click.echo(f"{run.id} {said}")
            last[0] = said

    return tell
