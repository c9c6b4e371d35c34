import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  type ButtonProps,
  ProgressBar,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { useSpeech } from "../i18n";
import { useSingleKeys } from "../settings";

interface ActProps extends Omit<ButtonProps, "children"> {
  children: ReactNode;
  look?: "primary" | "plain" | "quiet" | "danger";
  icon?: ReactNode;
  /** The key that does the same, shown beside the words. */
  keys?: string | undefined;
}

export function Act({ children, look = "plain", icon, keys, className, ...rest }: ActProps) {
  const shown = useSingleKeys();
  const { t } = useSpeech();
  return (
    <Button {...rest} className={`button button-${look} ${className ?? ""}`}>
      {rest.isPending ? (
        <ProgressBar isIndeterminate aria-label={t("app.loading")} className="pending">
          <LoaderCircle aria-hidden size={14} className="spinner" />
        </ProgressBar>
      ) : (
        icon
      )}
      <span>{children}</span>
      {keys && shown ? <Keys of={keys} /> : null}
    </Button>
  );
}

interface IconActProps extends ButtonProps {
  label: string;
  children: ReactNode;
}

/** A button that is only a picture: its words are its name and its tooltip. */
export function IconAct({ label, children, className, ...rest }: IconActProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Button {...rest} aria-label={label} className={`icon-button ${className ?? ""}`}>
        {children}
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Keys as caps: "g q" is two, "mod+k" one with Ctrl or ⌘. Hidden from screen readers, who have the map. */
export function Keys({ of }: { of: string }) {
  return (
    <span className="keys" aria-hidden="true">
      {of.split(" ").map((stroke, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the strokes of one shortcut never move
        <kbd key={index}>{strokeLabel(stroke)}</kbd>
      ))}
    </span>
  );
}

export function strokeLabel(stroke: string): string {
  return stroke
    .replace("mod+", isMac() ? "⌘ " : "Ctrl ")
    .replace("Shift+", "⇧ ")
    .replace("Alt+", isMac() ? "⌥ " : "Alt ")
    .replace("Enter", "↵")
    .replace(/([ ]|^)([a-z])$/, (_, gap: string, letter: string) => gap + letter.toUpperCase());
}
