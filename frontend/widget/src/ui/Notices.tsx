import type { Conversation } from "../model/conversation";
import { Icon } from "./icons";
import { useLanguage, useLasting, useOnline } from "./use";

interface Props {
  conversation: Conversation;
  startAgain: () => void;
}

const SHORT_MS = 2_500;

/** What keeps the conversation from going on, and what the customer can do about it. */
export function Notices({ conversation, startAgain }: Props) {
  const { texts } = useLanguage();
  const { phase, problem, connection, leader, lasting } = conversation.get();
  const online = useOnline();
  const interrupted = useLasting(phase === "ready" && connection === "interrupted", SHORT_MS);
  return (
    <div class="notices">
      <div role="status">
        {!online && (
          <p class="banner">
            <Icon name="offline" />
            {texts.offline}
          </p>
        )}
        {online && interrupted && (
          <p class="banner">
            <Icon name="offline" />
            {texts.reconnecting}
          </p>
        )}
        {!lasting && phase === "ready" && <p class="banner faint">{texts.notKept}</p>}
      </div>
      <div role="alert">
        {phase === "failed" && (
          <div class="banner bad">
            <p>{problem?.status === 429 ? texts.tooMany : texts.startFailed}</p>
            <button type="button" class="quiet" onClick={() => void conversation.start()}>
              {texts.tryAgain}
            </button>
          </div>
        )}
        {phase === "lost" && (
          <div class="banner bad">
            <p>{texts.lost}</p>
            <button type="button" class="quiet" onClick={startAgain}>
              {texts.startNew}
            </button>
          </div>
        )}
      </div>
      {phase === "ready" && leader.kind === "closed" && (
        <div class="ended">
          <button type="button" class="quiet" onClick={startAgain}>
            {texts.startNew}
          </button>
        </div>
      )}
    </div>
  );
}
