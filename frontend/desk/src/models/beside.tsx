import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Languages } from "lucide-react";
import { useState } from "react";
import type {
  Id,
  Translation,
  TranslationNote,
  TranslationOffer,
  TranslationQuality,
} from "../../../shared/api";
import { useActions } from "../actions/provider";
import { day } from "../model/time";
import { Act } from "../parts/button";
import { translateMessage, translationsQuery } from "./queries";
import { languageName, whyNot } from "./words";

/** Beside a customer's message in another language: its translation, on request, and who made it. */
export function Beside({ seq }: { seq: number }) {
  const { detail } = useActions();
  const id = detail?.conversation.id ?? "";
  const found = useQuery({ ...translationsQuery(id), enabled: id !== "" }).data;
  const foreign = found?.foreign.find((one) => one.seq === seq);
  if (!found || !foreign) return null;
  const made = found.made.find((one) => one.seq === seq);
  return (
    <Toggle
      id={id}
      seq={seq}
      language={foreign.language}
      mine={found.mine}
      installed={Boolean(found.translator)}
      offer={foreign.offer ?? null}
      made={made}
    />
  );
}

interface ToggleProps {
  id: Id;
  seq: number;
  language: string;
  mine: string;
  installed: boolean;
  offer: TranslationOffer | null;
  made: Translation | undefined;
}

function Toggle({ id, seq, language, mine, installed, offer, made }: ToggleProps) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const client = useQueryClient();
  const [shown, setShown] = useState(true);
  const asked = useMutation({
    mutationFn: () => translateMessage(id, seq),
    onSuccess: () => {
      setShown(true);
      void client.invalidateQueries({ queryKey: translationsQuery(id).queryKey });
    },
  });
  if (!installed && !made) return <p className="beside-note">{t("tr.none")}</p>;
  if (!offer && !made) return <NoPair source={language} target={mine} />;
  const text = made ?? asked.data;
  const why = whyNot(asked.error, speech);
  return (
    <div className="beside">
      {text && shown ? <Shown made={text} /> : null}
      {why ? (
        <p className="beside-note" role="alert">
          {why}
        </p>
      ) : null}
      <Act
        look="quiet"
        icon={<Languages aria-hidden size={14} />}
        isPending={asked.isPending}
        onPress={() => (text ? setShown(!shown) : asked.mutate())}
      >
        {text
          ? t(shown ? "tr.hide" : "tr.show")
          : t("tr.translate", { language: languageName(language, locale) })}
      </Act>
      {offer && !text ? <Offer of={offer} /> : null}
    </div>
  );
}

function Shown({ made }: { made: Translation }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  return (
    <>
      <p className="bubble beside-text" lang={made.target}>
        {made.text}
      </p>
      <p className="beside-note">
        {t("tr.by", { source: languageName(made.source, locale), by: made.by })}{" "}
        <QualityWords known={made.quality} />
      </p>
    </>
  );
}

/** Before anything is asked: who would translate, and how well. */
export function Offer({ of }: { of: TranslationOffer }) {
  const { t } = useActions().speech;
  return (
    <p className="beside-note">
      {t("tr.offer", { by: of.by })} <QualityWords known={of.quality} />
    </p>
  );
}

/** A translator is installed, but not for these two languages. */
export function NoPair({ source, target }: { source: string; target: string }) {
  const { t, locale } = useActions().speech;
  const named = { source: languageName(source, locale), target: languageName(target, locale) };
  return <p className="beside-note">{t("tr.noPair", named)}</p>;
}

export function QualityWords({ known }: { known: TranslationQuality | null | undefined }) {
  const { t, n, locale } = useActions().speech;
  if (!known) return t("tr.quality.unknown");
  const figure = { value: n(known.chr_f), set: known.test_set };
  return (
    <span title={known.source}>
      {known.measured_on
        ? t("tr.quality.measured", { ...figure, day: day(known.measured_on, locale) })
        : t("tr.quality", figure)}{" "}
      {known.rough ? t("tr.rough") : null}
    </span>
  );
}

/** Under a message that was sent in translation: what its author wrote. */
export function Wrote({ note }: { note: TranslationNote | undefined }) {
  const { t, locale } = useActions().speech;
  if (!note) return null;
  const named = { language: languageName(note.source, locale), target: note.target, by: note.by };
  return (
    <div className="beside">
      <p className="beside-note">
        {t("tr.wrote", { ...named, target: languageName(note.target, locale) })}
      </p>
      <p className="bubble beside-text" lang={note.source}>
        {note.original}
      </p>
    </div>
  );
}
