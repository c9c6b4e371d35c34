import { useState } from "react";
import type { KindAutonomy } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { percent, roughly } from "../../model/figures";
import { has } from "../../model/rights";
import { day, dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { Ask } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { Fact } from "../workspace/why";
import { useCertificates } from "./verbs";

/** The evidence of the window and the certificate that rests on it, with the way to suspend it. */
export function CertificateFacts({ kind }: { kind: KindAutonomy }) {
  const { speech, me } = useActions();
  const { t, locale, n } = speech;
  const [asked, ask] = useState(false);
  const { certificate } = kind;
  return (
    <div className="aut-facts">
      <h4>{t("aut.evidence")}</h4>
      <dl className="facts">
        <Fact name={t("aut.evidence.judged")}>{n(kind.judged)}</Fact>
        <Fact name={t("aut.evidence.errors")}>{n(kind.errors)}</Fact>
        <Fact name={t("aut.evidence.turns")}>{n(kind.turns)}</Fact>
        <Fact name={t("aut.evidence.perDay")}>{roughly(kind.turns_per_day, locale)}</Fact>
        {typeof kind.next_look === "number" ? (
          <Fact name={t("aut.evidence.next")}>
            {t("aut.evidence.nextIs", { n: n(kind.next_look) })}
          </Fact>
        ) : null}
        {typeof kind.alpha === "number" && typeof kind.delta === "number" ? (
          <Fact name={t("aut.evidence.bound")}>
            {t("aut.evidence.boundIs", {
              alpha: percent(kind.alpha, locale),
              sure: percent(1 - kind.delta, locale),
            })}
          </Fact>
        ) : null}
      </dl>
      <h4>{t("aut.cert")}</h4>
      {certificate ? (
        <dl className="facts">
          <Fact name={t("aut.cert.issued")}>
            {t("aut.cert.issuedBy", {
              time: dayAndClock(certificate.issued_at, locale),
              name: certificate.issued_by,
            })}
          </Fact>
          <Fact name={t("aut.cert.until")}>{day(certificate.valid_until, locale)}</Fact>
          <Fact name={t("aut.cert.window")}>
            {t("aut.cert.windowIs", {
              from: day(certificate.window_from, locale),
              to: day(certificate.window_to, locale),
            })}
          </Fact>
          <Fact name={t("aut.cert.versions")}>
            {t("aut.cert.versionsAre", {
              policy: certificate.policy_version,
              signals: certificate.signals_version,
            })}
          </Fact>
          {certificate.suspended_at ? (
            <Fact name={t("aut.cert.suspended")}>
              {dayAndClock(certificate.suspended_at, locale)}. {certificate.suspended_because}
            </Fact>
          ) : null}
        </dl>
      ) : (
        <p className="muted">{t("aut.cert.none")}</p>
      )}
      {kind.status === "certified" && certificate && has(me, "steward") ? (
        <Act onPress={() => ask(true)}>{t("aut.suspend")}</Act>
      ) : null}
      {asked && certificate ? (
        <Suspend id={certificate.id} title={kind.title} onClose={() => ask(false)} />
      ) : null}
    </div>
  );
}

interface SuspendProps {
  id: string;
  title: string;
  onClose: () => void;
}

function Suspend({ id, title, onClose }: SuspendProps) {
  const { speech } = useActions();
  const { t } = speech;
  const { suspend } = useCertificates();
  const [reason, setReason] = useState("");
  return (
    <Ask
      danger
      title={t("aut.suspend.title", { kind: title })}
      intro={t("aut.suspend.intro")}
      submit={t("aut.suspend")}
      onClose={onClose}
      onSubmit={() => suspend(id, reason)}
    >
      <Field
        label={t("aut.suspend.reason")}
        hint={t("aut.suspend.reasonHint")}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={500}
      />
    </Ask>
  );
}
