import type { NextAction } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { lineKey } from "./fresh";
import { Fresh } from "./panel";
import { SourceLink } from "./source";

interface NextActionsProps {
  actions: readonly NextAction[];
  fresh: ReadonlySet<string>;
}

/** The best three things to do next, each with why and its source. */
export function NextActions({ actions, fresh }: NextActionsProps) {
  const { speech } = useActions();
  if (actions.length === 0) return null;
  return (
    <section className="briefing-part next-actions" id="brief-next">
      <h3>{speech.t("brief.next")}</h3>
      <ol>
        {actions.map((action) => (
          <li key={lineKey(action)} data-advice={action.advice}>
            {fresh.has(lineKey(action)) ? <Fresh /> : null}
            <span>{action.text}</span>
            <small>
              {action.why} <SourceLink source={action.source} />
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
