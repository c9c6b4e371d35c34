/** One server-sent event. `id` is empty when the server gave none. */
export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads server-sent events from text that arrives in arbitrary pieces, after the parsing rules of
 * the HTML standard (9.2.6): LF, CR and CRLF end a line, a blank line ends an event, a line that
 * begins with a colon is a comment. An event cut off by the end of the stream is not delivered.
 */
export class ServerEventParser {
  private rest = "";
  private id = "";
  private event = "";
  private data: string[] = [];
  private first = true;

  /** The events that this piece completes, in order. */
  push(piece: string): ServerEvent[] {
    let text = this.rest + piece;
    if (this.first && text.length > 0) {
      text = text.replace(/^\uFEFF/, "");
      this.first = false;
    }
    // A trailing CR may be half of a CRLF: keep it until the next piece tells.
    const held = text.endsWith("\r") ? "\r" : "";
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? "") + held;
    const done: ServerEvent[] = [];
    for (const line of lines) this.read(line, done);
    return done;
  }

  private read(line: string, done: ServerEvent[]): void {
    if (line === "") this.dispatch(done);
    if (line === "" || line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "event") this.event = value;
    else if (field === "id" && !value.includes("\0")) this.id = value;
  }

  private dispatch(done: ServerEvent[]): void {
    if (this.data.length > 0) {
      done.push({ id: this.id, event: this.event || "message", data: this.data.join("\n") });
    }
    this.id = "";
    this.event = "";
    this.data = [];
  }
}

/** The JSON object of an event, or null where there is none. */
export function bodyOf(data: string): object | null {
  try {
    const body: unknown = JSON.parse(data);
    return typeof body === "object" ? body : null;
  } catch {
    return null;
  }
}
