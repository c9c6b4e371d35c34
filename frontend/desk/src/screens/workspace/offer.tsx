import { useQuery } from "@tanstack/react-query";
import { BellRing, ChevronDown, ChevronUp } from "lucide-react";
import { useEffect } from "react";
import type { BriefingLine, BriefingSection, Row } from "../../../../shared/api";
import { keysOf, leading } from "../../actions/actions";
import { useActions, useOpenId } from "../../actions/provider";
import { useNow } from "../../api/clock";
import { detailQuery } from "../../api/queries";
import { span } from "../../model/time";
import { announce } from "../../parts/announce";
import { Act, IconAct } from "../../parts/button";
import { LeadMark } from "../../parts/marks";
import { Loaded, Skeleton } from "../../parts/states";

/** A conversation offered to me: who, why, the heart of the briefing, and how long I have. */
export function OfferPanel() {
  const { offer } = useActions();
  const { id } = useOpenId();
  const now = useNow("second");
  const until = offer?.handoff?.offer_expires_at;
  const over = until ? Date.parse(until) <= now : false;
  // An open conversation shows its own offer in its head, with the same two buttons.
  return offer && !over && offer.id !== id ? <Offer key={offer.id} row={offer} /> : null;
}

const briefFirst = ["need", "first_step", "sentiment"] as const;

function Offer({ row }: { row: Row }) {
  const { speech, verbs, desk, ui } = useActions();
  const { t, tn } = speech;
  const name = row.customer.name ?? t("row.anonymous");
  const kind = row.kind_title ?? t("row.unknownKind");
  const small = ui.offerSmall;
  const others = (desk?.counts.offered_to_me ?? 1) - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an offer is announced once
  useEffect(() => announce(t("offer.announce", { name, kind })), [row.id]);
  return (
    <section className="offer" aria-label={t("offer.region")}>
      <header className="offer-head">
        <BellRing aria-hidden size={16} />
        <h2>{t("offer.title", { name })}</h2>
        <Countdown until={row.handoff?.offer_expires_at ?? null} />
        <IconAct
          label={t(small ? "offer.more" : "offer.less")}
          aria-expanded={!small}
          onPress={() => ui.setOfferSmall(!small)}
        >
          {small ? <ChevronDown aria-hidden size={16} /> : <ChevronUp aria-hidden size={16} />}
        </IconAct>
      </header>
      <p className="offer-about">
        <LeadMark lead={row.lead} /> {kind}
        {row.handoff ? ` · ${t(`handoff.${row.handoff.prefer}`)}` : null}
      </p>
      {small ? null : <OfferBriefing row={row} />}
      <footer className="offer-foot">
        <Act
          look="primary"
          keys={keysOf("accept")}
          onPress={() => void leading({ ui }, verbs.accept(row.id))}
        >
          {t("act.accept")}
        </Act>
        <Act keys={keysOf("decline")} onPress={() => void verbs.decline(row.id)}>
          {t("act.decline")}
        </Act>
        {others > 0 ? <span className="muted">{tn("offer.others", others)}</span> : null}
      </footer>
    </section>
  );
}

function OfferBriefing({ row }: { row: Row }) {
  const { speech } = useActions();
  const { t } = speech;
  const detail = useQuery(detailQuery(row.id));
  return (
    <>
      <p className="offer-reason">{row.handoff?.reason}</p>
      <Loaded of={detail} skeleton={<Skeleton lines={3} />}>
        {({ briefing }) =>
          briefing ? (
            <dl className="offer-brief">
              {briefFirst.map((section) => (
                <BriefLines
                  key={section}
                  section={section}
                  lines={briefing.lines.filter((line) => line.section === section)}
                />
              ))}
            </dl>
          ) : (
            <p className="muted">{t("offer.preparing")}</p>
          )
        }
      </Loaded>
    </>
  );
}

interface BriefLinesProps {
  section: BriefingSection;
  lines: BriefingLine[];
}

function BriefLines({ section, lines }: BriefLinesProps) {
  const { speech } = useActions();
  if (lines.length === 0) return null;
  return (
    <div>
      <dt>{speech.t(`brief.${section}`)}</dt>
      {lines.slice(0, 2).map((line) => (
        <dd key={line.text}>{line.text}</dd>
      ))}
    </div>
  );
}

export function Countdown({ until }: { until: string | null }) {
  const { speech } = useActions();
  const now = useNow("second");
  if (!until) return null;
  const left = Math.max(0, (Date.parse(until) - now) / 1000);
  return (
    <span className="badge" data-tone={left < 15 ? "late" : "soon"} role="timer">
      {left > 0 ? speech.t("offer.left", { span: span(left, speech) }) : speech.t("offer.ended")}
    </span>
  );
}
