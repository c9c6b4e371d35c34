import type { ReactNode } from "react";
import { Scroll } from "../parts/scroll";

interface PageProps {
  title: string;
  hint?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the console: one heading, what it is for, and its contents. */
export function Page({ title, hint, actions, children }: PageProps) {
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {hint ? <p className="muted">{hint}</p> : null}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title: string;
  hint?: string;
  className?: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Card({ title, hint, className, aside, children }: CardProps) {
  return (
    <section className={`card ${className ?? ""}`} aria-label={title}>
      <header className="card-head">
        <div>
          <h2>{title}</h2>
          {hint ? <p className="muted">{hint}</p> : null}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** A table that scrolls sideways inside its card, reachable by keyboard. */
export function TableFrame({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Scroll className={`table-frame ${className ?? ""}`} label={label}>
      <table>{children}</table>
    </Scroll>
  );
}
