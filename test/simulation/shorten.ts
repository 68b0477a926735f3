/**
 * Looks for the shortest history that still fails, by leaving things out: quicker than to try every smaller value where
 * one history takes a second.
 * @param smaller what may be left out of a history, the boldest first
 * @param fails plays one; undefined: it does not fail
 */
export async function shorten<H, F>(
  failing: { readonly history: H; readonly failure: F },
  smaller: (history: H) => Iterable<H>,
  { fails, until }: { readonly fails: (history: H) => Promise<F | undefined>; readonly until: number },
): Promise<{ readonly history: H; readonly failure: F; readonly shrinks: number }> {
  let best = failing;
  for (let shrinks = 0; ; shrinks += 1) {
    const next = await firstFailing(best.history);
    if (next === undefined) return { ...best, shrinks };
    best = next;
  }

  async function firstFailing(history: H): Promise<typeof failing | undefined> {
    for (const one of smaller(history)) {
      if (performance.now() > until) return undefined;
      const failure = await fails(one);
      if (failure !== undefined) return { history: one, failure };
    }
    return undefined;
  }
}

/** A list without its end, then without ever smaller pieces of it. */
export function* withoutSome<T>(list: readonly T[], least = 0): Generator<readonly T[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = list.length - size; from > -size; from -= size) {
      const left = [...list.slice(0, Math.max(0, from)), ...list.slice(from + size)];
      if (left.length >= least && left.length < list.length) yield left;
    }
}
