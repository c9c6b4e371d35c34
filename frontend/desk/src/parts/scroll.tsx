import type { ReactNode, Ref, UIEventHandler } from "react";

interface ScrollProps {
  label: string;
  className: string;
  role?: "group" | "log";
  boxRef?: Ref<HTMLDivElement>;
  onScroll?: UIEventHandler;
  children: ReactNode;
}

/** A part that scrolls by itself. It takes the focus, since a keyboard could not scroll it otherwise. */
export function Scroll({
  label,
  className,
  role = "group",
  boxRef,
  onScroll,
  children,
}: ScrollProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles support a label
    <div
      className={className}
      role={role}
      aria-label={label}
      tabIndex={0}
      {...(boxRef ? { ref: boxRef } : {})}
      {...(onScroll ? { onScroll } : {})}
    >
      {children}
    </div>
  );
}
