import { useQuery } from "@tanstack/react-query";
import { useActions } from "../actions/provider";
import type { Key } from "../i18n";
import { dayAndClock } from "../model/time";
import { Loaded, Skeleton } from "../parts/states";
import { Card } from "../screens/page";
import { wrapUpChangesQuery } from "./queries";

/** Who did what to the list, latest first. */
export function Changes() {
  const { t, locale } = useActions().speech;
  const changes = useQuery(wrapUpChangesQuery);
  return (
    <Card title={t("wul.changes")} hint={t("wul.changes.hint")}>
      <Loaded of={changes} skeleton={<Skeleton lines={3} />}>
        {(data) =>
          data.length ? (
            <ul className="wul-changes">
              {data.map((one) => (
                <li key={one.id}>
                  <span>
                    {t(`wul.did.${one.did}` as Key, {
                      name: one.by,
                      what: [t(`wul.${one.part}` as Key), one.name].filter(Boolean).join(": "),
                    })}
                  </span>{" "}
                  <small className="muted">
                    {dayAndClock(one.at, locale)}
                    {one.before && one.before !== one.after
                      ? ` · ${one.before} → ${one.after ?? ""}`
                      : ` · ${one.after ?? ""}`}
                  </small>
                </li>
              ))}
            </ul>
          ) : (
            <p className="muted">{t("wul.changes.none")}</p>
          )
        }
      </Loaded>
    </Card>
  );
}
