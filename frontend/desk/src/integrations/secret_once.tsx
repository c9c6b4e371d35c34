import { Check, Copy } from "lucide-react";
import { useState } from "react";
import type { WebhookSecret } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { Sheet } from "../parts/dialog";
import { Field } from "../parts/field";

/** The only time the secret is seen, so nothing but the person's own word closes it. */
export function SecretOnce({ made, onClose }: { made: WebhookSecret; onClose: () => void }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(made.secret);
    setCopied(true);
  };
  return (
    <Sheet title={t("int.secret.title")} onClose={onClose} keepOpen>
      <div className="dialog-body">
        <p className="dialog-intro">
          {t("int.secret")}{" "}
          {made.previous_until
            ? t("int.secret.overlap", { time: dayAndClock(made.previous_until, locale) })
            : null}
        </p>
        <div className="key-row">
          <Field label={t("int.secret.label")} value={made.secret} isReadOnly />
          <Act
            icon={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
            onPress={() => void copy()}
          >
            {t(copied ? "do.copied" : "do.copy")}
          </Act>
        </div>
        <footer className="dialog-foot">
          <Act look="primary" onPress={onClose}>
            {t("int.secret.have")}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}
