import { type ReactNode, useState } from "react";
import { useActions } from "../actions/provider";
import { useNarrow } from "../settings";
import { Act } from "./button";

interface ListBesideProps<Item> {
  items: readonly Item[];
  /** The pages behind the items: whether there are more, and how to fetch them. */
  pages: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  row: (item: Item, chosen: boolean, onChoose: () => void) => ReactNode;
  detail: (item: Item) => ReactNode;
}

/** A list with the chosen item beside it, the first until one is chosen; on a narrow screen below its row. */
export function ListBeside<Item extends { id: string }>(props: ListBesideProps<Item>) {
  const { items, pages, row, detail } = props;
  const { speech } = useActions();
  const narrow = useNarrow();
  const [chosen, choose] = useState<string | null>(null);
  const shown = items.find((one) => one.id === chosen) ?? items[0];
  const toggle = (id: string) => choose(narrow && id === chosen ? null : id);
  return (
    <div className="records">
      <div className="records-list">
        <ul>
          {items.map((one) => (
            <li key={one.id}>
              {row(one, one.id === (narrow ? chosen : shown?.id), () => toggle(one.id))}
              {narrow && one.id === chosen ? detail(one) : null}
            </li>
          ))}
        </ul>
        {pages.hasNextPage ? (
          <Act onPress={() => void pages.fetchNextPage()} isPending={pages.isFetchingNextPage}>
            {speech.t("do.more")}
          </Act>
        ) : null}
      </div>
      {narrow || !shown ? null : detail(shown)}
    </div>
  );
}
