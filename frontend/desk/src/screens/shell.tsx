import { CloudOff, Keyboard, Menu as MenuIcon, OctagonX, Search, ShieldAlert } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Link, useLocation } from "wouter";
import { Dialogs } from "../actions/dialogs";
import { useActions, views } from "../actions/provider";
import { useDeskStream, useOnline } from "../api/live";
import { Bell } from "../beside/bell";
import type { Speech } from "../i18n";
import { outbox } from "../model/outbox";
import { dayAndClock } from "../model/time";
import { announce } from "../parts/announce";
import { IconAct, Keys } from "../parts/button";
import { AccountMenu, PresenceSwitch } from "./account";
import { Nav } from "./nav";
import { OfferPanel } from "./workspace/offer";

export function Shell({ children }: { children: ReactNode }) {
  const { ui, speech } = useActions();
  const { t } = speech;
  const [location] = useLocation();
  useTitle();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address closes the menu
  useEffect(() => ui.setMenuOpen(false), [location]);
  return (
    <div className="shell" data-menu={ui.menuOpen || undefined}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <header className="topbar">
        <IconAct
          label={t("nav.menu")}
          aria-expanded={ui.menuOpen}
          onPress={() => ui.setMenuOpen(!ui.menuOpen)}
        >
          <MenuIcon aria-hidden size={18} />
        </IconAct>
        <Brand />
        <IconAct label={t("act.palette")} onPress={() => ui.openDialog("palette")}>
          <Search aria-hidden size={18} />
        </IconAct>
      </header>
      <aside className="sidebar" aria-label={t("app.name")}>
        <Brand />
        <PaletteButton />
        <Nav />
        <div className="sidebar-foot">
          <PresenceSwitch />
          <div className="sidebar-row">
            <AccountMenu />
            <Bell />
            <IconAct label={t("act.keys")} onPress={() => ui.openDialog("keys")}>
              <Keyboard aria-hidden size={16} />
            </IconAct>
          </div>
        </div>
      </aside>
      <div className="stage">
        <Banners />
        <main id="main" tabIndex={-1} aria-label={t("app.main")}>
          {children}
        </main>
      </div>
      <OfferPanel />
      <Dialogs />
    </div>
  );
}

function Brand() {
  return (
    <span className="brand">
      <img src="/desk/icon.svg" alt="" width="22" height="22" />
      Handrail
    </span>
  );
}

function PaletteButton() {
  const { ui, speech } = useActions();
  return (
    <button type="button" className="palette-button" onClick={() => ui.openDialog("palette")}>
      <Search aria-hidden size={14} />
      <span>{speech.t("palette.title")}</span>
      <Keys of="mod+k" />
    </button>
  );
}

function Banners() {
  const { desk, speech } = useActions();
  const { t, locale } = speech;
  const online = useOnline();
  const live = useDeskStream();
  useEffect(() => {
    if (online) void outbox.sendWaiting();
    else announce(t("offline.banner"));
  }, [online, t]);
  const ai = desk?.ai;
  return (
    <div className="banners">
      {ai?.stopped_at ? (
        <div className="banner banner-stop" role="status">
          <OctagonX aria-hidden size={16} />
          <span>
            <b>{t("stopped.banner")}</b>{" "}
            {t("stopped.by", {
              name: ai.stopped_by ?? "",
              time: dayAndClock(ai.stopped_at, locale),
            })}
            {ai.reason ? ` ${t("stopped.reason", { reason: ai.reason })}` : null}
          </span>
        </div>
      ) : null}
      {desk?.suspensions?.map((one) => (
        <div key={one.kind} className="banner banner-offline" role="status">
          <ShieldAlert aria-hidden size={16} />
          <span>
            <b>
              {t("aut.suspended.banner", { kind: one.title, time: dayAndClock(one.at, locale) })}
            </b>{" "}
            {one.because}{" "}
            <Link to={`/autonomy/${one.kind}`} className="link">
              {t("aut.suspended.link")}
            </Link>
          </span>
        </div>
      ))}
      {online ? null : (
        <div className="banner banner-offline" role="status">
          <CloudOff aria-hidden size={16} />
          <span>{t("offline.banner")}</span>
        </div>
      )}
      {online && !live ? (
        <div className="banner banner-offline" role="status">
          <CloudOff aria-hidden size={16} />
          <span>{t("live.lost")}</span>
        </div>
      ) : null}
    </div>
  );
}

const pages = [
  "supervision",
  "judging",
  "promises",
  "snippets",
  "autonomy",
  "policy",
  "decisions",
  "staff",
  "keys",
] as const;

function pageTitle(location: string, { t }: Speech): string {
  const first = location.split("/")[1] ?? "";
  const view = views.find((one) => one === first);
  if (view) return t(`view.${view}`);
  const page = pages.find((one) => one === first);
  return t(page ? `nav.${page}` : "nav.desk");
}

/** An offer shows in the tab's title, where it is seen from another tab. */
function useTitle(): void {
  const { desk, offer, speech, detail } = useActions();
  const [location] = useLocation();
  useEffect(() => {
    const waiting = desk?.counts.offered_to_me ?? 0;
    const name = detail?.conversation.customer.name;
    const page = pageTitle(location, speech);
    const here = name ? `${name} · ${page}` : page;
    document.title =
      offer && waiting
        ? `(${waiting}) ${speech.t("row.offeredYou")} · Handrail`
        : `${here} · Handrail`;
  }, [desk, offer, speech, detail, location]);
}
