import { useQuery } from "@tanstack/react-query";
import { CloudOff, Sparkles } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import type { DraftAnswer, Id, OpenDraft } from "../../../shared/api";
import { keysOf } from "../actions/actions";
import { useActions } from "../actions/provider";
import { useOnline } from "../api/live";
import { Act } from "../parts/button";
import { Loaded, Skeleton } from "../parts/states";
import { Choose, ChosenFirst } from "./choose";
import { Claims } from "./claims";
import { draftQuery } from "./queries";
import { useDraftVerbs } from "./verbs";

interface SuggestionProps {
  id: Id;
  /** Whether its words are in the composer. */
  used: boolean;
  onUse: (draft: OpenDraft) => void;
}

/** A draft for the person who leads: theirs to ask for, use, change or leave; it never sends itself. */
export function Suggestion({ id, used, onUse }: SuggestionProps) {
  const { speech, ui } = useActions();
  const { t } = speech;
  const answer = useQuery(draftQuery(id));
  const verbs = useDraftVerbs(id);
  const [busy, setBusy] = useState(false);
  const draft = answer.data?.draft ?? null;
  const doing = async (work: Promise<boolean>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const does = useRef({ suggest: () => {}, use: () => {}, dismiss: () => {} });
  does.current = {
    suggest: () => void (busy || doing(verbs.suggest())),
    use: () => draft && !draft.hidden && onUse(draft),
    dismiss: () => void (draft && !busy && doing(verbs.dismiss(draft))),
  };
  useLayoutEffect(() => {
    const { current } = ui.handles;
    current.draft = {
      suggest: () => does.current.suggest(),
      use: () => does.current.use(),
      dismiss: () => does.current.dismiss(),
    };
    return () => {
      current.draft = null;
    };
  }, [ui.handles]);
  return (
    <section className="review review-offer" aria-label={t("dra.title")} aria-busy={busy}>
      <Loaded of={answer} skeleton={<Skeleton lines={2} />}>
        {(data) =>
          data.draft ? (
            <Offered id={id} draft={data.draft} used={used} busy={busy} does={does.current} />
          ) : (
            <NoDraft data={data} busy={busy} onAsk={does.current.suggest} />
          )
        }
      </Loaded>
    </section>
  );
}

interface OfferedProps {
  id: Id;
  draft: OpenDraft;
  used: boolean;
  busy: boolean;
  does: { suggest: () => void; use: () => void; dismiss: () => void };
}

function Offered({ id, draft, used, busy, does }: OfferedProps) {
  const { speech } = useActions();
  const { t } = speech;
  if (draft.hidden) {
    return (
      <>
        <h2>{t("dra.title")}</h2>
        <Choose id={id} draft={draft} />
      </>
    );
  }
  return (
    <>
      <header>
        <h2>{t("dra.title")}</h2>
        {used ? <span className="badge">{t("dra.used")}</span> : null}
      </header>
      <ChosenFirst draft={draft} />
      <Claims id={id} draft={draft} />
      <div className="review-foot">
        <Act keys={keysOf("use_draft")} isDisabled={used || busy} onPress={does.use}>
          {t("draft.use")}
        </Act>
        <Act
          look="quiet"
          keys={keysOf("suggest_draft")}
          isDisabled={busy}
          isPending={busy}
          onPress={does.suggest}
        >
          {t("dra.again")}
        </Act>
        <Act look="quiet" keys={keysOf("dismiss_draft")} isDisabled={busy} onPress={does.dismiss}>
          {t("dra.dismiss")}
        </Act>
      </div>
    </>
  );
}

interface NoDraftProps {
  data: DraftAnswer;
  busy: boolean;
  onAsk: () => void;
}

function NoDraft({ data, busy, onAsk }: NoDraftProps) {
  const { speech } = useActions();
  const { t } = speech;
  const online = useOnline();
  return (
    <div className="review-foot">
      {data.why_none ? (
        <p role="status">{t(`dra.none.${data.why_none}`, { language: data.language ?? "" })}</p>
      ) : null}
      <Act
        icon={<Sparkles aria-hidden size={14} />}
        keys={keysOf("suggest_draft")}
        isDisabled={busy || !online}
        isPending={busy}
        onPress={onAsk}
      >
        {t(busy ? "dra.making" : "act.suggestDraft")}
      </Act>
      {online ? null : (
        <span className="muted" role="status">
          <CloudOff aria-hidden size={14} /> {t("dra.offline")}
        </span>
      )}
    </div>
  );
}
