import { useState } from "react";
import type { WebhookSecret } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { useChange } from "../api/change";
import { call } from "../api/client";
import { Ask } from "../parts/dialog";
import { Check, CheckChoice, Field } from "../parts/field";
import { kinds, kindWords } from "./kinds";
import { webhooksQuery } from "./queries";

interface AddProps {
  onClose: () => void;
  onMade: (made: WebhookSecret) => void;
}

export function AddWebhook({ onClose, onMade }: AddProps) {
  const { speech } = useActions();
  const { t } = speech;
  const change = useChange(webhooksQuery.queryKey);
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<string[]>(["conversation.handed_off"]);
  const [texts, setTexts] = useState(false);
  const add = () => {
    const wish = { url: url.trim(), kinds: chosen, texts };
    return change(async () => onMade(await call<WebhookSecret>("POST", "/webhooks", wish)));
  };
  return (
    <Ask
      title={t("int.hooks.add")}
      intro={`${t("int.hooks.add.intro")} ${t("int.hooks.url.hint")}`}
      submit={t("int.hooks.add")}
      onClose={onClose}
      onSubmit={add}
    >
      <Field label={t("int.hooks.url")} value={url} onChange={setUrl} isRequired autoFocus />
      <CheckChoice
        label={t("int.hooks.kinds")}
        value={chosen}
        onChange={setChosen}
        options={kinds.map((kind) => ({ value: kind, label: kindWords(kind, t) }))}
      />
      <Check isSelected={texts} onChange={setTexts}>
        {t("int.hooks.texts.send")}
      </Check>
    </Ask>
  );
}
