import type { Briefing, Id } from "../../../shared/api";

export interface SlotProps {
  id: Id;
  briefing: Briefing;
}

/** Where a phrased summary stands, above everything else. */
export function InShort(_: SlotProps) {
  return null;
}

/** Where similar, solved conversations stand, below everything else. */
export function Similar(_: SlotProps) {
  return null;
}
