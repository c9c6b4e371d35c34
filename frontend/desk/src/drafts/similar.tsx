import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import type { Id, SolvedConversation } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { day } from "../model/time";
import { Act, IconAct } from "../parts/button";
import { Scroll } from "../parts/scroll";
import { Loaded, Skeleton } from "../parts/states";
import { similarQuery, solvedQuery } from "./queries";
import { Quoted } from "./quoted";
import { useDraftVerbs } from "./verbs";

/** Conversations like this one that staff solved: what was asked, answered, by whom, and what came of it. */
export function SimilarPanel({ id }: { id: Id }) {
  const { speech } = useActions();
  const { t } = speech;
  const similar = useQuery(similarQuery(id));
  return (
    <section className="briefing-part similar" aria-label={t("sim.title")}>
      <h3>{t("sim.title")}</h3>
      <Loaded of={similar} skeleton={<Skeleton lines={3} />}>
        {(data) =>
          data.items.length === 0 ? (
            <p className="muted">{t("sim.none")}</p>
          ) : (
            <ul>
              {data.items.map((one) => (
                <li key={one.conversation_id}>
                  <Similar id={id} one={one} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Similar({ id, one }: { id: Id; one: SolvedConversation }) {
  const { speech, ui, rights } = useActions();
  const { t } = speech;
  const verbs = useDraftVerbs(id);
  const [busy, setBusy] = useState(false);
  const draft = async () => {
    setBusy(true);
    await verbs.suggest(one.conversation_id);
    setBusy(false);
  };
  return (
    <>
      <p className="similar-asked">{one.asked}</p>
      <p className="similar-answer">{one.answer}</p>
      <Facts one={one} />
      <div className="review-foot">
        {rights?.reply ? (
          <Act isDisabled={busy} isPending={busy} onPress={() => void draft()}>
            {t("sim.draft")}
          </Act>
        ) : null}
        <Act
          look="quiet"
          onPress={() =>
            ui.setSide({ type: "solved", conversation: one.conversation_id, quote: "" })
          }
        >
          {t("sim.read")}
        </Act>
      </div>
    </>
  );
}

function Facts({ one }: { one: SolvedConversation }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <p className="muted">
      {t("sim.by", {
        name: one.answered_by || t("made.person.nameless"),
        date: day(one.closed_at, speech.locale),
      })}{" "}
      · {t(`sim.${one.outcome}`)} · {one.kind_title}
    </p>
  );
}

interface SolvedPanelProps {
  id: Id;
  quote: string;
  onClose: () => void;
}

/** One solved conversation, at the place that a draft rests on. */
export function SolvedPanel({ id, quote, onClose }: SolvedPanelProps) {
  const { speech, navigate } = useActions();
  const { t } = speech;
  const solved = useQuery(solvedQuery(id));
  return (
    <>
      <header className="side-head">
        <IconAct label={t("sim.back")} onPress={onClose} autoFocus>
          <ChevronLeft aria-hidden size={16} />
        </IconAct>
        <h2>{t("sim.single")}</h2>
      </header>
      <Scroll className="side-scroll" label={t("sim.single")}>
        <Loaded of={solved} skeleton={<Skeleton lines={6} />}>
          {(one) => (
            <div className="solved">
              <h3>{t("sim.asked")}</h3>
              <p>{one.asked}</p>
              <h3>{t("sim.answered")}</h3>
              <Answer text={one.answer} quote={quote} />
              <Facts one={one} />
              <Act onPress={() => navigate(`/closed/${one.conversation_id}`)}>{t("sim.open")}</Act>
            </div>
          )}
        </Loaded>
      </Scroll>
    </>
  );
}

function Answer({ text, quote }: { text: string; quote: string }) {
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0) return quote ? <Quoted text={text} /> : <p>{text}</p>;
  return (
    <>
      {at > 0 ? <p>{text.slice(0, at)}</p> : null}
      <Quoted text={quote} />
      <p>{text.slice(at + quote.length)}</p>
    </>
  );
}
