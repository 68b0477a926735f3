import { describe, expect, test } from 'vitest';
import { type Instant, instantFromIso, instantFromMillis } from '../../src/billing/calendar.ts';
import { isSilent, type Unheard, unheardAfter } from '../../src/hub/webhook-silence.ts';

const MINUTE_MS = 60_000;
const NINE = instantFromIso('2026-11-23T09:00:00Z');
const minutes = (after: number): Instant => instantFromMillis(NINE + after * MINUTE_MS);

type Sweep = { readonly newest?: number | undefined; readonly webhook?: number | undefined };

/** What stands after some sweeps; all times in minutes after nine. */
function stands(sweeps: readonly Sweep[]): { silent: boolean; unheard: Unheard | undefined } {
  let unheard: Unheard | undefined;
  let last: Instant | undefined;
  for (const { newest, webhook } of sweeps) {
    last = webhook === undefined ? undefined : minutes(webhook);
    unheard = unheardAfter(unheard, newest === undefined ? undefined : minutes(newest), last);
  }
  return { silent: isSilent(unheard, last), unheard };
}

describe('webhooks are silent', () => {
  test.each([
    {
      why: 'edits over more than an hour were found by three sweeps alone',
      sweeps: [
        { newest: 10, webhook: 0 },
        { newest: 40, webhook: 0 },
        { newest: 75, webhook: 0 },
      ],
      silent: true,
    },
    {
      why: 'sweeps in between that find nothing change nothing',
      sweeps: [{ newest: 10, webhook: 0 }, { webhook: 0 }, { newest: 40, webhook: 0 }, { newest: 75, webhook: 0 }],
      silent: true,
    },
    {
      why: 'two finds may be chance',
      sweeps: [
        { newest: 10, webhook: 0 },
        { newest: 90, webhook: 0 },
      ],
      silent: false,
    },
    {
      why: 'many finds within an hour may be one trouble of a moment',
      sweeps: [10, 20, 30, 40, 50, 69].map((newest) => ({ newest, webhook: 0 })),
      silent: false,
    },
    {
      why: 'one row that cannot be dealt with is found again and again',
      sweeps: Array.from({ length: 50 }, () => ({ newest: 10, webhook: 0 })),
      silent: false,
    },
    {
      why: 'nothing happens on a quiet weekend',
      sweeps: Array.from({ length: 300 }, () => ({ webhook: 0 })),
      silent: false,
    },
    {
      why: 'no webhook was ever set up',
      sweeps: [10, 40, 75, 200].map((newest) => ({ newest })),
      silent: false,
    },
    {
      why: 'each change was told of, only a little later than the sweep',
      sweeps: [
        { newest: 10, webhook: 0 },
        { newest: 40, webhook: 11 },
        { newest: 75, webhook: 41 },
        { newest: 110, webhook: 76 },
      ],
      silent: false,
    },
    {
      why: 'a webhook came after all',
      sweeps: [
        { newest: 10, webhook: 0 },
        { newest: 40, webhook: 0 },
        { newest: 75, webhook: 0 },
        { newest: 75, webhook: 80 },
      ],
      silent: false,
    },
    {
      why: 'times are kept to the minute, so a change of the same minute as the webhook was told of',
      sweeps: [0, 1, 2, 0, 1, 2].map((newest) => ({ newest, webhook: 0 })),
      silent: false,
    },
  ])('$silent, where $why', ({ sweeps, silent }) => {
    expect(stands(sweeps).silent).toBe(silent);
  });

  test('since the first change that was not told of', () => {
    const { unheard } = stands([
      { newest: 10, webhook: 0 },
      { newest: 40, webhook: 0 },
      { newest: 75, webhook: 0 },
    ]);
    expect(unheard).toEqual({ since: minutes(10), until: minutes(75), sweeps: 3 });
  });

  test('no longer, as soon as a webhook comes, before any sweep', () => {
    const { unheard } = stands([10, 40, 75].map((newest) => ({ newest, webhook: 0 })));
    expect(isSilent(unheard, minutes(0))).toBe(true);
    expect(isSilent(unheard, minutes(76))).toBe(false);
  });
});
