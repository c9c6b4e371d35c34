import { expect, test } from "vitest";
import { openShelf } from "../src/storage";

class Browser implements Storage {
  private readonly items = new Map<string, string>();
  [name: string]: unknown;
  get length() {
    return this.items.size;
  }
  key = (at: number) => [...this.items.keys()][at] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
  clear = () => this.items.clear();
}

test("one page's and one customer's things are no other's", () => {
  const browser = new Browser();
  const open = (origin: string, id?: string) =>
    openShelf(() => browser, origin, id ? { external_id: id } : {});
  const anna = open("https://bank.example", "anna");
  anna.set("conversation", { id: "1" });
  expect(open("https://bank.example", "anna").get("conversation")).toEqual({ id: "1" });
  expect(open("https://bank.example", "ben").get("conversation")).toBeNull();
  expect(open("https://bank.example").get("conversation")).toBeNull();
  expect(open("https://shop.example", "anna").get("conversation")).toBeNull();
  expect(anna.keys("con")).toEqual(["conversation"]);
});

test("a browser that refuses storage is worked with from memory, and that is told", () => {
  const shelf = openShelf(
    () => {
      throw new DOMException("denied", "SecurityError");
    },
    "https://bank.example",
    {},
  );
  shelf.set("draft", "words");
  expect(shelf.get("draft")).toBe("words");
  expect(shelf.lasting).toBe(false);
});

test("what cannot be read counts as nothing", () => {
  const browser = new Browser();
  const shelf = openShelf(() => browser, "https://bank.example", {});
  shelf.set("seen", 4);
  browser.setItem(browser.key(0) ?? "", "{broken");
  expect(shelf.get("seen")).toBeNull();
});
