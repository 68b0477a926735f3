import type { Disturbance } from '../../sandbox/kit/faults.ts';
import { EXECUTED_HEADER } from '../../sandbox/stripe/api/idempotency.ts';
import type { Call } from './call.ts';
import { answered } from './fault-answers.ts';

/** What a fault can do beside spoiling the one answer. */
export type Hands = {
  /** The process ends where it stands: nothing of it goes on, and another one takes over. */
  readonly kill: () => void;
  /** Everything in Redis is gone: memory, leases, queue. */
  readonly emptyRedis: () => Promise<void>;
};

type Strike = (call: Call, hands: Hands) => Disturbance | Promise<Disturbance>;

/** Slow, and still well within the time that the hub waits. */
const SLOW_MS = 45;

/** Everything that one call may meet. The names are those of `--fault`. */
const STRIKES = {
  'cut before commit': () => ({ fault: { kind: 'cut before commit' } }),
  'cut after commit': () => ({ fault: { kind: 'cut after commit' } }),
  '429 with Retry-After': ({ service }) => ({ fault: answered(service, 429) }),
  '500': ({ service }) => ({ fault: answered(service, 500) }),
  '500 kept under the idempotency key': ({ service }) => ({
    fault: answered(service, 500, { headers: { [EXECUTED_HEADER]: 'true' } }),
  }),
  '503 after commit': ({ service }) => ({ fault: answered(service, 503, { kind: 'answer after commit' }) }),
  '409': ({ service }) => ({ fault: answered(service, 409) }),
  'no answer, not committed': () => ({ fault: { kind: 'no answer before commit' } }),
  'no answer, committed': () => ({ fault: { kind: 'no answer after commit' } }),
  'body too slow': () => ({ fault: { kind: 'slow body', ms: Number.POSITIVE_INFINITY } }),
  'slow body in time': () => ({ fault: { kind: 'slow body', ms: SLOW_MS } }),
  'killed before commit': (_call, { kill }) => {
    kill();
    return { fault: { kind: 'cut before commit' } };
  },
  'killed after commit': (_call, { kill }) => ({ fault: { kind: 'cut after commit' }, afterCommit: kill }),
  'Redis emptied': async (_call, { emptyRedis }) => {
    await emptyRedis();
    return {};
  },
} as const satisfies Readonly<Record<string, Strike>>;

export type FaultName = keyof typeof STRIKES;

const isFaultName = (name: string): name is FaultName => name in STRIKES;
export const FAULT_NAMES: readonly FaultName[] = Object.keys(STRIKES).filter(isFaultName);

export const strike = (fault: FaultName, call: Call, hands: Hands): Disturbance | Promise<Disturbance> =>
  STRIKES[fault](call, hands);

/** Only Stripe keeps answers, and only those to writes. */
const appliesTo = (fault: FaultName, { service, method }: Call): boolean =>
  fault !== '500 kept under the idempotency key' || (service === 'stripe' && method === 'POST');

/** Faults that end only when the hub has waited long enough. */
const WAITED_FOR: ReadonlySet<FaultName> = new Set([
  'no answer, not committed',
  'no answer, committed',
  'body too slow',
]);
export const isWaitedFor = (fault: FaultName): boolean => WAITED_FOR.has(fault);

/** The faults that a call can meet. */
export const faultsOf = (call: Call): readonly FaultName[] => FAULT_NAMES.filter((fault) => appliesTo(fault, call));
