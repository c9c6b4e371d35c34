import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { Act } from "../parts/button";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page } from "../screens/page";
import { ArticlePane } from "./article";
import { BeginImport } from "./begin_import";
import { empty, Filters, useFilter } from "./filters";
import { Imports } from "./imports";
import { Lines } from "./lines";
import { NewArticle } from "./new_article";
import { articlesQuery } from "./queries";

/** The shelf: what there is, filtered, and one article beside it. */
export default function Knowledge({ slug }: { slug: string | null }) {
  const { me, speech } = useActions();
  const { t, tn } = speech;
  const steward = has(me, "steward");
  const [filter, setFilter] = useFilter();
  const [params] = useSearchParams();
  const [opened, open] = useState<"import" | "write" | null>(null);
  const articles = useInfiniteQuery(articlesQuery(filter));
  const filtered = Object.values(filter).some(Boolean);
  const version = Number(params.get("version")) || null;
  const pane = slug ? <ArticlePane key={slug} slug={slug} version={version} /> : null;
  return (
    <Page
      title={t("kno.title")}
      hint={t("kno.hint")}
      actions={
        steward ? (
          <div className="kno-acts">
            <Act onPress={() => open("write")}>{t("kno.write")}</Act>
            <Act look="primary" onPress={() => open("import")}>
              {t("imp.begin")}
            </Act>
          </div>
        ) : null
      }
    >
      {steward ? <Imports /> : null}
      <Filters filter={filter} onChange={setFilter} />
      <Loaded of={articles} skeleton={<Skeleton lines={9} />}>
        {(data) => {
          const lines = data.pages.flatMap((page) => page.items);
          const total = data.pages[0]?.total ?? 0;
          const none = (
            <State
              title={t(filtered ? "kno.noMatch" : "kno.none")}
              {...(filtered ? {} : { text: t("kno.none.hint") })}
              action={
                filtered ? <Act onPress={() => setFilter(empty)}>{t("kno.clear")}</Act> : null
              }
            />
          );
          if (!lines.length && !pane) return none;
          return (
            <>
              <p className="muted kno-total" role="status">
                {total > 10_000 ? t("kno.total.many") : tn("kno.total", total)}
              </p>
              <div className="records kno-split" data-open={slug ? true : undefined}>
                {lines.length ? (
                  <Lines
                    lines={lines}
                    open={slug}
                    more={
                      articles.hasNextPage && !articles.isFetchingNextPage
                        ? () => void articles.fetchNextPage()
                        : null
                    }
                  />
                ) : (
                  none
                )}
                {pane ?? <State title={t("kno.choose")} />}
              </div>
            </>
          );
        }}
      </Loaded>
      {opened === "import" ? <BeginImport onClose={() => open(null)} /> : null}
      {opened === "write" ? <NewArticle onClose={() => open(null)} /> : null}
    </Page>
  );
}
