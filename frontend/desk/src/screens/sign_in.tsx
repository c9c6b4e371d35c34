import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import type { Me } from "../../../shared/api";
import { call, Refused } from "../api/client";
import { useOnline } from "../api/live";
import { sessionQuery } from "../api/queries";
import { useSpeech } from "../i18n";
import { outbox } from "../model/outbox";
import { Act } from "../parts/button";
import { Field } from "../parts/field";
import { errorWords } from "../parts/states";

const writerKey = "handrail.writer";

/** What someone else left unsent in this tab is not mine to see or send. */
function keepOnlyOwnWriting(id: string): void {
  if (sessionStorage.getItem(writerKey) !== id) {
    outbox.clear();
    sessionStorage.clear();
  }
  sessionStorage.setItem(writerKey, id);
}

export function SignIn({ ended }: { ended: boolean }) {
  const speech = useSpeech();
  const { t, locale, setLocale } = speech;
  const client = useQueryClient();
  const online = useOnline();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!email.trim() || !password) return setFault(t("signin.missing"));
    setBusy(true);
    setFault(null);
    try {
      const { staff } = await call<{ staff: Me }>("POST", "/session", {
        email: email.trim(),
        password,
      });
      keepOnlyOwnWriting(staff.id);
      client.setQueryData(sessionQuery.queryKey, staff);
    } catch (error) {
      const wrong = error instanceof Refused && (error.status === 401 || error.status === 400);
      setFault(wrong ? t("signin.wrong") : errorWords(error, speech));
      setBusy(false);
    }
  };

  return (
    <main className="signin">
      <div className="signin-card">
        <img src="/desk/icon.svg" alt="" width="40" height="40" />
        <h1>{t("signin.title")}</h1>
        <p role="status">{t(ended ? "signin.ended" : "signin.lead")}</p>
        <Form onSubmit={submit} className="signin-form">
          <Field
            label={t("signin.email")}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={setEmail}
            autoFocus
          />
          <Field
            label={t("signin.password")}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          <p className="signin-fault" role="alert">
            {online ? fault : t("problem.network")}
          </p>
          <Act look="primary" type="submit" isPending={busy} isDisabled={!online}>
            {t(busy ? "signin.busy" : "signin.submit")}
          </Act>
        </Form>
        <button
          type="button"
          className="link"
          lang={locale === "en" ? "de" : "en"}
          onClick={() => setLocale(locale === "en" ? "de" : "en")}
        >
          {locale === "en" ? "Deutsch" : "English"}
        </button>
      </div>
    </main>
  );
}
