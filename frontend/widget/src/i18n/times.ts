import type { Texts } from "./en";

/** Formats moments in the reader's locale and time zone. `now` is passed in, so tests are exact. */
export class Times {
  constructor(
    private readonly locale: string,
    private readonly texts: Texts,
    private readonly timeZone?: string,
  ) {}

  clock(at: string): string {
    return this.format(at, { hour: "numeric", minute: "2-digit" });
  }

  date(at: string): string {
    return this.format(at, { day: "numeric", month: "long", year: "numeric" });
  }

  /** "Today", "Yesterday" or the date with its weekday. */
  day(at: string, now: Date): string {
    const day = this.dayKey(new Date(at));
    if (day === this.dayKey(now)) return this.texts.today;
    if (day === this.dayKey(new Date(now.getTime() - 86_400_000))) return this.texts.yesterday;
    return this.format(at, { weekday: "long", day: "numeric", month: "long" });
  }

  /** A moment to come: the clock alone for today, with the weekday and date otherwise. */
  moment(at: string, now: Date): string {
    if (this.dayKey(new Date(at)) === this.dayKey(now)) return this.clock(at);
    return this.format(at, {
      weekday: "long",
      day: "numeric",
      month: "short",
      hour: "numeric",
      minute: "2-digit",
    });
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
