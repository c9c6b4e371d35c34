import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookSecret } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { Ask } from "../parts/dialog";
import { Check, CheckChoice, Field } from "../parts/field";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import { kinds, kindWords } from "./kinds";
import { webhooksQuery } from "./queries";

interface AddProps {
  onClose: () => void;
  onMade: (made: WebhookSecret) => void;
}

export function AddWebhook({ onClose, onMade }: AddProps) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<string[]>(["conversation.handed_off"]);
  const [texts, setTexts] = useState(false);
  const add = async () => {
    const wish = { url: url.trim(), kinds: chosen, texts };
    try {
      onMade(await call<WebhookSecret>("POST", "/webhooks", wish));
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
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
