import {
  CircleCheck,
  CircleHelp,
  CircleX,
  type LucideIcon,
  OctagonAlert,
  Users,
} from "lucide-react";
import type { RefObject } from "react";
import { Button } from "react-aria-components";
import type { Sample, Verdict } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { verdictKeys, verdicts } from "../../actions/judging";
import { useSpeech } from "../../i18n";
import { Act, Keys } from "../../parts/button";
import { useSingleKeys } from "../../settings";

export const verdictIcon: Record<Verdict, LucideIcon> = {
  right: CircleCheck,
  wrong: CircleX,
  harmful: OctagonAlert,
  unclear: CircleHelp,
};

interface VerdictCardProps {
  sample: Sample;
  note: string;
  noteRef: RefObject<HTMLTextAreaElement | null>;
  onNote: (text: string) => void;
  /** Leaves the note, so that the keys judge again. */
  onRest: () => void;
  onGive: (verdict: Verdict) => void;
  /** To the next answer without a verdict; null where there is none. */
  onSkip: (() => void) | null;
  isBusy: boolean;
  isOnline: boolean;
  said: Verdict | null;
}

export function VerdictCard(props: VerdictCardProps) {
  const { t } = useSpeech();
  const { sample, isOnline, said } = props;
  return (
    <section className="card jud-verdict" aria-label={t("jud.verdict")}>
      <h2>{t("jud.verdict")}</h2>
      {sample.second_wanted ? (
        <p className="jud-second">
          <Users aria-hidden size={16} />
          <span>{t("jud.second")}</span>
        </p>
      ) : null}
      <Note {...props} />
      <div className="jud-buttons">
        {verdicts.map((verdict) => (
          <VerdictButton key={verdict} verdict={verdict} {...props} />
        ))}
      </div>
      <p className="jud-final">{t(isOnline ? "jud.final" : "jud.offline")}</p>
      <div className="jud-foot">
        <p role="status">{said ? t("jud.sent.next", { verdict: t(`jud.${said}`) }) : null}</p>
        {props.onSkip ? (
          <Act look="quiet" keys={keysOf("judge_skip")} onPress={props.onSkip}>
            {t("act.judge.next")}
          </Act>
        ) : null}
      </div>
    </section>
  );
}

function Note({ note, noteRef, onNote, onRest }: VerdictCardProps) {
  const { t } = useSpeech();
  const single = useSingleKeys();
  return (
    <div className="field">
      <label htmlFor="jud-note">
        {t("jud.note")} {single ? <Keys of={keysOf("judge_note") ?? ""} /> : null}
      </label>
      <textarea
        id="jud-note"
        ref={noteRef}
        rows={2}
        maxLength={2000}
        aria-describedby="jud-note-hint"
        value={note}
        onChange={(event) => onNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onRest();
        }}
      />
      <small id="jud-note-hint" className="muted">
        {t("jud.note.hint")}
      </small>
    </div>
  );
}

function VerdictButton({
  verdict,
  onGive,
  isBusy,
  isOnline,
}: VerdictCardProps & { verdict: Verdict }) {
  const { t } = useSpeech();
  const single = useSingleKeys();
  const Icon = verdictIcon[verdict];
  return (
    <Button
      className="jud-button"
      data-verdict={verdict}
      isDisabled={isBusy || !isOnline}
      onPress={() => onGive(verdict)}
    >
      <Icon aria-hidden size={18} />
      <span>
        <b>{t(`jud.${verdict}`)}</b>
        <small>{t(`jud.${verdict}.hint`)}</small>
      </span>
      {single ? <Keys of={verdictKeys[verdict]} /> : null}
    </Button>
  );
}
