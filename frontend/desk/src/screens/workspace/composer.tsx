import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { Detail } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { outbox } from "../../model/outbox";
import { Act } from "../../parts/button";
import { useWriting } from "./drafts";
import { DraftOffer } from "./review";

const longest = 8_000;
const sayLeftBelow = 500;

/** Writes a reply, which the customer reads, or a note, which only staff read. */
export function Composer({ detail }: { detail: Detail }) {
  const { rights, ui, speech, verbs } = useActions();
  const { t } = speech;
  const row = detail.conversation;
  const mode = rights?.reply ? ui.mode : "note";
  const [text, setText] = useWriting(row.id, mode);
  const [draftId, setDraftId] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const left = longest - text.trim().length;
  const ready = text.trim().length > 0 && left >= 0;

  useEffect(() => {
    if (ui.composeCount > 0) box.current?.focus();
  }, [ui.composeCount]);

  const send = async () => {
    if (!ready) return;
    const written = text.trim();
    setText("");
    if (mode === "reply") {
      outbox.post(row.id, written, draftId);
      setDraftId(null);
    } else if (!(await verbs.addNote(row.id, written))) setText(written);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
    if (event.key === "Escape") box.current?.blur();
  };
  const label =
    mode === "reply"
      ? t("composer.replyLabel", { name: row.customer.name ?? t("row.anonymous") })
      : t("composer.noteLabel");
  return (
    <div className="composer" data-mode={mode}>
      {rights?.reply ? null : <WhyNoReply detail={detail} />}
      {rights?.reply && detail.draft && !draftId ? (
        <DraftOffer
          draft={detail.draft}
          onUse={(draft) => {
            ui.compose("reply");
            setText(draft.text);
            setDraftId(draft.id);
          }}
        />
      ) : null}
      <div className="composer-box">
        <ModeSwitch mode={mode} canReply={Boolean(rights?.reply)} />
        <textarea
          ref={box}
          aria-label={label}
          placeholder={label}
          value={text}
          rows={3}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          aria-invalid={left < 0 || undefined}
        />
        <div className="composer-foot">
          <span className="composer-hint" role="status">
            {left < 0
              ? t("composer.tooLong", { n: -left })
              : left < sayLeftBelow
                ? t("composer.left", { n: left })
                : t("composer.hint")}
          </span>
          <Act
            look="primary"
            icon={<SendHorizontal aria-hidden size={14} />}
            isDisabled={!ready}
            onPress={() => void send()}
          >
            {t(mode === "reply" ? "composer.send" : "composer.addNote")}
          </Act>
        </div>
      </div>
    </div>
  );
}

function ModeSwitch({ mode, canReply }: { mode: "reply" | "note"; canReply: boolean }) {
  const { ui, speech } = useActions();
  const { t } = speech;
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={t("composer.mode")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => ui.compose([...keys][0] as "reply" | "note")}
    >
      <ToggleButton id="reply" className="segment" isDisabled={!canReply}>
        {t("composer.reply")}
      </ToggleButton>
      <ToggleButton id="note" className="segment">
        {t("composer.note")}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

/** Says who leads and what would let me reply, with the button that does it. */
function WhyNoReply({ detail }: { detail: Detail }) {
  const { rights, run, speech, verbs } = useActions();
  const { t } = speech;
  const row = detail.conversation;
  const words =
    row.state === "person"
      ? t("composer.other", { name: row.owner.staff?.name ?? t("made.person.nameless") })
      : t(`composer.${row.state}`);
  return (
    <div className="composer-why">
      <span>{words}</span>
      {rights?.accept ? (
        <Act look="primary" keys={keysOf("accept")} onPress={() => void verbs.accept(row.id)}>
          {t("act.accept")}
        </Act>
      ) : rights?.takeOver ? (
        <Act keys={keysOf("take_over")} onPress={() => run("take_over")}>
          {t("act.takeOver")}
        </Act>
      ) : null}
    </div>
  );
}
