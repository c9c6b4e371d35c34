"""What a policy's tools must also satisfy once their types are right."""

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import structs

from handrail.adapters.policy_files.tool_tables import (
    ArgumentTable,
    ChooseTable,
    ListsTable,
    SaysTable,
    TellTable,
    Texts,
    ToolTable,
)
from handrail.domain.policy import PolicyError
from handrail.domain.tool_flow import placeholders

FIELDS = (
    "customer.external_id",
    "customer.name",
    "customer.email",
    "conversation.id",
    "conversation.channel",
    "conversation.locale",
)
LONGEST_WINDOW_S = 31 * 86_400
SAID_OF_EACH = ("done", "failed")
SAID_OF_UNDOING = ("effect", "done", "failed", "unknown")
SAID_OF_EFFECTS = ("effect", "unknown", "refused", "declined", "waiting")


class ToolChecks:
    """Checks the tools of one file. Raises PolicyError at the first fault found."""

    def __init__(self, source: str, locales: Collection[str], tools: Sequence[ToolTable]) -> None:
        self._source = source
        self._locales = locales
        self._tools = {tool.name: tool for tool in tools}
        self._listed = tools

    def check(self) -> None:
        """Every tool by itself, and what it says of others."""
        seen: set[str] = set()
        for place, tool in enumerate(self._listed):
            key = f"tools[{place}]"
            if tool.name in seen:
                self._refuse(f"{key}.name", f"there is another tool '{tool.name}'", "Rename one")
            seen.add(tool.name)
            self._check_tool(tool, key)

    def check_kind(self, kind: str, tool: str, key: str, *, ai_may_answer: bool) -> None:
        """Whether a kind may name this tool."""
        spec = self._tools.get(tool)
        if spec is None:
            remedy = f"Use one of: {', '.join(self._tools)}" if self._tools else "Add it to tools"
            self._refuse(key, f"kind '{kind}' names a tool '{tool}' that is not there", remedy)
        elif spec.who == "staff":
            self._refuse(key, f"only staff may call '{tool}'", "Remove it, or let the AI use it")
        elif not spec.says.done:
            self._refuse(
                key,
                f"'{tool}' has no words to answer the customer with",
                "Write its says.done and says.failed, and tells or lists for what may be said of it",
            )
        elif not ai_may_answer:
            self._refuse(
                key,
                f"a person leads kind '{kind}' always, so the AI never comes to the tool",
                "Remove it, or set ai_may_answer without hard_rule and reply",
            )

    def _check_tool(self, tool: ToolTable, key: str) -> None:
        self._texts(tool.title, f"{key}.title")
        for place, rate in enumerate(tool.rates):
            if rate.window_s > LONGEST_WINDOW_S:
                self._refuse(
                    f"{key}.rates[{place}].window_s",
                    "it looks further back than calls are counted",
                    f"Use {LONGEST_WINDOW_S} at most",
                )
        for place, name in enumerate(tool.sees):
            self._field(name, f"{key}.sees[{place}]")
        self._check_undo(tool, key)
        for name, argument in tool.arguments.items():
            self._check_argument(tool, argument, f"{key}.arguments.{name}")
        self._check_tells(tool.tells, f"{key}.tells")
        if tool.lists is not None:
            self._check_lists(tool, tool.lists, f"{key}.lists")
        self._check_says(tool, key)
        if tool.who != "staff":
            self._check_for_ai(tool, key)

    def _check_tells(self, tells: Mapping[str, TellTable], key: str) -> None:
        for name, tell in tells.items():
            self._pattern(tell.pattern, f"{key}.{name}.pattern")
            for value, words in tell.words.items():
                self._texts(words, f"{key}.{name}.words.{value}")

    def _check_lists(self, tool: ToolTable, lists: ListsTable, key: str) -> None:
        """A list that is told: by a tool that only reads, with a line that its told fields fill."""
        if tool.effect:
            self._refuse(
                key, "only a tool that reads tells a list", "Set effect = false, or remove it"
            )
        if "list" in tool.arguments or "list" in tool.tells:
            self._refuse(
                key, "{list} in says.done is the list's own", "Rename what is called 'list'"
            )
        self._check_tells(lists.tells, f"{key}.tells")
        for name in ("line", "none", "more"):
            texts: Texts = getattr(lists, name)
            self._texts(texts, f"{key}.{name}")
            known = {"line": set(lists.tells), "none": set(tool.arguments), "more": {"count"}}[name]
            self._placeholders(texts, known, f"{key}.{name}", "Name fields of tells there")

    def _check_undo(self, tool: ToolTable, key: str) -> None:
        """What undoes a call must be filled from that call alone, and have words for the customer."""
        if tool.undo is None:
            if tool.undo_s is not None:
                self._refuse(f"{key}.undo_s", "nothing undoes this tool", "Name a tool in undo")
            return
        undo = self._tools.get(tool.undo)
        if undo is None:
            self._refuse(f"{key}.undo", f"there is no tool '{tool.undo}'", "Name one that is there")
            return
        if not tool.effect or not undo.effect or undo.name == tool.name:
            self._refuse(
                f"{key}.undo",
                "only what has an effect is undone, by another tool that has one",
                "Name a tool that takes the effect back",
            )
        for name, argument in undo.arguments.items():
            given = argument.own is not None or argument.value is not None
            if not given and name not in tool.arguments and name not in tool.tells:
                self._refuse(
                    f"{key}.undo",
                    f"nothing of a call fills '{name}' of '{undo.name}'",
                    "Give it own or value there, or name it as an argument or under tells here",
                )
        said: Mapping[str, Texts] = structs.asdict(undo.says)
        for name in SAID_OF_UNDOING:
            if not said[name]:
                place = next(i for i, each in enumerate(self._listed) if each.name == undo.name)
                why = f"this is missing, and the tool undoes '{tool.name}'"
                self._refuse(f"tools[{place}].says.{name}", why, "Write it")

    def _check_argument(self, tool: ToolTable, argument: ArgumentTable, key: str) -> None:
        if argument.own is not None:
            self._field(argument.own, f"{key}.own")
            if argument.own not in tool.sees:
                self._refuse(
                    f"{key}.own", f"the tool does not see '{argument.own}'", "Add it to sees"
                )
        if argument.pattern is not None:
            self._pattern(argument.pattern, f"{key}.pattern")
        if argument.title:
            self._texts(argument.title, f"{key}.title")
        if argument.ask is not None:
            self._texts(argument.ask, f"{key}.ask")
            if argument.type != "number":
                self._refuse(
                    f"{key}.ask",
                    "only a number is understood without doubt",
                    "Let the customer choose from a list",
                )
        numbers = (argument.least, argument.most, argument.approval_over)
        if argument.type not in ("number", "integer") and any(n is not None for n in numbers):
            self._refuse(key, "only a number has least and most", "Remove them, or change the type")
        over, most = argument.approval_over, argument.most
        if over is not None and most is not None and over >= most:
            self._refuse(f"{key}.approval_over", "nothing lies between it and most", "Lower it")
        if argument.choose is not None:
            self._check_choose(argument.choose, f"{key}.choose")

    def _check_choose(self, choose: ChooseTable, key: str) -> None:
        self._texts(choose.ask, f"{key}.ask")
        self._texts(choose.none, f"{key}.none")
        if not placeholders(choose.label):
            self._refuse(
                f"{key}.label", "all choices would read the same", "Name a field in braces"
            )
        reader = self._tools.get(choose.tool)
        if reader is None:
            self._refuse(f"{key}.tool", f"there is no tool '{choose.tool}'", "Add it to tools")
            return
        if reader.effect or reader.who != "ai":
            self._refuse(
                f"{key}.tool",
                f"'{choose.tool}' is not a tool that only reads and that the AI may call",
                'Set effect = false and who = "ai" there',
            )
        if any(each.own is None and each.value is None for each in reader.arguments.values()):
            self._refuse(
                f"{key}.tool",
                f"'{choose.tool}' needs an answer of the customer itself",
                "Use a tool whose arguments have own or value",
            )

    def _check_for_ai(self, tool: ToolTable, key: str) -> None:
        """What the AI does without a person must be filled by rule, confirmed and on the own account."""
        for name, argument in tool.arguments.items():
            ways = (argument.own, argument.value, argument.choose, argument.ask)
            if sum(way is not None for way in ways) != 1:
                self._refuse(
                    f"{key}.arguments.{name}",
                    "the AI must know where it takes this from",
                    "Give it exactly one of own, value, choose and ask",
                )
        owns = [each.own for each in tool.arguments.values() if each.own is not None]
        if not any(own.startswith("customer.") for own in owns):
            self._refuse(
                f"{key}.arguments",
                "nothing ties the call to the customer's own account",
                'Give one argument own = "customer.external_id"',
            )
        if tool.effect and not tool.confirm:
            self._refuse(
                f"{key}.confirm", "the AI changes nothing without the customer's yes", "Remove it"
            )
        needed = SAID_OF_EACH + (SAID_OF_EFFECTS if tool.effect else ())
        said = structs.asdict(tool.says)
        is_list = not tool.effect and not tool.tells and tool.lists is None
        for name in () if is_list else needed:
            if not said[name]:
                self._refuse(f"{key}.says.{name}", "this is missing", "Write it")

    def _check_says(self, tool: ToolTable, key: str) -> None:
        says: Mapping[str, Texts] = structs.asdict(tool.says)
        for name in SaysTable.__struct_fields__:
            if not says[name]:
                continue
            self._texts(says[name], f"{key}.says.{name}")
            known = set(tool.arguments) | (set(tool.tells) if name == "done" else set[str]())
            if name == "done" and tool.lists is not None:
                known.add("list")
            remedy = "Name arguments, and in done also fields of tells"
            self._placeholders(says[name], known, f"{key}.says.{name}", remedy)

    def _placeholders(self, texts: Texts, known: set[str], key: str, remedy: str) -> None:
        for locale, text in texts.items():
            if unknown := placeholders(text) - known:
                named = ", ".join(f"{{{each}}}" for each in sorted(unknown))
                self._refuse(f"{key}.{locale}", f"nothing fills {named}", remedy)

    def _texts(self, texts: Texts, key: str) -> None:
        for locale in self._locales:
            if locale not in texts:
                self._refuse(f"{key}.{locale}", "this is missing", "Write it")
        for locale in texts:
            if locale not in self._locales:
                self._refuse(
                    f"{key}.{locale}",
                    "the policy has no such locale",
                    f"Add '{locale}' to locales or remove this",
                )

    def _field(self, name: str, key: str) -> None:
        if name not in FIELDS:
            self._refuse(
                key, f"'{name}' is no field of customers", f"Use one of: {', '.join(FIELDS)}"
            )

    def _pattern(self, pattern: str, key: str) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            self._refuse(key, f"it is no regular expression: {error}", "Correct it there")

    def _refuse(self, key: str, reason: str, remedy: str) -> None:
        raise PolicyError(self._source, key, reason, remedy)
