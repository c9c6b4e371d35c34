import { useQuery } from "@tanstack/react-query";
import { SendHorizontal, SpellCheck } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { Detail, Source } from "../../../../shared/api";
import { keysOf, leading } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { Coach } from "../../beside/coach";
import { Cited, Missing, useInserting } from "../../beside/inserting";
import { snippetsQuery } from "../../beside/queries";
import { mentionedIn, missingIn } from "../../beside/trigger";
import { draftQuery } from "../../drafts/queries";
import { Suggestion } from "../../drafts/suggestion";
import { unopened } from "../../drafts/verbs";
import { outbox } from "../../model/outbox";
import { InTheirLanguage } from "../../models/their_language";
import { Act, IconAct } from "../../parts/button";
import { useWriting } from "./drafts";

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
  const [sources, setSources] = useState<readonly Source[]>([]);
  const [named] = useState(() => new Map<string, string>());
  const [coached, setCoached] = useState(false);
  const variables = useQuery({ ...snippetsQuery, enabled: text.includes("{") }).data?.variables;
  const missing = mode === "reply" ? missingIn(text, variables ?? []) : [];
  const inserting = useInserting({
    box,
    conversation: row.id,
    mode,
    text,
    setText,
    cite: (source) =>
      setSources((was) => [...was.filter((one) => one.slug !== source.slug), source]),
    name: (id, name) => named.set(id, name),
  });
  const draft = useQuery({ ...draftQuery(row.id), enabled: Boolean(rights?.reply) }).data?.draft;
  const using = mode === "reply" && draftId !== null && draft?.id === draftId;
  const toOpen = using && draft ? unopened(draft).length : 0;
  const ready = text.trim().length > 0 && left >= 0 && missing.length === 0 && toOpen === 0;

  const hidden = !rights?.reply && ui.mode === "reply";
  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish to write asks for the focus anew
  useEffect(() => {
    if (!box.current || !ui.handles.current.focusComposer) return;
    ui.handles.current.focusComposer = false;
    box.current.focus();
  }, [ui.composeCount, hidden]);

  const send = async () => {
    if (!ready) return;
    const written = text.trim();
    setText("");
    if (mode === "reply") {
      outbox.post(row.id, written, draftId, sources);
      setDraftId(null);
      setSources([]);
    } else if (await verbs.addNote(row.id, written, mentionedIn(written, named))) ui.leaveNote();
    else setText(written);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (inserting.takesKey(event)) return;
    if (event.altKey && event.code === "KeyC") {
      event.preventDefault();
      setCoached(!coached);
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
    if (event.key !== "Escape") return;
    // Not merely out of the field: whoever has no mouse must see where the keyboard is.
    ui.handles.current.conversation?.rest();
    if (mode === "note") ui.leaveNote();
  };
  const label =
    mode === "reply"
      ? t("composer.replyLabel", { name: row.customer.name ?? t("row.anonymous") })
      : t("composer.noteLabel");
  return (
    <div className="composer" data-mode={mode}>
      {rights?.reply ? null : <WhyNoReply detail={detail} />}
      {rights?.reply ? (
        <Suggestion
          id={row.id}
          used={using}
          onUse={(draft) => {
            ui.compose("reply");
            setText(draft.text);
            setDraftId(draft.id);
          }}
        />
      ) : null}
      {coached && !hidden && text.trim() ? (
        <Coach text={text} locale={row.locale} box={box} onClose={() => setCoached(false)} />
      ) : null}
      {hidden ? null : (
        <div className="composer-box">
          {inserting.popup}
          <ModeSwitch mode={mode} canReply={Boolean(rights?.reply)} />
          <textarea
            ref={box}
            aria-label={label}
            placeholder={label}
            value={text}
            rows={3}
            onChange={(event) => setText(event.target.value)}
            onSelect={inserting.follow}
            onKeyDown={onKeyDown}
            {...inserting.aria}
            aria-invalid={left < 0 || undefined}
          />
          {mode === "reply" ? (
            <Cited
              sources={sources}
              drop={(slug) => setSources(sources.filter((one) => one.slug !== slug))}
            />
          ) : null}
          <Missing text={text} names={missing} box={box} />
          <div className="composer-foot">
            <span className="composer-hint" role="status">
              {left < 0
                ? t("composer.tooLong", { n: -left })
                : left < sayLeftBelow
                  ? t("composer.left", { n: left })
                  : toOpen > 0
                    ? speech.tn("dra.left", toOpen)
                    : t("composer.hint")}
            </span>
            <span className="composer-tools">
              <IconAct
                label={t("coach.open")}
                aria-pressed={coached}
                isDisabled={!text.trim()}
                onPress={() => setCoached(!coached)}
              >
                <SpellCheck aria-hidden size={16} />
              </IconAct>
              <Act
                look="primary"
                icon={<SendHorizontal aria-hidden size={14} />}
                isDisabled={!ready}
                onPress={() => void send()}
              >
                {t(mode === "reply" ? "composer.send" : "composer.addNote")}
              </Act>
            </span>
          </div>
          {mode === "reply" ? (
            <InTheirLanguage id={row.id} text={text} onSent={() => setText("")} />
          ) : null}
        </div>
      )}
    </div>
  );
}

function ModeSwitch({ mode, canReply }: { mode: "reply" | "note"; canReply: boolean }) {
  const { ui, speech } = useActions();
  const { t } = speech;
  if (!canReply) return <p className="composer-title">{t("composer.note")}</p>;
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={t("composer.mode")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => ui.compose([...keys][0] as "reply" | "note")}
    >
      <ToggleButton id="reply" className="segment">
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
  const { rights, run, speech, verbs, ui } = useActions();
  const { t } = speech;
  const row = detail.conversation;
  const words =
    row.state === "person"
      ? t("composer.colleague", { name: row.owner.staff?.name ?? t("made.person.nameless") })
      : t(`composer.${row.state}`);
  return (
    <div className="composer-why">
      <span>{words}</span>
      <Act look="quiet" keys={keysOf("note")} onPress={() => ui.compose("note")}>
        {t("composer.note")}
      </Act>
      {rights?.accept ? (
        <Act
          look="primary"
          keys={keysOf("accept")}
          onPress={() => void leading({ ui }, verbs.accept(row.id))}
        >
          {t("act.accept")}
        </Act>
      ) : rights?.takeOver && row.state !== "review" ? (
        <Act keys={keysOf("take_over")} onPress={() => run("take_over")}>
          {t("act.takeOver")}
        </Act>
      ) : null}
    </div>
  );
}
