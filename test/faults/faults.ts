import type { Disturbance } from '../../sandbox/kit/faults.ts';
import { MAIL_FAULTS, type MailFault } from '../../sandbox/mail/faults.ts';
import type { MailSandbox } from '../../sandbox/mail/index.ts';
import { EXECUTED_HEADER } from '../../sandbox/stripe/api/idempotency.ts';
import type { Call, Service } from './call.ts';
import { answered } from './fault-answers.ts';

/** What a fault can do beside spoiling the one answer. */
export type Hands = {
  /** The process ends where it stands: nothing of it goes on, and another one takes over. */
  readonly kill: () => void;
  /** Everything in Redis is gone: memory, leases, queue. */
  readonly emptyRedis: () => Promise<void>;
};

type HttpCall = { readonly service: Exclude<Service, 'mail'> };

type Strike = (call: HttpCall, hands: Hands) => Disturbance | Promise<Disturbance>;

/** Slow, and still well within the time that the hub waits. */
const SLOW_MS = 45;

/** Everything that one HTTP call may meet. The names are those of `--fault`. */
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

/** What a message meets on its way: how its mail server is set up for it, and what happens once that has done its part. */
export type MailBlow = { readonly arm: (mail: MailSandbox) => void; readonly afterwards?: () => void };

type MailStrike = (hands: Hands) => MailBlow | Promise<MailBlow>;

const FOR_EVER_MS = 60_000;

type MailFaultName = `mail: ${MailFault | 'greylisted'}`;

/** Each way in which the mail server of the sandbox fails one message. */
const failNext = (fault: MailFault): [MailFaultName, MailStrike] => [
  `mail: ${fault}`,
  () => ({ arm: (mail) => mail.failNext(fault) }),
];

/** Everything that one message may meet; the first ones have their namesakes among the faults of HTTP. */
const MAIL_STRIKES: Readonly<Partial<Record<string, MailStrike>>> = {
  'no answer, committed': () => ({ arm: (mail) => mail.answerAfter(FOR_EVER_MS) }),
  'slow body in time': () => ({ arm: (mail) => mail.answerAfter(SLOW_MS) }),
  'killed before commit': ({ kill }) => {
    kill();
    return { arm: (mail) => mail.failNext('cut before commit') };
  },
  'killed after commit': ({ kill }) => ({ arm: (mail) => mail.failNext('lose answer'), afterwards: kill }),
  'Redis emptied': async ({ emptyRedis }) => {
    await emptyRedis();
    return { arm: () => {} };
  },
  'mail: greylisted': () => ({ arm: (mail) => mail.greylist() }),
  ...Object.fromEntries(MAIL_FAULTS.map(failNext)),
};

type HttpFaultName = keyof typeof STRIKES;
export type FaultName = HttpFaultName | MailFaultName;

const isHttpFault = (name: string): name is HttpFaultName => name in STRIKES;
const isFaultName = (name: string): name is FaultName => isHttpFault(name) || name in MAIL_STRIKES;
export const FAULT_NAMES: readonly FaultName[] = [
  ...new Set([...Object.keys(STRIKES), ...Object.keys(MAIL_STRIKES)]),
].filter(isFaultName);

/** Undefined for what only a message can meet. */
export const strike = (
  fault: FaultName,
  call: HttpCall,
  hands: Hands,
): Disturbance | Promise<Disturbance> | undefined => (isHttpFault(fault) ? STRIKES[fault](call, hands) : undefined);

/** Undefined for what only HTTP can meet. */
export const strikeMail = (fault: FaultName, hands: Hands): MailBlow | Promise<MailBlow> | undefined =>
  MAIL_STRIKES[fault]?.(hands);

/** Only Stripe keeps answers, and only those to writes. */
function appliesTo(fault: FaultName, { service, method }: Call): boolean {
  if (service === 'mail') return fault in MAIL_STRIKES;
  if (fault === '500 kept under the idempotency key') return service === 'stripe' && method === 'POST';
  return isHttpFault(fault);
}

/** Faults that end only when the hub has waited long enough. */
const WAITED_FOR: ReadonlySet<FaultName> = new Set([
  'no answer, not committed',
  'no answer, committed',
  'body too slow',
]);
export const isWaitedFor = (fault: FaultName): boolean => WAITED_FOR.has(fault);

/** The faults that a call can meet. */
export const faultsOf = (call: Call): readonly FaultName[] => FAULT_NAMES.filter((fault) => appliesTo(fault, call));
