import { ChevronsUpDown } from "lucide-react";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Switch,
} from "react-aria-components";
import type { Locale } from "../../../shared/i18n";
import { useActions } from "../actions/provider";
import { setTheme, type Theme, useTheme } from "../settings";

export function PresenceSwitch() {
  const { me, verbs, speech } = useActions();
  const { t } = speech;
  const here = me.presence === "available";
  return (
    <Switch
      className="switch presence"
      isSelected={here}
      onChange={(on) => void verbs.setPresence(on ? "available" : "away")}
      aria-label={`${t("me.presence")}: ${t(here ? "me.available" : "me.away")}`}
    >
      <span className="switch-track" aria-hidden="true" />
      <span className="nav-label">{t(here ? "me.available" : "me.away")}</span>
    </Switch>
  );
}

export function AccountMenu() {
  const { me, verbs, speech } = useActions();
  const { t, locale, setLocale } = speech;
  const theme = useTheme();
  return (
    <MenuTrigger>
      <Button className="account">
        <span className="visually-hidden">{t("me.menu")}:</span>
        <span className="avatar" aria-hidden="true">
          {initials(me.name)}
        </span>
        <span className="nav-label account-name">{me.name}</span>
        <ChevronsUpDown aria-hidden size={14} />
      </Button>
      <Popover className="popover" placement="top start">
        <Menu
          className="menu"
          aria-label={t("me.menu")}
          onAction={(key) => key === "out" && void verbs.signOut()}
        >
          <MenuSection
            selectionMode="single"
            selectedKeys={[theme]}
            onSelectionChange={(keys) => setTheme([...keys][0] as Theme)}
          >
            <Header className="menu-header">{t("me.theme")}</Header>
            {(["system", "light", "dark"] as const).map((one) => (
              <MenuItem key={one} id={one} className="menu-item">
                {t(`me.theme.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            selectedKeys={[locale]}
            onSelectionChange={(keys) => setLocale([...keys][0] as Locale)}
          >
            <Header className="menu-header">{t("me.language")}</Header>
            <MenuItem id="en" className="menu-item">
              English
            </MenuItem>
            <MenuItem id="de" className="menu-item">
              Deutsch
            </MenuItem>
          </MenuSection>
          <MenuSection aria-label={me.email}>
            <MenuItem id="out" className="menu-item">
              {t("me.signOut")}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return (
    (parts[0]?.[0] ?? "") + (parts.length > 1 ? (parts.at(-1)?.[0] ?? "") : "")
  ).toUpperCase();
}
