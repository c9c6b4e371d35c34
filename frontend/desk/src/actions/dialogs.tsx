import { useState } from "react";
import type { AiMay, Id } from "../../../shared/api";
import { WrapUpPanel } from "../beside/wrap_up";
import { Ask } from "../parts/dialog";
import { Field, RadioChoice } from "../parts/field";
import { CertifyAll } from "../screens/autonomy/issue";
import { KeyMap } from "./keymap";
import { Palette } from "./palette";
import { useActions } from "./provider";

/** The one dialog that is open, if any. */
export function Dialogs() {
  const { ui } = useActions();
  const close = ui.closeDialog;
  const id = ui.dialog?.conversation ?? "";
  switch (ui.dialog?.name) {
    case "palette":
      return <Palette />;
    case "keys":
      return <KeyMap onClose={close} />;
    case "hand_back":
      return <HandBack id={id} onClose={close} />;
    case "close":
      return <CloseConversation id={id} onClose={close} />;
    case "take_over":
      return <TakeOver id={id} onClose={close} />;
    case "stop_ai":
      return <StopAi onClose={close} />;
    case "start_ai":
      return <StartAi onClose={close} />;
    case "certify_all":
      return <CertifyAll onClose={close} />;
    default:
      return null;
  }
}

interface OnOne {
  id: Id;
  onClose: () => void;
}

function HandBack({ id, onClose }: OnOne) {
  const { verbs, speech } = useActions();
  const { t } = speech;
  const [aiMay, setAiMay] = useState<AiMay>("answer");
  const [note, setNote] = useState("");
  return (
    <Ask
      title={t("back.title")}
      intro={t("back.intro")}
      submit={t("act.handBack")}
      onClose={onClose}
      onSubmit={() => verbs.handBack(id, aiMay, note)}
    >
      <RadioChoice<AiMay>
        label={t("back.may")}
        value={aiMay}
        onChange={setAiMay}
        options={[
          { value: "answer", label: t("back.answer"), hint: t("back.answer.hint") },
          { value: "how_to_only", label: t("back.how_to_only"), hint: t("back.how_to_only.hint") },
        ]}
      />
      <Field label={t("back.note")} rows={2} value={note} onChange={setNote} />
    </Ask>
  );
}

function CloseConversation({ id, onClose }: OnOne) {
  const { verbs, speech } = useActions();
  const { t } = speech;
  const [reason, setReason] = useState("");
  const closeNow = async () => {
    if (await verbs.close(id, reason)) onClose();
  };
  return (
    <Ask
      title={t("close.title")}
      intro={t("close.intro")}
      submit={t("act.close")}
      onClose={onClose}
      onSubmit={() => verbs.close(id, reason)}
    >
      <WrapUpPanel id={id} onAccepted={() => void closeNow()} />
      <Field label={t("close.reason")} value={reason} onChange={setReason} autoFocus />
    </Ask>
  );
}

function TakeOver({ id, onClose }: OnOne) {
  const { verbs, speech, rights, detail } = useActions();
  const { t } = speech;
  const [reason, setReason] = useState("");
  const open = detail?.conversation.id === id ? rights?.takeOverFrom : null;
  const name = open ?? t("made.person.nameless");
  return (
    <Ask
      title={t("take.title", { name })}
      intro={t("take.intro", { name })}
      submit={t("act.takeOver")}
      onClose={onClose}
      onSubmit={() => verbs.takeOver(id, reason)}
    >
      <Field label={t("take.reason")} value={reason} onChange={setReason} isRequired autoFocus />
    </Ask>
  );
}

function StopAi({ onClose }: { onClose: () => void }) {
  const { verbs, speech, desk } = useActions();
  const { t } = speech;
  const [reason, setReason] = useState("");
  return (
    <Ask
      danger
      title={t("sup.stop.title")}
      intro={t("sup.stop.intro", { n: desk?.counts.ai ?? 0 })}
      submit={t("sup.stop")}
      onClose={onClose}
      onSubmit={() => verbs.switchAi(true, reason)}
    >
      <Field
        label={t("sup.stop.reason")}
        hint={t("sup.stop.reasonHint")}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
      />
    </Ask>
  );
}

function StartAi({ onClose }: { onClose: () => void }) {
  const { verbs, speech } = useActions();
  const { t } = speech;
  return (
    <Ask
      title={t("sup.start.title")}
      intro={t("sup.start.intro")}
      submit={t("sup.start")}
      onClose={onClose}
      onSubmit={() => verbs.switchAi(false, "")}
    />
  );
}
