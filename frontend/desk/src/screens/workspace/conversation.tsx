import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, PanelRight } from "lucide-react";
import { useLocation } from "wouter";
import type { Detail, Id, View } from "../../../../shared/api";
import { keysOf, leading } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { detailQuery } from "../../api/queries";
import { Act, IconAct } from "../../parts/button";
import { LeadMark, SlaBadge } from "../../parts/marks";
import { Loaded, Skeleton } from "../../parts/states";
import { Approvals } from "../../tools/approval";
import { Composer } from "./composer";
import { Log } from "./log";
import { Countdown } from "./offer";
import { Review } from "./review";
import { stateWords } from "./row";

export function ConversationPane({ id, view }: { id: Id; view: View }) {
  const detail = useQuery(detailQuery(id));
  const { speech } = useActions();
  return (
    <section className="pane conversation" aria-label={speech.t("conv.header")}>
      <Loaded of={detail} skeleton={<Skeleton lines={6} tall />}>
        {(data) => (
          <>
            <Head detail={data} view={view} />
            <Log id={id} name={data.conversation.customer.name ?? speech.t("row.anonymous")} />
            {data.draft && data.conversation.state === "review" ? (
              <Review key={data.draft.id} id={id} draft={data.draft} />
            ) : null}
            <Approvals id={id} />
            <Composer detail={data} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Head({ detail, view }: { detail: Detail; view: View }) {
  const { speech, me, ui } = useActions();
  const { t } = speech;
  const [, navigate] = useLocation();
  const row = detail.conversation;
  return (
    <header className="conv-head">
      <IconAct className="conv-back" label={t("conv.toList")} onPress={() => navigate(`/${view}`)}>
        <ChevronLeft aria-hidden size={18} />
      </IconAct>
      <div className="conv-title">
        <h1>{row.customer.name ?? t("row.anonymous")}</h1>
        <p>
          <LeadMark lead={row.lead} long />
          <span>{row.kind_title ?? t("row.unknownKind")}</span>
          {row.tier ? (
            <span>
              {t("measure.tier")}: {t(`level.${row.tier}`)}
            </span>
          ) : null}
          <span>{stateWords(row, me.id, speech)}</span>
          {row.handoff?.offered_to?.id === me.id ? (
            <Countdown until={row.handoff.offer_expires_at ?? null} />
          ) : (
            <SlaBadge row={row} />
          )}
        </p>
      </div>
      <IconAct
        label={t("act.briefing")}
        aria-pressed={ui.sideOpen}
        onPress={() => ui.setSideOpen(!ui.sideOpen)}
      >
        <PanelRight aria-hidden size={18} />
      </IconAct>
      <ConversationActions />
    </header>
  );
}

const buttons = [
  { id: "accept", right: "accept", title: "act.accept", look: "primary" },
  { id: "decline", right: "decline", title: "act.decline", look: "plain" },
  { id: "take_over", right: "takeOver", title: "act.takeOver", look: "plain" },
  { id: "hand_back", right: "handBack", title: "act.handBack", look: "plain" },
  { id: "close", right: "close", title: "act.close", look: "plain" },
] as const;

function ConversationActions() {
  const { rights, detail, verbs, run, speech, ui } = useActions();
  const id = detail?.conversation.id;
  if (!rights || !id) return null;
  const press = (action: string) => {
    // The key `a` answers the offer first; the button here means this conversation.
    if (action === "accept") void leading({ ui }, verbs.accept(id));
    else if (action === "decline") void verbs.decline(id);
    else run(action);
  };
  const acceptFirst = (action: string) => action === "take_over" && rights.accept;
  return (
    <div className="conv-actions">
      {buttons
        .filter((one) => rights[one.right] && !acceptFirst(one.id))
        .map((one) => (
          <Act key={one.id} look={one.look} keys={keysOf(one.id)} onPress={() => press(one.id)}>
            {speech.t(one.title)}
          </Act>
        ))}
    </div>
  );
}
