import type { Customer } from "./model/types";

/** Where the widget keeps what must survive a reload. */
export interface Shelf {
  readonly lasting: boolean;
  get<T>(key: string): T | null;
  set(key: string, value: unknown): void;
  remove(key: string): void;
  keys(prefix: string): string[];
}

const ROOT = "handrail:1:";

/**
 * The browser's storage under names of one company page and one customer, so that the next person
 * at a shared computer does not read the last one's conversation. Browsers may refuse storage to
 * frames of another site; the widget then works from memory, and `lasting` is false so that the
 * screen can say so.
 */
export function openShelf(storage: () => Storage, pageOrigin: string, customer: Customer): Shelf {
  const prefix = `${ROOT}${pageOrigin}|${customer.external_id ?? ""}|`;
  try {
    const real = storage();
    real.setItem(`${ROOT}probe`, "1");
    real.removeItem(`${ROOT}probe`);
    return shelfOn(real, prefix, true);
  } catch {
    return shelfOn(new MemoryStorage(), prefix, false);
  }
}

function shelfOn(storage: Storage, prefix: string, lasting: boolean): Shelf {
  return {
    lasting,
    get: <T>(key: string) => parse<T>(storage.getItem(prefix + key)),
    set(key, value) {
      storage.setItem(prefix + key, JSON.stringify(value));
    },
    remove(key) {
      storage.removeItem(prefix + key);
    },
    keys(start) {
      const all = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
      const wanted = prefix + start;
      return all.filter((key) => key.startsWith(wanted)).map((key) => key.slice(prefix.length));
    },
  };
}

function parse<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

class MemoryStorage implements Storage {
  private readonly items = new Map<string, string>();
  [name: string]: unknown;
  get length(): number {
    return this.items.size;
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  clear(): void {
    this.items.clear();
  }
}
