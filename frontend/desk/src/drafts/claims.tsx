import { CircleCheck, CircleDashed, FileText, MessagesSquare } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import type { Claim, Id, OpenDraft } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { unopened, useDraftVerbs } from "./verbs";

/** A draft sentence by sentence, each with the chips of what it rests on; a chip opens its place. */
export function Claims({ id, draft }: { id: Id; draft: OpenDraft }) {
  const { speech, ui } = useActions();
  const { t, tn } = speech;
  const verbs = useDraftVerbs(id);
  const open = (claim: Claim, place: number) => {
    const ground = claim.grounds[place];
    if (!ground) return;
    ui.setSide(
      ground.type === "article"
        ? { type: "article", slug: ground.ref, quote: ground.quote }
        : { type: "solved", conversation: ground.ref, quote: ground.quote },
    );
    if (!claim.opened) void verbs.open(draft, claim);
  };
  const left = unopened(draft);
  const next = useRef<() => void>(() => undefined);
  next.current = () => {
    const claim = left[0] ?? draft.claims.find((one) => one.grounds.length > 0 && !one.opened);
    if (claim) open(claim, 0);
  };
  useLayoutEffect(() => {
    const { current } = ui.handles;
    current.openClaim = () => next.current();
    return () => {
      current.openClaim = null;
    };
  }, [ui.handles]);
  return (
    <div className="claims">
      <ol className="bubble" aria-label={t("dra.claims")}>
        {draft.claims.map((claim) => (
          <li key={claim.place} className="claim" data-must={claim.must_open || undefined}>
            <span>{claim.text}</span> <Chips claim={claim} onOpen={(place) => open(claim, place)} />
          </li>
        ))}
      </ol>
      {left.length > 0 ? (
        <p className="claims-left" role="status">
          {tn("dra.left", left.length)}
        </p>
      ) : null}
    </div>
  );
}

function Chips({ claim, onOpen }: { claim: Claim; onOpen: (place: number) => void }) {
  const { speech } = useActions();
  const { t } = speech;
  if (claim.house) return null;
  if (claim.grounds.length === 0) return <span className="chip-none">{t("dra.noSource")}</span>;
  const state = claim.must_open ? (claim.opened ? "dra.isOpened" : "dra.mustOpen") : null;
  return claim.grounds.map((ground, place) => (
    <button
      key={ground.ref}
      type="button"
      className="source chip"
      data-open={claim.opened || undefined}
      onClick={() => onOpen(place)}
      aria-label={`${t("dra.open", { title: ground.title })}${state ? `. ${t(state)}` : ""}`}
    >
      {ground.type === "article" ? (
        <FileText aria-hidden size={11} />
      ) : (
        <MessagesSquare aria-hidden size={11} />
      )}
      {ground.title}
      {state === "dra.isOpened" ? <CircleCheck aria-hidden size={11} /> : null}
      {state === "dra.mustOpen" ? <CircleDashed aria-hidden size={11} /> : null}
    </button>
  ));
}
