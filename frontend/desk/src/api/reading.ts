import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";

/**
 * Reads anew also what is being read for the first time. The library joins a first reading that is
 * under way, though its answer may be older than the change that made it stale.
 */
export class ReadingClient extends QueryClient {
  override async invalidateQueries<K extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<K>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const first = this.getQueryCache()
      .findAll({ ...filters, fetchStatus: "fetching" })
      .filter(({ state }) => state.data === undefined);
    await Promise.allSettled([
      super.invalidateQueries(filters, options),
      ...first.map((one) => one.promise),
    ]);
    if (first.length) {
      await super.invalidateQueries({ predicate: (one) => first.includes(one) }, options);
    }
  }
}
