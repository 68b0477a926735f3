import { type Finding, green, red, type Subject, yellow } from '../finding.ts';
import { ago, counted, some } from '../words.ts';

export type HubFacts = {
  readonly now: number;
  /** When each regular thing last happened, in milliseconds since the epoch. */
  readonly lastSeen: ReadonlyMap<string, number>;
  readonly sweepEverySeconds: number;
  /** Work that was given up. */
  readonly failed: number;
  readonly alarms: readonly string[];
  readonly unreadable: readonly string[];
  /** Why the review cannot be written; undefined when nothing is known to be wrong. */
  readonly reviewProblem: { readonly since: string; readonly words: string } | undefined;
  readonly stripeReads: { readonly used: number; readonly allowed: number; readonly isScarce: boolean };
};

const about = (id: string, what: string): Subject => ({ id: `hub.${id}`, area: 'Hub', what });

export const HUB_MEMORY = about('memory', 'What the hub remembers');
const SWEEP = about('sweep', 'Last sweep');
const WORK = about('work', 'Work given up');
const ROWS = about('rows', 'Rows that cannot be read');
const ALARMS = about('alarms', 'Alarms');
const READS = about('stripe reads', 'Reads at Stripe');

const HOUR_MS = 60 * 60_000;

export function judgeHub(facts: HubFacts): readonly Finding[] {
  return [
    sweepOf(facts),
    ...regular(facts),
    ...reviewOf(facts),
    facts.failed === 0
      ? green(WORK, 'none')
      : yellow(WORK, counted(facts.failed, 'job'), 'Open /admin, read the reasons, and try them again there.'),
    facts.unreadable.length === 0
      ? green(ROWS, 'none')
      : yellow(
          ROWS,
          `${counted(facts.unreadable.length, 'row')}: ${some(facts.unreadable, 3)}`,
          'What is wrong stands beside each milestone and in `npx milepost status`, with who can mend it.',
        ),
    facts.alarms.length === 0
      ? green(ALARMS, 'none in thirty days')
      : yellow(
          ALARMS,
          `${facts.alarms.length} in thirty days`,
          'Run `npx milepost status` for the words, and `npx milepost explain <page>` for the reasons.',
        ),
    readsOf(facts),
  ];
}

/** A hub that does not run bills nothing; one that has never run is only about to. */
function sweepOf({ lastSeen, now, sweepEverySeconds }: HubFacts): Finding {
  const at = lastSeen.get('sweep');
  const start = 'Start it: `npm start`, or `docker compose up --detach`.';
  if (at === undefined) return yellow(SWEEP, 'the hub has not run yet', start);
  const late = now - at > Math.max(3 * sweepEverySeconds * 1000, 30 * 60_000);
  if (late)
    return red(
      SWEEP,
      `${ago(at, now)}: the hub does not run, or cannot finish a sweep`,
      `${start} If it runs, its log says why.`,
    );
  return green(SWEEP, ago(at, now));
}

const REGULAR = [
  { what: 'follow-up', words: 'Last follow-up run', hours: 3 },
  { what: 'renewals', words: 'Last renewals', hours: 26 },
  { what: 'open invoices', words: 'Last look at open invoices', hours: 50 },
  { what: 'weekly review', words: 'Last weekly review', hours: 8 * 24 },
] as const;

/** What comes by the hour, day and week. Silent about what has not come round for the first time. */
function regular({ lastSeen, now }: HubFacts): readonly Finding[] {
  return REGULAR.flatMap(({ what, words, hours }) => {
    const at = lastSeen.get(what);
    if (at === undefined) return [];
    const subject = about(what, words);
    return now - at <= hours * HOUR_MS
      ? [green(subject, ago(at, now))]
      : [
          yellow(
            subject,
            ago(at, now),
            `Run it now: \`npx milepost run ${what.replaceAll(' ', '-')}\`; it says what keeps it.`,
          ),
        ];
  });
}

function reviewOf({ reviewProblem }: HubFacts): readonly Finding[] {
  if (reviewProblem === undefined) return [];
  const { since, words } = reviewProblem;
  return [
    red(
      about('review', 'Weekly review'),
      `not written since ${since}: ${words}`,
      'Mend that; it is tried again by itself.',
    ),
  ];
}

function readsOf({ stripeReads: { used, allowed, isScarce } }: HubFacts): Finding {
  const why = `${used.toLocaleString('en')} of at least ${allowed.toLocaleString('en')} in thirty days`;
  if (!isScarce) return green(READS, why);
  return yellow(
    READS,
    `${why}: what can wait is put off`,
    'Set limits: { stripeReads: … } to what Stripe allows you (500 for each transaction), or sweep.everySeconds to more.',
  );
}
