import fc from 'fast-check';
import { BY_HAND } from './by-hand.ts';
import { CLIENT_MEDDLING, NOTE_MEDDLING, SHOWN_MEDDLING } from './meddling.ts';
import { MONEY } from './money.ts';
import { OPENINGS } from './openings.ts';
import { ROWS, type RowName, type RowRef, setting } from './setting.ts';
import { CLIENT_EDITS, DECISIONS, MILESTONE_EDITS, MILESTONE_MOVES, PROJECT_EDITS, PROJECT_MOVES } from './team.ts';

/** Any of a table's names. */
export const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => {
  const names: K[] = [];
  for (const name in table) names.push(name);
  return fc.constantFrom(...names);
};

const which = fc.constantFrom(0, 1);
const end = fc.constantFrom('newest', 'oldest');
const hours = fc.constantFrom(1, 5, 24, 72, 7 * 24, 15 * 24, 31 * 24, 75 * 24);
const cut = fc.option(
  fc.record({ after: fc.nat({ max: 6 }), when: fc.constantFrom('before its effect', 'after its effect') }),
  { freq: 3 },
);

/** Decisions that are in order come more often than others. */
const decision = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('whole', 'a quarter of it', 'half of it') },
  { weight: 2, arbitrary: keys(DECISIONS) },
);

const weigh = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** What people do day by day, what clients and banks do, and what the hub hears of it. */
const usual = (of: fc.Arbitrary<RowRef>) =>
  fc.oneof(
    weigh(8, fc.record({ does: fc.constant('decide'), of, how: decision })),
    weigh(6, fc.record({ does: fc.constant('edit milestone'), of, how: keys(MILESTONE_EDITS) })),
    weigh(2, fc.record({ does: fc.constant('edit project'), of: which, how: keys(PROJECT_EDITS) })),
    weigh(1, fc.record({ does: fc.constant('edit client'), of: which, how: keys(CLIENT_EDITS) })),
    weigh(1, fc.record({ does: fc.constant('win the deal') })),
    weigh(1, fc.record({ does: fc.constant('meddle'), of, how: keys(SHOWN_MEDDLING) })),
    weigh(8, fc.record({ does: fc.constant('money'), of, at: end, how: keys(MONEY) })),
    weigh(3, fc.record({ does: fc.constant('wait'), hours })),
    weigh(10, fc.record({ does: fc.constant('look'), of, times: fc.constantFrom(1, 2), cut })),
    weigh(2, fc.record({ does: fc.constant('look at all'), backwards: fc.boolean(), cut })),
  );

/** Redis is lost, and rows are moved about: what stands in Notion and Stripe has to be enough. */
const lost = (of: fc.Arbitrary<RowRef>) =>
  fc.oneof(
    weigh(3, fc.record({ does: fc.constant('Redis is lost') })),
    weigh(2, fc.record({ does: fc.constant('edit milestone'), of, how: keys(MILESTONE_MOVES) })),
    weigh(1, fc.record({ does: fc.constant('edit project'), of: which, how: keys(PROJECT_MOVES) })),
  );

/** Somebody tampers with a note by which invoices are found: never with two kinds that stand in for each other. */
const noteGone = (of: fc.Arbitrary<RowRef>) => fc.record({ does: fc.constant('meddle'), of, how: keys(NOTE_MEDDLING) });
/** Somebody has billed it in Stripe, and says so beside the milestone. */
const billedByHand = (of: fc.Arbitrary<RowRef>) =>
  fc.record({ does: fc.constant('type in an invoice'), of, how: keys(BY_HAND) });
const customerGone = () =>
  fc.record({ does: fc.constant('meddle with client'), of: which, how: keys(CLIENT_MEDDLING) });

/** One thing that happens. Plain data, so that a history that goes wrong can be read and shortened. */
export type Step =
  | Made<typeof usual>
  | Made<typeof lost>
  | Made<typeof noteGone>
  | Made<typeof customerGone>
  | Made<typeof billedByHand>;
type Made<F extends (of: fc.Arbitrary<RowRef>) => fc.Arbitrary<unknown>> =
  ReturnType<F> extends fc.Arbitrary<infer T> ? T : never;

/** On whom the light falls: much happens to few, or, less often, a little to everybody. Nobody else is there. */
const CASTS: readonly { readonly weight: number; readonly cast: readonly RowName[] }[] = [
  { weight: 3, cast: ['Design'] },
  { weight: 3, cast: ['Deposit', 'Launch'] },
  { weight: 3, cast: ['Care'] },
  { weight: 3, cast: ['Launch', 'Design'] },
  { weight: 2, cast: ROWS },
];

const historyOf = (cast: readonly RowName[]) => {
  const of = fc.constantFrom(...cast, ...(cast.includes('Care') ? ['the latest renewal' as const] : []));
  const among = <T>(rare: fc.Arbitrary<T>) =>
    fc.array(fc.oneof(weigh(9, usual(of)), weigh(1, rare)), { maxLength: 32, size: 'max' });
  const steps: fc.Arbitrary<Step[]> = fc.oneof(
    among(lost(of)),
    among(noteGone(of)),
    among(customerGone()),
    among(billedByHand(of)),
  );
  return fc.record({ setting, cast: fc.constant(cast), opening: keys(OPENINGS), steps });
};

export const history = fc.oneof(...CASTS.map(({ weight, cast }) => weigh(weight, historyOf(cast))));
export type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
