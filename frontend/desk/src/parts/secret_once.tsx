import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useActions } from "../actions/provider";
import { Act } from "./button";
import { Sheet } from "./dialog";
import { Field } from "./field";

interface SecretOnceProps {
  title: string;
  intro: string;
  label: string;
  secret: string;
  /** What the person says when they have kept it. */
  have: string;
  onClose: () => void;
}

/** The only time a secret is seen, so nothing but the person's own word closes it. */
export function SecretOnce({ title, intro, label, secret, have, onClose }: SecretOnceProps) {
  const { speech } = useActions();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <Sheet title={title} onClose={onClose} keepOpen>
      <div className="dialog-body">
        <p className="dialog-intro">{intro}</p>
        <div className="key-row">
          <Field label={label} value={secret} isReadOnly />
          <Act
            icon={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
            onPress={() => void copy()}
          >
            {speech.t(copied ? "do.copied" : "do.copy")}
          </Act>
        </div>
        <footer className="dialog-foot">
          <Act look="primary" onPress={onClose}>
            {have}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}
