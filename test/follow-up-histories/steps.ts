import fc from 'fast-check';
import { happening } from './happenings.ts';
import { setting } from './setting.ts';
import { trouble } from './troubles.ts';

const weigh = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const days = fc.record({ does: fc.constant('days pass'), count: fc.integer({ min: 1, max: 5 }) });
const waits = fc.record({ does: fc.constant('waits'), trouble: trouble(happening) });
const findsOut = fc.record({ does: fc.constant('a person finds out'), of: fc.nat({ max: 4 }) });
const lost = fc.record({ does: fc.constant('Redis is lost') });

const usual = fc.oneof(
  weigh(9, days),
  weigh(3, fc.record({ does: fc.constant('hours pass'), count: fc.integer({ min: 1, max: 12 }) })),
  weigh(8, fc.record({ does: fc.constant('happens'), what: happening })),
  weigh(10, waits),
  weigh(1, lost),
  weigh(1, fc.record({ does: fc.constant('nobody runs'), hours: fc.constantFrom(5, 30, 100) })),
  weigh(1, fc.record({ does: fc.constant('all is held'), isHeld: fc.boolean() })),
  weigh(2, findsOut),
);

/** People let things go their way, and machines do not. */
const stormy = fc.oneof(weigh(6, days), weigh(12, waits), weigh(1, lost), weigh(2, findsOut));

/** One thing that happens. Plain data, so that a history that goes wrong can be read and shortened. */
export type Step = Made<typeof usual> | Made<typeof stormy>;
type Made<A> = A extends fc.Arbitrary<infer T> ? T : never;

const historyOf = (step: fc.Arbitrary<Step>) =>
  fc.record({ setting, steps: fc.array(step, { minLength: 3, maxLength: 28, size: 'max' }) });

export const history = fc.oneof(historyOf(usual), historyOf(stormy));
export type History = Made<typeof history>;
