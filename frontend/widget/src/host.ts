import { messageOf, type ToApp, type ToPage } from "./protocol";

/** The company's page around the iframe, spoken to by messages whose window and origin are checked. */
export interface Host {
  /** False when the app is opened by itself, in a tab of its own. */
  readonly framed: boolean;
  send(message: ToPage): void;
}

/**
 * Greets the page that embeds the app. The first configuration that comes from the parent window
 * fixes its origin; from then on only that origin is heard and spoken to. Which pages may embed
 * the app at all is decided by the server's frame-ancestors.
 */
export function connectHost(hear: (message: ToApp, pageOrigin: string) => void): Host {
  const framed = window.parent !== window;
  let pageOrigin: string | null = null;
  const send = (message: ToPage): void => {
    if (!framed) return;
    // Only the greeting, which says nothing, goes to a page whose origin is not known yet.
    if (message.kind === "ready") window.parent.postMessage(message, "*");
    else if (pageOrigin) window.parent.postMessage(message, pageOrigin);
  };
  if (framed) {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent) return;
      if (pageOrigin !== null && event.origin !== pageOrigin) return;
      const message = messageOf<ToApp>(event.data);
      if (!message || (pageOrigin === null && message.kind !== "configure")) return;
      pageOrigin = event.origin;
      hear(message, event.origin);
    });
    send({ handrail: 1, kind: "ready" });
  }
  return { framed, send };
}
