import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Languages } from "lucide-react";
import { useState } from "react";
import type { Id, Translation, TranslationNote } from "../../../shared/api";
import { useActions } from "../actions/provider";
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
      installed={Boolean(found.translator)}
      made={made}
    />
  );
}

interface ToggleProps {
  id: Id;
  seq: number;
  language: string;
  installed: boolean;
  made: Translation | undefined;
}

function Toggle({ id, seq, language, installed, made }: ToggleProps) {
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
        <QualityWords made={made} />
      </p>
    </>
  );
}

export function QualityWords({ made }: { made: Translation }) {
  const { t } = useActions().speech;
  const known = made.quality;
  if (!known) return t("tr.quality.unknown");
  return (
    <span title={known.source}>{t("tr.quality", { value: known.chr_f, set: known.test_set })}</span>
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
