import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ArticleNow, StaffArticle } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call, Refused } from "../api/client";
import { useOnline } from "../api/live";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import { sourceOf } from "./filters";
import { ArticleForm, bodyOf, type Words, wordsOf } from "./form";

interface EditProps {
  article: StaffArticle;
  onDone: () => void;
}

/** Changes an article. Where somebody was faster, both states are shown and a person chooses. */
export function EditArticle({ article, onDone }: EditProps) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const online = useOnline();
  const [words, setWords] = useState(() => wordsOf(article));
  const [base, setBase] = useState(article.version);
  const [theirs, setTheirs] = useState<ArticleNow | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const writes = article.written_here;
  const path = `/knowledge/articles/${encodeURIComponent(article.slug)}`;
  const keep = async (version: number) => {
    setBusy(true);
    setProblem("");
    try {
      await call<StaffArticle>("PUT", path, { ...bodyOf(words, writes), version });
      await client.invalidateQueries({ queryKey: ["articles"] });
      toast("done", t("kno.saved"));
      onDone();
    } catch (error) {
      const now = error instanceof Refused ? error.problem.now : null;
      if (now) setTheirs(now);
      else setProblem(errorWords(error, speech));
      setBusy(false);
    }
  };
  const settle = (chosen: Words, now: ArticleNow) => {
    setWords(chosen);
    setBase(now.version);
    setTheirs(null);
  };
  return (
    <div className="kno-edit">
      {writes ? null : (
        <p className="kno-note">
          {t("kno.elsewhere", { source: `${sourceOf(article.source, t)} ${article.path}`.trim() })}
        </p>
      )}
      {theirs ? (
        <Conflict
          mine={words}
          theirs={theirs}
          writes={writes}
          onMine={() => settle(words, theirs)}
          onTheirs={() => settle(wordsOf(theirs), theirs)}
        />
      ) : null}
      <ArticleForm words={words} writes={writes} onChange={setWords} />
      {online ? null : <p className="muted">{t("gap.offline")}</p>}
      <div role="alert">{problem ? <p className="problems">{problem}</p> : null}</div>
      <div className="gap-buttons">
        <Act
          look="primary"
          isPending={busy}
          isDisabled={
            !online || theirs !== null || (writes && !(words.title.trim() && words.text.trim()))
          }
          onPress={() => void keep(base)}
        >
          {t("kno.save")}
        </Act>
        <Act look="quiet" onPress={onDone}>
          {t("do.cancel")}
        </Act>
      </div>
    </div>
  );
}

interface ConflictProps {
  mine: Words;
  theirs: ArticleNow;
  writes: boolean;
  onMine: () => void;
  onTheirs: () => void;
}

function Conflict({ mine, theirs, writes, onMine, onTheirs }: ConflictProps) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const other = wordsOf(theirs);
  const all = [
    "title",
    "text",
    "audience",
    "locale",
    "owner",
    "valid_from",
    "valid_until",
  ] as const;
  const names = all.filter(
    (name) => (writes || all.indexOf(name) > 1) && mine[name] !== other[name],
  );
  const who = {
    name: theirs.changed_by || t("kno.by.nobody"),
    time: dayAndClock(theirs.changed_at, locale),
    n: theirs.version,
  };
  const shown = (words: Words, name: (typeof all)[number]) =>
    name === "audience" ? t(`kno.audience.${words.audience}`) : words[name] || "–";
  return (
    <section className="kno-conflict" role="alert" aria-label={t("kno.moved.title")}>
      <h3>{t("kno.moved.title")}</h3>
      <p>{t(theirs.gone ? "kno.moved.gone" : "kno.moved", who)}</p>
      {names.map((name) => (
        <dl key={name}>
          <dt>
            {t(`kno.field.${name}`)} · {t("kno.moved.theirs")}
          </dt>
          <dd>{shown(other, name)}</dd>
          <dt>
            {t(`kno.field.${name}`)} · {t("kno.moved.mine")}
          </dt>
          <dd>{shown(mine, name)}</dd>
        </dl>
      ))}
      {theirs.gone ? null : (
        <div className="gap-buttons">
          <Act onPress={onMine}>{t("kno.moved.keepMine")}</Act>
          <Act onPress={onTheirs}>{t("kno.moved.takeTheirs")}</Act>
        </div>
      )}
    </section>
  );
}
