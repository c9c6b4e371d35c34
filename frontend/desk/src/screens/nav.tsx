import {
  Archive,
  BookOpenCheck,
  BookText,
  ClipboardList,
  FilePen,
  FilePlus2,
  Gauge,
  Handshake,
  Inbox,
  KeyRound,
  Layers,
  ListChecks,
  type LucideIcon,
  Map as MapIcon,
  PhoneCall,
  Plug,
  ShieldCheck,
  SlidersHorizontal,
  Sparkles,
  TextQuote,
  UserCheck,
  UserRound,
  Users,
  Wrench,
} from "lucide-react";
import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import type { Desk, View } from "../../../shared/api";
import { useActions, views } from "../actions/provider";
import type { Key } from "../i18n";
import { has } from "../model/rights";

const viewIcon: Record<View, LucideIcon> = {
  queue: Inbox,
  mine: UserRound,
  reviews: UserCheck,
  ai: Sparkles,
  callbacks: PhoneCall,
  all: Layers,
  closed: Archive,
};

function countOf(view: View, counts: Desk["counts"] | undefined): number | null {
  if (!counts || view === "all" || view === "closed") return null;
  return view === "queue" ? counts.queued : counts[view];
}

export function Nav() {
  const { desk, me, speech } = useActions();
  const { t } = speech;
  return (
    <nav className="nav" aria-label={t("nav.menu")}>
      <NavGroup title="nav.views">
        {views.map((view) => (
          <NavLink
            key={view}
            to={`/${view}`}
            icon={viewIcon[view]}
            label={`view.${view}`}
            count={countOf(view, desk?.counts)}
          />
        ))}
      </NavGroup>
      <NavGroup title="nav.desk">
        {has(me, "supervisor") ? (
          <NavLink to="/supervision" icon={Gauge} label="nav.supervision" />
        ) : null}
        <NavLink
          to="/approvals"
          icon={ShieldCheck}
          label="nav.approvals"
          count={desk?.counts.approvals ?? null}
        />
        <NavLink
          to="/judging"
          icon={ListChecks}
          label="nav.judging"
          count={desk?.counts.samples ?? null}
        />
        <NavLink
          to="/promises"
          icon={Handshake}
          label="nav.promises"
          count={desk?.counts.promises ?? null}
        />
        <NavLink to="/snippets" icon={TextQuote} label="nav.snippets" />
      </NavGroup>
      <NavGroup title="nav.console">
        {has(me, "steward") || has(me, "supervisor") ? (
          <NavLink to="/autonomy" icon={SlidersHorizontal} label="nav.autonomy" />
        ) : null}
        {has(me, "steward") ? <NavLink to="/gaps" icon={FilePlus2} label="nav.gaps" /> : null}
        {has(me, "steward") || has(me, "supervisor") ? (
          <NavLink to="/drafts" icon={FilePen} label="nav.drafts" />
        ) : null}
        <NavLink to="/policy" icon={MapIcon} label="nav.policy" />
        {has(me, "steward") ? (
          <NavLink to="/wrap-up-list" icon={ClipboardList} label="nav.wrapUpList" />
        ) : null}
        <NavLink to="/knowledge" icon={BookText} label="nav.knowledge" />
        <NavLink to="/decisions" icon={BookOpenCheck} label="nav.decisions" />
        {has(me, "steward") || has(me, "supervisor") ? (
          <NavLink to="/calls" icon={Wrench} label="nav.calls" />
        ) : null}
        {has(me, "admin") ? (
          <>
            <NavLink to="/staff" icon={Users} label="nav.staff" />
            <NavLink to="/keys" icon={KeyRound} label="nav.keys" />
            <NavLink to="/integrations" icon={Plug} label="nav.integrations" />
          </>
        ) : null}
      </NavGroup>
    </nav>
  );
}

function NavGroup({ title, children }: { title: Key; children: React.ReactNode }) {
  const { speech } = useActions();
  return (
    <section className="nav-group">
      <h2>{speech.t(title)}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface NavLinkProps {
  to: string;
  icon: LucideIcon;
  label: Key;
  count?: number | null;
}

function NavLink({ to, icon: Icon, label, count }: NavLinkProps) {
  const { speech, ui } = useActions();
  const [location] = useLocation();
  const current = location === to || location.startsWith(`${to}/`);
  useEffect(() => {
    if (current) ui.setMenuOpen(false);
  }, [current, ui.setMenuOpen]);
  return (
    <li>
      <Link
        to={to}
        className="nav-link"
        aria-current={current ? "page" : undefined}
        title={speech.t(label)}
      >
        <Icon aria-hidden size={16} />
        <span className="nav-label">{speech.t(label)}</span>
        {count ? <span className="count">{count > 999 ? "999+" : count}</span> : null}
      </Link>
    </li>
  );
}
