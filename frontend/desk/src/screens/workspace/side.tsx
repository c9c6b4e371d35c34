import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { Id } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { detailQuery } from "../../api/queries";
import { WrapUpPanel } from "../../beside/wrap_up";
import { BriefingPanel } from "../../briefing/panel";
import { SolvedPanel } from "../../drafts/similar";
import { IconAct } from "../../parts/button";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton } from "../../parts/states";
import { ToolsPanel } from "../../tools/panel";
import { ArticlePanel } from "./article";
import { CustomerPanel } from "./customer";

/** Beside the conversation: the briefing and the customer, or an article someone opened. */
export function SidePanel({ id }: { id: Id }) {
  const { ui, speech } = useActions();
  const { t } = speech;
  const detail = useQuery(detailQuery(id));
  return (
    <aside className="pane side" aria-label={t("brief.label")}>
      {ui.side.type === "article" ? (
        <ArticlePanel
          key={`${ui.side.slug}${ui.side.quote ?? ""}${ui.side.at ?? ""}`}
          slug={ui.side.slug}
          at={ui.side.at ?? null}
          quote={ui.side.quote ?? null}
          onClose={() => ui.setSide({ type: "briefing" })}
        />
      ) : ui.side.type === "solved" ? (
        <SolvedPanel
          key={`${ui.side.conversation}${ui.side.quote}`}
          id={ui.side.conversation}
          quote={ui.side.quote}
          onClose={() => ui.setSide({ type: "briefing" })}
        />
      ) : (
        <>
          <header className="side-head">
            <h2>{t("brief.label")}</h2>
            <IconAct label={t("do.close")} onPress={() => ui.setSideOpen(false)}>
              <X aria-hidden size={16} />
            </IconAct>
          </header>
          <Scroll className="side-scroll" label={t("brief.label")}>
            <Loaded of={detail} skeleton={<Skeleton lines={8} />}>
              {(data) => (
                <>
                  {data.conversation.state === "closed" ? <WrapUpPanel id={id} /> : null}
                  <BriefingPanel id={id} briefing={data.briefing ?? null} />
                  <ToolsPanel detail={data} />
                  <CustomerPanel detail={data} />
                </>
              )}
            </Loaded>
          </Scroll>
        </>
      )}
    </aside>
  );
}
