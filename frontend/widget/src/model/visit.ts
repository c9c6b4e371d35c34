import { localeFor } from "../i18n";
import type { Api } from "../net/api";
import type { Config, ToPage } from "../protocol";
import { openShelf } from "../storage";
import { Conversation } from "./conversation";

/** The widget on one company page: which customer, which conversation, shown or not. */
export class Visit {
  conversation: Conversation | null = null;
  config: Config | null = null;
  shown = false;
  /** Counts the times the customer opened the widget on purpose: then the focus comes in. */
  summons = 0;
  private started = false;
  private pageOrigin = "";
  private told = { unread: -1, active: false };
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly api: Api,
    private readonly tell: (message: ToPage) => void,
    private readonly storage: () => Storage,
  ) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  configure(config: Config, pageOrigin: string): void {
    const before = this.config;
    this.config = config;
    this.pageOrigin = pageOrigin;
    const another = before?.customer.external_id !== config.customer.external_id;
    const retold = before?.locale !== config.locale && this.conversation?.untouched === true;
    if (!this.conversation || another) this.enter();
    else if (retold) this.startAgain();
    this.publish();
  }

  show(focus: boolean, draft = ""): void {
    this.shown = true;
    if (draft && this.conversation?.draft === "") this.conversation.draft = draft;
    if (focus) this.summons++;
    this.begin();
    this.look();
    this.publish();
  }

  hide(): void {
    this.shown = false;
    this.look();
    this.publish();
  }

  /** Whether the customer can see the conversation now. */
  look(): void {
    this.conversation?.watch(this.shown && document.visibilityState === "visible");
  }

  /** Leaves this conversation for a new one; what was not sent yet goes along. */
  startAgain(): void {
    this.conversation?.forget();
    this.enter();
    this.publish();
  }

  /** For a page whose customer signs out: nothing stays in this browser. */
  forget(): void {
    if (!this.config) return;
    this.conversation?.forget();
    const shelf = openShelf(this.storage, this.pageOrigin, this.config.customer);
    for (const key of shelf.keys("")) shelf.remove(key);
    this.enter();
    this.publish();
  }

  private enter(): void {
    if (!this.config) return;
    this.conversation?.stop();
    const shelf = openShelf(this.storage, this.pageOrigin, this.config.customer);
    const { customer } = this.config;
    const locale = localeFor(this.config.locale);
    const conversation = new Conversation(this.api, shelf, customer, locale);
    this.conversation = conversation;
    this.started = false;
    conversation.subscribe(() => this.report(conversation));
    if (this.shown || conversation.resumed) this.begin();
    this.look();
    this.report(conversation);
  }

  private begin(): void {
    if (!this.conversation || this.started) return;
    this.started = true;
    void this.conversation.start();
  }

  private report(conversation: Conversation): void {
    if (conversation !== this.conversation) return;
    const { unread } = conversation.get();
    const active = conversation.resumed;
    if (unread !== this.told.unread) this.tell({ handrail: 1, kind: "unread", count: unread });
    if (active !== this.told.active) this.tell({ handrail: 1, kind: "active", active });
    this.told = { unread, active };
  }

  private publish(): void {
    for (const listener of this.listeners) listener();
  }
}
