import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";

/** Filters that live in the address, so that a search can be sent to a colleague; "" means any. */
export function useFilters<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (filters: Record<Name, string>) => void] {
  const [params, setParams] = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ""]));
  const set = (next: Record<Name, string>) =>
    setParams(new URLSearchParams(Object.entries<string>(next).filter(([, value]) => value)), {
      replace: true,
    });
  return [filters as Record<Name, string>, set];
}

/** What is being typed; it becomes a search when the typing stops. */
export function useTyped(
  q: string,
  search: (q: string) => void,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(q);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => search(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}
