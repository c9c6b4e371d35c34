import type { Customer } from "../model/types";
import { known, Launcher, type Options } from "./launcher";

/** What the company's own scripts may call, as `window.Handrail`. */
interface HandrailOnPage {
  /** Opens the chat; `draft` is put into the empty writing field, for the customer to send. */
  open(options?: { draft?: string }): void;
  close(): void;
  toggle(): void;
  /** Says who is writing now. Another external_id is another conversation. */
  identify(customer: Customer): void;
  /** The language of the texts, such as "de". */
  locale(locale: string): void;
  /** Removes the conversation from this browser, for when a customer signs out. */
  forget(): void;
}

declare global {
  interface Window {
    Handrail?: HandrailOnPage;
  }
}

function start(script: HTMLScriptElement): void {
  if (window.Handrail) return;
  const launcher = new Launcher(new URL("./", script.src), optionsFrom(script.dataset));
  window.Handrail = {
    open: (options) => launcher.open(options?.draft),
    close: () => launcher.close(),
    toggle: () => launcher.toggle(),
    identify: (customer) => launcher.identify(customer),
    locale: (locale) => launcher.change({ locale }),
    forget: () => launcher.forget(),
  };
  document.dispatchEvent(new CustomEvent("handrail:ready"));
}

function optionsFrom(data: DOMStringMap): Options {
  const customer = known({
    external_id: data.customerExternalId,
    name: data.customerName,
    email: data.customerEmail,
    proof: data.customerProof,
  });
  const theme = data.theme === "light" || data.theme === "dark" ? data.theme : "auto";
  return {
    locale: data.locale || document.documentElement.lang || navigator.language,
    title: data.title ?? "",
    accent: data.accent ?? null,
    theme,
    customer,
    side: data.position === "left" ? "left" : "right",
  };
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
