import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Detail, Tool, ToolCall } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { useOnline } from "../api/live";
import { has, rightsOf } from "../model/rights";
import { Act } from "../parts/button";
import { Check, Choice } from "../parts/field";
import { Loaded, Skeleton } from "../parts/states";
import { ArgumentFields, typedOf, valuesOf } from "./arguments";
import { CallState, Steps } from "./call";
import { callsQuery, toolsQuery } from "./queries";
import { UndoCall } from "./undo";
import { useToolVerbs } from "./verbs";

/** Beside the conversation: what was done for this customer here, and what I may have done. */
export function ToolsPanel({ detail }: { detail: Detail }) {
  const { speech, me } = useActions();
  const { t } = speech;
  const id = detail.conversation.id;
  const calls = useQuery(callsQuery(id));
  const tools = useQuery(toolsQuery(id));
  const rights = rightsOf(detail, me);
  const may = rights.reply;
  const mayUndo = rights.takeOverFrom === null || has(me, "supervisor");
  if (tools.data?.tools.length === 0 && calls.data?.length === 0) return null;
  return (
    <section className="side-part tools" aria-label={t("tool.title")}>
      <h3>{t("tool.title")}</h3>
      <Loaded of={calls} skeleton={<Skeleton lines={2} />}>
        {(items) =>
          items.length ? (
            <ul className="tool-calls">
              {items.map((one) => (
                <li key={one.id}>
                  <CallLine of={one} mayUndo={mayUndo} />
                </li>
              ))}
            </ul>
          ) : (
            <p className="muted">{t("tool.none")}</p>
          )
        }
      </Loaded>
      {may && tools.data?.tools.length ? (
        <StartTool
          id={id}
          tools={tools.data.tools}
          own={detail.customer.external_id ?? ""}
          known={Boolean(tools.data.identified_by)}
        />
      ) : null}
    </section>
  );
}

function CallLine({ of, mayUndo }: { of: ToolCall; mayUndo: boolean }) {
  const { speech } = useActions();
  const { t } = speech;
  const verbs = useToolVerbs();
  return (
    <details className="tool-call">
      <summary>
        <CallState state={of.state} /> {of.title}
      </summary>
      {of.effect ? <p>{of.effect}</p> : null}
      {of.outcome ? <p className="muted">{of.outcome}</p> : null}
      <Steps of={of} />
      {mayUndo ? <UndoCall of={of} /> : null}
      {of.state === "unknown_outcome" ? (
        <div className="review-foot">
          <Act onPress={() => void verbs.settle(of.id, true)}>{t("tool.happened")}</Act>
          <Act onPress={() => void verbs.settle(of.id, false)}>{t("tool.notHappened")}</Act>
        </div>
      ) : null}
    </details>
  );
}

interface StartToolProps {
  id: string;
  tools: readonly Tool[];
  own: string;
  known: boolean;
}

/** A small form made from the chosen tool's schema. */
function StartTool({ id, tools, own, known }: StartToolProps) {
  const { speech } = useActions();
  const { t } = speech;
  const verbs = useToolVerbs();
  const online = useOnline();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [confirmed, setConfirmed] = useState(false);
  const tool = tools.find((one) => one.name === name);
  const values = tool ? valuesOf(tool.arguments, typed) : null;
  const choose = (next: string) => {
    const chosen = tools.find((one) => one.name === next);
    setName(next);
    setConfirmed(false);
    setTyped(chosen ? { ...typedOf(chosen.arguments, {}), ...ownOf(chosen, own) } : {});
  };
  const start = async () => {
    if (!tool || !values) return;
    if (await verbs.start(id, tool.name, values, confirmed)) choose("");
  };
  return (
    <div className="tool-start">
      <Choice
        label={t("tool.start")}
        value={name}
        onChange={choose}
        options={[
          { value: "", label: t("tool.choose") },
          ...tools.map((one) => ({ value: one.name, label: one.title })),
        ]}
      />
      {tool ? (
        <>
          {known ? null : <p role="note">{t("tool.notKnown")}</p>}
          <ArgumentFields shapes={tool.arguments} typed={typed} onChange={setTyped} />
          {tool.needs_confirmation ? (
            <Check isSelected={confirmed} onChange={setConfirmed}>
              {t("tool.customerSaidYes")}
            </Check>
          ) : null}
          <Act
            look="primary"
            isDisabled={!values || !online || (tool.needs_confirmation && !confirmed)}
            onPress={() => void start()}
          >
            {t("tool.do", { tool: tool.title })}
          </Act>
        </>
      ) : null}
    </div>
  );
}

/** The customer's own number, where the tool takes it. */
function ownOf(tool: Tool, own: string): Record<string, string> {
  const fixed = tool.arguments.filter((one) => one.fixed && one.value == null);
  return Object.fromEntries(fixed.map((one) => [one.name, own]));
}
