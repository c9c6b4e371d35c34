import type { DirectoryDropItem, DropItem, FileDropItem } from "react-aria-components";

export const kinds = [".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv"];
export const mb = 1024 * 1024;
export const largestFile = 20 * mb;
export const largestTogether = 200 * mb;
export const mostFiles = 2_000;

/** A file that somebody chose, under its path within what they chose. */
export interface Chosen {
  path: string;
  file: File;
}

/** Files of a chooser; those of a folder keep their place in it. */
export const chosenOf = (files: FileList | null): Chosen[] =>
  [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Files that were dropped, with those in dropped folders. */
export async function droppedOf(items: readonly DropItem[], above = ""): Promise<Chosen[]> {
  const found: Chosen[] = [];
  for (const item of items) {
    if (item.kind === "file") {
      const { name } = item as FileDropItem;
      found.push({ path: `${above}${name}`, file: await (item as FileDropItem).getFile() });
    } else if (item.kind === "directory") {
      const { name } = item as DirectoryDropItem;
      const inside: DropItem[] = [];
      for await (const entry of (item as DirectoryDropItem).getEntries()) inside.push(entry);
      found.push(...(await droppedOf(inside, `${above}${name}/`)));
    }
  }
  return found;
}

/** Whether a file's ending is one that is read. */
export const isReadable = ({ path }: Chosen): boolean =>
  kinds.some((kind) => path.toLowerCase().endsWith(kind));

/** Both lists as one: the same path again takes the former's place. */
export function merged(before: readonly Chosen[], more: readonly Chosen[]): Chosen[] {
  const all = new Map([...before, ...more].map((one) => [one.path, one]));
  return [...all.values()].sort((one, other) => one.path.localeCompare(other.path));
}

/** A size as people read it: "12 KB", "3.4 MB". */
export const sizeOf = (bytes: number): string =>
  bytes < mb ? `${Math.max(Math.round(bytes / 1024), 1)} KB` : `${(bytes / mb).toFixed(1)} MB`;
