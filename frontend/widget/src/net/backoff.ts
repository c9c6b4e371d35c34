const FIRST_MS = 500;
const MOST_MS = 15_000;

/** Growing pauses with jitter between attempts, from 0.25-0.5 s up to 7.5-15 s. */
export class Backoff {
  private attempts = 0;

  constructor(private readonly random: () => number = Math.random) {}

  next(atLeastMs: number | null = null): number {
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** this.attempts++);
    return Math.max(atLeastMs ?? 0, most / 2 + (this.random() * most) / 2);
  }

  reset(): void {
    this.attempts = 0;
  }
}
