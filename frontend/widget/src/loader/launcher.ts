import { paletteFrom } from "../colour";
import type { Customer } from "../model/types";
import { type Config, messageOf, type ToApp, type ToPage } from "../protocol";
import { STYLE } from "./style";
import { loaderTexts } from "./texts";

export interface Options extends Config {
  side: "left" | "right";
}

const OPEN = "handrail:open";
const ACTIVE = "handrail:active";
const TALK = "M5 17.5V7a2.5 2.5 0 0 1 2.5-2.5h9A2.5 2.5 0 0 1 19 7v6a2.5 2.5 0 0 1-2.5 2.5H9z";
const SHUT = "M6.5 9.5l5.5 5.5 5.5-5.5";

/** The round button and the iframe on a company's page. */
export class Launcher {
  private readonly host = document.createElement("div");
  private readonly root = document.createElement("div");
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private frame: HTMLIFrameElement | null = null;
  private ready = false;
  private isOpen = false;
  private unread = 0;
  private draft = "";

  constructor(
    private readonly app: URL,
    private options: Options,
  ) {
    this.draw();
    window.addEventListener("message", (event: MessageEvent<unknown>) => this.hear(event));
    this.host.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.close();
    });
    const stored = remembered(sessionStorageOrNull(), OPEN);
    if (stored || remembered(localStorageOrNull(), ACTIVE)) this.load();
    if (stored) this.show(false);
  }

  /** Opens the chat; a draft is put before the customer, never sent for them. */
  open(draft = ""): void {
    this.load();
    this.draft = draft;
    this.show(true);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.tell({ handrail: 1, kind: "hidden" });
    remember(sessionStorageOrNull(), OPEN, false);
    this.refresh();
    this.button.focus();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  identify(customer: Customer): void {
    this.change({ customer: known(customer) });
  }

  change(options: Partial<Options>): void {
    this.options = { ...this.options, ...options };
    this.refresh();
    if (this.ready) this.configure();
  }

  forget(): void {
    this.tell({ handrail: 1, kind: "forget" });
  }

  private draw(): void {
    const shadow = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    this.button.type = "button";
    this.button.className = "launcher";
    this.button.append(drawing("talk", TALK), drawing("shut", SHUT), this.badge);
    this.button.addEventListener("click", () => this.toggle());
    this.badge.className = "badge";
    this.badge.setAttribute("aria-hidden", "true");
    this.root.append(this.button);
    shadow.append(this.root);
    this.refresh();
    document.body.append(this.host);
  }

  private refresh(): void {
    const texts = loaderTexts(this.options.locale);
    const palette = paletteFrom(this.options.accent);
    this.root.className = this.isOpen ? `${this.options.side} open` : this.options.side;
    this.root.style.setProperty("--fill", palette.fill);
    this.root.style.setProperty("--on-fill", palette.onFill);
    const label = this.isOpen ? texts.close : texts.open;
    const news = this.unread > 0 ? `, ${texts.unread(this.unread)}` : "";
    this.button.setAttribute("aria-label", label + news);
    this.button.setAttribute("aria-expanded", String(this.isOpen));
    this.badge.hidden = this.unread === 0;
    this.badge.textContent = this.unread > 9 ? "9+" : String(this.unread);
    if (this.frame) this.frame.title = this.options.title || "Chat";
  }

  private load(): void {
    if (this.frame) return;
    const frame = document.createElement("iframe");
    frame.className = "frame";
    frame.src = this.app.href;
    frame.allow = "";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    this.frame = frame;
    // Before the button in the order of keys: from the page's end Tab reaches the chat first.
    this.root.prepend(frame);
    this.refresh();
  }

  private show(focus: boolean): void {
    this.isOpen = true;
    remember(sessionStorageOrNull(), OPEN, true);
    this.refresh();
    this.tellShown(focus);
    if (focus) this.frame?.focus();
  }

  private tellShown(focus: boolean): void {
    if (!this.ready) return;
    this.tell({ handrail: 1, kind: "shown", focus, draft: this.draft });
    this.draft = "";
  }

  /** Only our own iframe, and only while it shows a page of the desk's origin, is listened to. */
  private hear(event: MessageEvent<unknown>): void {
    if (!this.frame || event.source !== this.frame.contentWindow) return;
    if (event.origin !== this.app.origin) return;
    const message = messageOf<ToPage>(event.data);
    if (message?.kind === "ready") {
      this.ready = true;
      this.configure();
      if (this.isOpen) this.tellShown(this.hasFocus());
    } else if (message?.kind === "close") this.close();
    else if (message?.kind === "active") remember(localStorageOrNull(), ACTIVE, message.active);
    else if (message?.kind === "unread") {
      this.unread = Math.max(0, Math.floor(Number(message.count)) || 0);
      this.refresh();
    }
  }

  private hasFocus(): boolean {
    return this.host.shadowRoot?.activeElement === this.frame;
  }

  private configure(): void {
    const { locale, title, accent, theme, customer } = this.options;
    const config = { locale, title, accent, theme, customer };
    this.tell({ handrail: 1, kind: "configure", config, open: this.isOpen });
  }

  private tell(message: ToApp): void {
    if (this.ready) this.frame?.contentWindow?.postMessage(message, this.app.origin);
  }
}

/** What is really known: scripts pass null, empty text and fields of their own. */
export function known(customer: Readonly<Record<string, unknown>> | Customer): Customer {
  const given = customer as Readonly<Record<string, unknown>>;
  const kept: Customer = {};
  for (const field of ["external_id", "name", "email", "proof"] as const) {
    const value = given[field];
    if (typeof value === "string" && value.trim()) kept[field] = value.trim();
    if (typeof value === "number") kept[field] = String(value);
  }
  return kept;
}

function drawing(name: string, path: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(tag: K) =>
    document.createElementNS("http://www.w3.org/2000/svg", tag);
  const svg = make("svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", name);
  const line = make("path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function sessionStorageOrNull(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function remembered(storage: Storage | null, key: string): boolean {
  return storage?.getItem(key) === "1";
}

function remember(storage: Storage | null, key: string, value: boolean): void {
  if (value) storage?.setItem(key, "1");
  else storage?.removeItem(key);
}
