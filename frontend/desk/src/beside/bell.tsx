import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { useActions } from "../actions/provider";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { Loaded, Skeleton } from "../parts/states";
import { post, useAct } from "./acts";
import { noticesQuery } from "./queries";
import type { Notice } from "./types";

/** What I am to know: promises that are due, notes that name me. */
export function Bell() {
  const { desk, speech } = useActions();
  const [open, setOpen] = useState(false);
  const unread = desk?.counts.notices ?? 0;
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button className="icon-button bell" aria-label={speech.tn("bell.label", unread)}>
        <BellIcon aria-hidden size={16} />
        {unread ? <span className="bell-count">{unread > 99 ? "99+" : unread}</span> : null}
      </Button>
      <Popover className="popover bell-popover" placement="right bottom">
        <Dialog className="bell-dialog">
          <List close={() => setOpen(false)} unread={unread} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function List({ close, unread }: { close: () => void; unread: number }) {
  const { speech, navigate } = useActions();
  const { t } = speech;
  const notices = useQuery(noticesQuery);
  const act = useAct();
  const { refetch } = notices;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count means other notices
  useEffect(() => void refetch(), [unread, refetch]);
  const go = (notice: Notice) => {
    if (!notice.read_at) void act(post("/notices/readings", { id: notice.id }), null, ["notices"]);
    close();
    navigate(placeOf(notice));
  };
  return (
    <>
      <header className="bell-head">
        <Heading slot="title">{t("bell.title")}</Heading>
        {unread ? (
          <Act look="quiet" onPress={() => void act(post("/notices/readings"), null, ["notices"])}>
            {t("bell.readAll")}
          </Act>
        ) : null}
      </header>
      <Loaded of={notices} skeleton={<Skeleton lines={3} />}>
        {(data) =>
          data.notices.length ? (
            <ul className="bell-list">
              {data.notices.map((notice) => (
                <li key={notice.id}>
                  <button
                    type="button"
                    className="bell-item"
                    data-unread={!notice.read_at || undefined}
                    onClick={() => go(notice)}
                  >
                    <span>{t(wordsOf(notice), { name: notice.from_name, text: notice.text })}</span>
                    <small>
                      {dayAndClock(notice.at, speech.locale)}
                      {notice.read_at ? null : ` · ${t("bell.unread")}`}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <p className="muted">{t("bell.none")}</p>
          )
        }
      </Loaded>
    </>
  );
}

/** Where a notice leads; one of several leads to their list. */
function placeOf({ kind, about, conversation_id }: Notice): string {
  if (kind === "gap_grown") return about ? `/gaps/${about}` : "/gaps";
  if (kind === "article_ends") return about ? `/knowledge/${about}` : "/knowledge?state=due";
  return `/all/${conversation_id}`;
}

function wordsOf({ kind, about }: Notice) {
  const single = kind !== "gap_grown" && kind !== "article_ends";
  return single || about ? (`bell.${kind}` as const) : (`bell.${kind}.several` as const);
}
