import type { Judgement, Sample } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { together } from "../../model/judging";
import { dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { AnswerCard } from "./answer";
import { verdictIcon } from "./verdict";

interface JudgedListProps {
  judged: readonly Sample[];
  more: (() => void) | null;
  isLoading: boolean;
}

/** Answers with their verdicts, and whether two people said the same. */
export function JudgedList({ judged, more, isLoading }: JudgedListProps) {
  const { t } = useSpeech();
  return (
    <div className="jud-list">
      {judged.map((sample) => (
        <div key={sample.decision_id} className="jud">
          <AnswerCard sample={sample} />
          <div className="card jud-said">
            <ul>
              {sample.judgements.map((one) => (
                <Said key={`${one.by}/${one.who}`} judgement={one} />
              ))}
            </ul>
            <Agreement sample={sample} />
          </div>
        </div>
      ))}
      {more ? (
        <Act onPress={more} isPending={isLoading}>
          {t("do.more")}
        </Act>
      ) : null}
    </div>
  );
}

function Said({ judgement }: { judgement: Judgement }) {
  const { t, locale } = useSpeech();
  const Icon = verdictIcon[judgement.verdict];
  return (
    <li data-verdict={judgement.verdict}>
      <Icon aria-hidden size={16} />
      <span>
        <b>
          {t(`jud.by.${judgement.by}`, {
            name: judgement.name,
            verdict: t(`jud.${judgement.verdict}`),
          })}
        </b>{" "}
        <time className="muted" dateTime={judgement.at}>
          {dayAndClock(judgement.at, locale)}
        </time>
        {judgement.note ? <q>{judgement.note}</q> : null}
      </span>
    </li>
  );
}

function Agreement({ sample }: { sample: Sample }) {
  const { t } = useSpeech();
  const both = together(sample.judgements);
  if (both.kind === "agree") {
    return (
      <span className="badge" data-tone="good">
        {t("jud.agree", { verdict: t(`jud.${both.verdict}`) })}
      </span>
    );
  }
  if (both.kind === "disagree") {
    return (
      <span className="badge" data-tone="late">
        {t("jud.disagree")}
      </span>
    );
  }
  return sample.second_wanted ? <span className="badge">{t("jud.waitsSecond")}</span> : null;
}
