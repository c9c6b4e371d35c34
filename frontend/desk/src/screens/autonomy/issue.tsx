import type { CurvePoint, KindAutonomy } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { confidence } from "../../model/figures";
import { Ask } from "../../parts/dialog";
import { useCertificates } from "./verbs";

interface IssueProps {
  kind: KindAutonomy;
  at: CurvePoint;
  onClose: () => void;
}

export function Issue({ kind, at, onClose }: IssueProps) {
  const { t, locale } = useSpeech();
  const { issue } = useCertificates();
  // At the lowest the server's own sum counts, which may know of answers judged since this page loaded.
  const threshold = at.threshold === kind.lowest ? null : at.threshold;
  return (
    <Ask
      title={t("aut.issue.title", { kind: kind.title })}
      intro={t("aut.issue.intro", { threshold: confidence(at.threshold, locale) })}
      submit={t("aut.issue")}
      onClose={onClose}
      onSubmit={() => issue(kind, threshold)}
    />
  );
}

/** Certificates for every kind at once; also from the palette. */
export function CertifyAll({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const { issueAll } = useCertificates();
  return (
    <Ask
      title={t("aut.issueAll.title")}
      intro={t("aut.issueAll.intro")}
      submit={t("aut.issueAll")}
      onClose={onClose}
      onSubmit={issueAll}
    />
  );
}
