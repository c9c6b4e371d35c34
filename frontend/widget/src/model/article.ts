/** A piece of an article, each part of it plain text. */
export type Block =
  | { kind: "heading"; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] };

const HEADING = /^#{1,6}\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|(\d+)[.)])\s+(.*)$/;

/**
 * Reads the little Markdown that articles are written in: headings, paragraphs, flat lists. Marks
 * within a line are taken off. Nothing becomes HTML or a link: what is not understood stays text.
 */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let joins = false;
  for (const line of text.split(/\r?\n/)) {
    const block = blockOf(line);
    const last = blocks.at(-1);
    if (!block) joins = false;
    else if (joins && last && append(last, block)) continue;
    else {
      blocks.push(block);
      joins = block.kind !== "heading";
    }
  }
  return blocks;
}

function blockOf(line: string): Block | null {
  if (!line.trim()) return null;
  const heading = HEADING.exec(line);
  if (heading) return { kind: "heading", text: unmarked(heading[1] ?? "") };
  const item = ITEM.exec(line);
  if (item) return { kind: "list", ordered: Boolean(item[1]), items: [unmarked(item[2] ?? "")] };
  return { kind: "paragraph", text: unmarked(line.trim()) };
}

/** Whether the line went on with what stood before it. */
function append(last: Block, next: Block): boolean {
  if (last.kind === "list" && next.kind === "list" && last.ordered === next.ordered) {
    last.items.push(...next.items);
    return true;
  }
  if (next.kind !== "paragraph" || last.kind === "heading") return false;
  if (last.kind === "paragraph") last.text += ` ${next.text}`;
  else last.items.push(`${last.items.pop()} ${next.text}`);
  return true;
}

function unmarked(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)\s]*\)/g, "$1").replace(/(\*\*|__|`)(?=\S)(.+?)\1/g, "$2");
}
