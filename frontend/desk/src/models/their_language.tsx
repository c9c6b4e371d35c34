import { useMutation, useQuery } from "@tanstack/react-query";
import { Languages, SendHorizontal } from "lucide-react";
import { useState } from "react";
import type { Id } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { uuid } from "../model/uuid";
import { Act } from "../parts/button";
import { NoPair, Offer, QualityWords } from "./beside";
import { sendTranslated, translateReply, translationsQuery } from "./queries";
import { languageName, whyNot } from "./words";

interface Props {
  id: Id;
  text: string;
  onSent: () => void;
}

/** Under a reply in the writer's language: see it in the customer's, then send that, disclosed. */
export function InTheirLanguage({ id, text, onSent }: Props) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const [clientId, setClientId] = useState(uuid);
  const found = useQuery(translationsQuery(id)).data;
  const seen = useMutation({ mutationFn: (words: string) => translateReply(id, words) });
  const sent = useMutation({
    mutationFn: (translationId: Id) => sendTranslated(id, clientId, translationId),
    onSuccess: () => {
      setClientId(uuid());
      seen.reset();
      onSent();
    },
  });
  const words = text.trim();
  if (!found?.translator || found.mine === found.theirs || !words) return null;
  if (!found.reply) {
    return (
      <section className="their-language" aria-label={t("tr.label")}>
        <NoPair source={found.mine} target={found.theirs} />
      </section>
    );
  }
  const made = seen.data?.original === words ? seen.data : undefined;
  const why = whyNot(sent.error ?? seen.error, speech);
  return (
    <section className="their-language" aria-label={t("tr.label")}>
      {why ? (
        <p className="beside-note" role="alert">
          {why}
        </p>
      ) : null}
      {made ? (
        <>
          <h3>{t("tr.seen", { language: languageName(made.target, locale) })}</h3>
          <p className="bubble beside-text" lang={made.target}>
            {made.text}
          </p>
          <p className="beside-note">
            {t("tr.by", { source: languageName(made.source, locale), by: made.by })}{" "}
            <QualityWords known={made.quality} /> {t("tr.told")}
          </p>
          <div className="their-language-foot">
            <Act look="quiet" onPress={() => seen.reset()}>
              {t("tr.back")}
            </Act>
            <Act
              look="primary"
              icon={<SendHorizontal aria-hidden size={14} />}
              isPending={sent.isPending}
              onPress={() => sent.mutate(made.id)}
            >
              {t("tr.send")}
            </Act>
          </div>
        </>
      ) : (
        <>
          <Act
            look="quiet"
            icon={<Languages aria-hidden size={14} />}
            isPending={seen.isPending}
            onPress={() => seen.mutate(words)}
          >
            {t("tr.reply", { language: languageName(found.theirs, locale) })}
          </Act>
          <Offer of={found.reply} />
        </>
      )}
    </section>
  );
}
