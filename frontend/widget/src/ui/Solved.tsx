import type { Conversation } from "../model/conversation";
import { askable } from "../model/resolution";
import { useLanguage } from "./use";

/** A quiet question under the AI's last answer. Whoever goes on writing has answered it, too. */
export function Solved({ conversation }: { conversation: Conversation }) {
  const { texts } = useLanguage();
  const { timeline, outgoing, preparing, leader, phase, settled } = conversation.get();
  const { resolution } = conversation;
  const seq = askable(timeline.events);
  const quiet = phase === "ready" && settled && outgoing.length === 0 && preparing === null;
  const asked = seq !== null && quiet && leader.kind === "ai";
  const said = asked && resolution.isAbout(seq) ? resolution.said : null;
  return (
    <div class="solved">
      {asked && !said && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be read as part of a form to fill in
        <div role="group" aria-labelledby="solved-question" class="solved-ask">
          <span id="solved-question">{texts.solved}</span>
          <Answer text={texts.yes} give={() => resolution.say(seq, true)} />
          <Answer text={texts.no} give={() => resolution.say(seq, false)} />
        </div>
      )}
      <p role="status">{said && (said.resolved ? texts.solvedYes : texts.solvedNo)}</p>
    </div>
  );
}

function Answer({ text, give }: { text: string; give: () => void }) {
  return (
    <button type="button" class="chip" aria-describedby="solved-question" onClick={give}>
      {text}
    </button>
  );
}
