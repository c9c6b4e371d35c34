import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import type { GapDetail } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useOnline } from "../api/live";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { Ask } from "../parts/dialog";
import { Field, RadioChoice } from "../parts/field";
import { errorWords, Loaded, Skeleton } from "../parts/states";
import { toast } from "../parts/toasts";
import { Card, Page } from "../screens/page";
import { gapQuery } from "./queries";

/** One article to write: the questions on one side, the draft that a person edits on the other. */
export function GapPage({ id }: { id: string }) {
  const { speech } = useActions();
  const { t } = speech;
  const gap = useQuery(gapQuery(id));
  return (
    <Page
      title={gap.data?.title ?? t("gap.title")}
      actions={
        <Link to="/gaps" className="link">
          {t("gap.back")}
        </Link>
      }
    >
      <Loaded of={gap} skeleton={<Skeleton lines={8} tall />}>
        {(data) => (
          <div className="gap-page">
            {data.state === "open" ? <Editor key={id} gap={data} /> : <Decided gap={data} />}
            <Questions gap={data} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Questions({ gap }: { gap: GapDetail }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  return (
    <Card title={t("gap.asked")} hint={t("gap.asked.hint")}>
      <ul className="gap-asked">
        {gap.questions.map((one) => (
          <li key={`${one.conversation_id}/${one.at}`}>
            <q>{one.text}</q>
            <p className="muted gap-facts">
              <time dateTime={one.at}>{dayAndClock(one.at, locale)}</time>
              {one.handed_off ? <span>{t("gap.one.handedOff")}</span> : null}
              {one.repeated ? <span>{t("gap.one.repeated")}</span> : null}
              <Link to={`/all/${one.conversation_id}`} className="link">
                {t("gap.conversation")}
              </Link>
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Audience = "customer" | "staff";

function Editor({ gap }: { gap: GapDetail }) {
  const { speech } = useActions();
  const { t } = speech;
  const online = useOnline();
  const [title, setTitle] = useState(gap.title);
  const [text, setText] = useState(gap.draft);
  const [audience, setAudience] = useState<Audience>("customer");
  const [asked, ask] = useState<"publish" | "dismiss" | null>(null);
  const { busy, send } = useDeciding(gap.id);
  const ready = Boolean(title.trim()) && online && !busy;
  const body = { title: title.trim(), text: text.trim(), audience };
  return (
    <Card title={t("gap.draft")} hint={t(gap.draft ? "gap.draft.hint" : "gap.draft.none")}>
      <div className="gap-editor">
        <Field label={t("gap.field.title")} value={title} onChange={setTitle} maxLength={200} />
        <Field
          label={t("gap.field.text")}
          hint={t("gap.field.text.hint")}
          rows={12}
          value={text}
          onChange={setText}
          maxLength={20000}
        />
        <RadioChoice<Audience>
          label={t("gap.audience")}
          value={audience}
          onChange={setAudience}
          options={[
            { value: "customer", label: t("gap.audience.customer") },
            { value: "staff", label: t("gap.audience.staff") },
          ]}
        />
        {online ? null : <p className="muted">{t("gap.offline")}</p>}
        <div className="gap-buttons">
          <Act look="primary" isDisabled={!ready || !text.trim()} onPress={() => ask("publish")}>
            {t("gap.publish")}
          </Act>
          <Act
            isDisabled={!ready}
            onPress={() =>
              void send("PUT", "draft", { title: body.title, draft: body.text }, "gap.saved")
            }
          >
            {t("gap.save")}
          </Act>
          <Act look="quiet" isDisabled={!online || busy} onPress={() => ask("dismiss")}>
            {t("gap.dismiss")}
          </Act>
        </div>
      </div>
      {asked === "publish" ? (
        <Ask
          title={t("gap.publish.title")}
          intro={t(`gap.publish.intro.${audience}`)}
          submit={t("gap.publish")}
          onClose={() => ask(null)}
          onSubmit={() => send("POST", "article", body, "gap.published")}
        />
      ) : null}
      {asked === "dismiss" ? (
        <Dismiss
          onClose={() => ask(null)}
          onSend={(because) => send("POST", "dismissal", { because }, "gap.dismissed")}
        />
      ) : null}
    </Card>
  );
}

interface DismissProps {
  onClose: () => void;
  onSend: (because: string) => Promise<boolean>;
}

function Dismiss({ onClose, onSend }: DismissProps) {
  const { speech } = useActions();
  const { t } = speech;
  const [because, setBecause] = useState("");
  return (
    <Ask
      title={t("gap.dismiss.title")}
      intro={t("gap.dismiss.intro")}
      submit={t("gap.dismiss")}
      onClose={onClose}
      onSubmit={() => onSend(because.trim())}
    >
      <Field
        label={t("gap.dismiss.why")}
        value={because}
        onChange={setBecause}
        maxLength={500}
        isRequired
        autoFocus
      />
    </Ask>
  );
}

function Decided({ gap }: { gap: GapDetail }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const when = gap.decided_at ? dayAndClock(gap.decided_at, locale) : "";
  return (
    <Card
      title={t(`gap.state.${gap.state}`)}
      hint={t("gap.decided", { name: gap.decided_by ?? "", when })}
    >
      {gap.because ? <p>{gap.because}</p> : null}
      {gap.slug ? <p className="gap-text">{gap.draft}</p> : null}
    </Card>
  );
}

/** Sends a decision; what the server says next is shown, also where somebody else was faster. */
function useDeciding(id: string) {
  const client = useQueryClient();
  const { speech } = useActions();
  const [busy, setBusy] = useState(false);
  const send = async (
    method: "PUT" | "POST",
    what: string,
    body: object,
    said: "gap.saved" | "gap.published" | "gap.dismissed",
  ): Promise<boolean> => {
    setBusy(true);
    try {
      const now = await call<GapDetail>(method, `/gaps/${encodeURIComponent(id)}/${what}`, body);
      client.setQueryData(gapQuery(id).queryKey, now);
      toast("done", speech.t(said));
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      void client.invalidateQueries({ queryKey: gapQuery(id).queryKey });
      return false;
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ["gaps"] });
    }
  };
  return { busy, send };
}
