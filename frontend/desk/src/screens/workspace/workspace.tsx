import { MessageSquareText } from "lucide-react";
import { Redirect } from "wouter";
import { useActions, useOpenId } from "../../actions/provider";
import { State } from "../../parts/states";
import { ConversationPane } from "./conversation";
import { List } from "./list";
import { SidePanel } from "./side";

/** Three panes: the list, the conversation, and what one needs to know beside it. */
export function Workspace() {
  const { view, id } = useOpenId();
  const { ui, speech } = useActions();
  if (!view) return <Redirect to="/queue" replace />;
  return (
    <div
      className="workspace"
      data-open={id ? true : undefined}
      data-side={(id && ui.sideOpen) || undefined}
    >
      <List key={view} view={view} openId={id} />
      {id ? (
        <>
          <ConversationPane key={id} id={id} view={view} />
          {ui.sideOpen ? <SidePanel key={`side-${id}`} id={id} /> : null}
        </>
      ) : (
        <section className="pane pane-empty">
          <State
            icon={<MessageSquareText aria-hidden />}
            title={speech.t("conv.none.title")}
            text={speech.t("conv.none.text")}
          />
        </section>
      )}
    </div>
  );
}
