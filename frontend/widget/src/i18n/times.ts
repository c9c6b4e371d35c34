import type { Texts } from "./en";

const DAY_MS = 86_400_000;

/** Formats moments in the reader's locale and time zone. `now` is passed in, so tests are exact. */
export class Times {
  constructor(
    private readonly locale: string,
    private readonly texts: Texts,
    private readonly timeZone?: string,
  ) {}

  clock(at: string): string {
    return this.format(at, { timeStyle: "short" });
  }

  date(at: string): string {
    return this.format(at, { day: "numeric", month: "long", year: "numeric" });
  }

  /** "Today", "Yesterday", "Tomorrow" or the date with its weekday. */
  day(at: string, now: Date): string {
    const day = this.dayKey(new Date(at));
    if (day === this.dayKey(now)) return this.texts.today;
    if (day === this.dayKey(new Date(now.getTime() - DAY_MS))) return this.texts.yesterday;
    if (day === this.dayKey(new Date(now.getTime() + DAY_MS))) return this.texts.tomorrow;
    return this.format(at, { weekday: "long", day: "numeric", month: "long" });
  }

  isToday(at: string, now: Date): boolean {
    return this.dayKey(new Date(at)) === this.dayKey(now);
  }

  /** A moment to come: the clock alone for today, with the weekday and date otherwise. */
  moment(at: string, now: Date): string {
    if (this.isToday(at, now)) return this.clock(at);
    const date = this.format(at, { weekday: "long", day: "numeric", month: "short" });
    return [date, this.clock(at)].filter(Boolean).join(", ");
  }

  /** Equal for two moments of the same day where the reader is. */
  dayKey(date: Date): string {
    return new Intl.DateTimeFormat("en-CA", { ...this.zone(), dateStyle: "short" }).format(date);
  }

  zoneName(): string {
    const zone = this.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  }

  private format(at: string, options: Intl.DateTimeFormatOptions): string {
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return "";
    return new Intl.DateTimeFormat(this.locale, { ...this.zone(), ...options }).format(date);
  }

  private zone(): Intl.DateTimeFormatOptions {
    return this.timeZone ? { timeZone: this.timeZone } : {};
  }
}
