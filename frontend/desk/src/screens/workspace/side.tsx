import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { Id } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { detailQuery } from "../../api/queries";
import { IconAct } from "../../parts/button";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton } from "../../parts/states";
import { ToolsPanel } from "../../tools/panel";
import { ArticlePanel } from "./article";
import { BriefingPanel } from "./briefing";
import { CustomerPanel } from "./customer";

/** Beside the conversation: the briefing and the customer, or an article someone opened. */
export function SidePanel({ id }: { id: Id }) {
  const { ui, speech } = useActions();
  const { t } = speech;
  const detail = useQuery(detailQuery(id));
  return (
    <aside className="pane side" aria-label={t("brief.label")}>
      {ui.side.type === "article" ? (
        <ArticlePanel slug={ui.side.slug} onClose={() => ui.setSide({ type: "briefing" })} />
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
                  <BriefingPanel briefing={data.briefing ?? null} />
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
