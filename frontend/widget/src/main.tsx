import { render } from "preact";
import { connectHost } from "./host";
import { Visit } from "./model/visit";
import { Api } from "./net/api";
import type { ToApp } from "./protocol";
import "./styles/tokens.css";
import "./styles/app.css";
import "./styles/log.css";
import "./styles/card.css";
import "./styles/article.css";
import "./styles/composer.css";
import { App } from "./ui/App";

const api = new Api(new URL("../api/v1/", window.location.href).href);
const visit = new Visit(
  api,
  (message) => host.send(message),
  () => window.localStorage,
);
const host = connectHost(hear);

function hear(message: ToApp, pageOrigin: string): void {
  if (message.kind === "configure") {
    visit.configure(message.config, pageOrigin);
    if (message.open) visit.show(false);
  } else if (message.kind === "shown") visit.show(message.focus, message.draft);
  else if (message.kind === "hidden") visit.hide();
  else if (message.kind === "forget") visit.forget();
}

if (!host.framed) {
  const locale = new URLSearchParams(window.location.search).get("locale") ?? navigator.language;
  const config = { locale, title: "", accent: null, theme: "auto" as const, customer: {} };
  visit.configure(config, window.location.origin);
  visit.show(true);
}

document.addEventListener("visibilitychange", () => visit.look());
window.addEventListener("online", () => visit.conversation?.retry());

const root = document.getElementById("app");
if (root) render(<App visit={visit} api={api} host={host} />, root);
