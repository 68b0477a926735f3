import type { Work } from '../../jobs/ports.ts';
import { aFollowUpPolicy } from '../support/facts.ts';
import type { FaultName } from './faults.ts';
import type { Flow } from './flows.ts';
import type { Strike } from './line.ts';
import type { Scene } from './scene.ts';

export const OWNER = 'owner@studio.example';

/** Due on Monday the 16th. */
const LIGHT_DAY = '2026-11-17';

const FOLLOW_UP: Work = { name: 'follow-up', id: 'follow-up', origin: 'schedule' };

/** Billed on 2 November and unpaid: the morning of the light step, of which nobody knows yet. */
async function late(scene: Scene): Promise<void> {
  await scene.sweep();
  scene.pass(10);
  scene.approve(scene.milestone);
  await scene.sweep();
  scene.goTo(`${LIGHT_DAY}T07:00:00Z`);
  await scene.sweep();
  scene.goTo(`${LIGHT_DAY}T08:00:00Z`);
}

/** The same an hour later: the owner has the list. */
async function announced(scene: Scene): Promise<void> {
  await late(scene);
  await scene.work(FOLLOW_UP);
  scene.goTo(`${LIGHT_DAY}T09:00:00Z`);
}

/** The hourly runs until noon: what was refused is tried again, and what was forgotten is announced again first. */
const untilNoon = async (scene: Scene): Promise<void> => {
  for (const hour of ['10', '11', '12']) {
    scene.goTo(`${LIGHT_DAY}T${hour}:00:00Z`);
    await scene.work(FOLLOW_UP);
    await scene.sweep();
  }
};

const KILLED: ReadonlySet<FaultName> = new Set(['killed before commit', 'killed after commit']);

/** The server had the text, or may have had it, and no answer came. */
const AFTER_THE_TEXT: ReadonlySet<FaultName> = new Set([
  ...KILLED,
  'no answer, committed',
  'mail: cut during text',
  'mail: cut before commit',
  'mail: lose answer',
]);

/** An answer that says that Stripe did it, or did nothing. */
const STRIPE_SAYS: ReadonlySet<FaultName> = new Set(['429 with Retry-After', 'slow body in time', 'Redis emptied']);

/** Two faults together: a process that died, and what it had noted is gone. */
const isForgotten = (strikes: readonly Strike[]): boolean =>
  strikes.some(({ fault }) => KILLED.has(fault)) && strikes.some(({ fault }) => fault === 'Redis emptied');

const SENDING_BY_STRIPE = 'stripe POST /v1/invoices/:id/send';

export const FOLLOW_UP_FLOWS: readonly Flow[] = [
  {
    name: 'follow-up',
    about: 'a late invoice is followed up by mail',
    scene: { startsAt: '2026-11-02T10:00:00Z', policy: { defaultBillingOwner: OWNER } },
    before: announced,
    happens: () => {},
    answer: ({ work }) => work(FOLLOW_UP),
    afterwards: untilNoon,
    messages: 1,
    mayBeUnknown: (strikes) =>
      strikes.some(
        ({ at, fault }) => (typeof at === 'number' || at.startsWith('mail ')) && AFTER_THE_TEXT.has(fault),
      ) || isForgotten(strikes),
    billed: { invoices: 1, sum: 400_000 },
  },
  {
    name: 'follow-up by Stripe',
    about: 'the same where Stripe mails the invoice again',
    scene: {
      startsAt: '2026-11-02T10:00:00Z',
      policy: { defaultBillingOwner: OWNER, followUp: aFollowUpPolicy({ channel: 'stripe' }) },
    },
    before: announced,
    happens: () => {},
    answer: ({ work }) => work(FOLLOW_UP),
    afterwards: untilNoon,
    messages: 1,
    mayBeUnknown: (strikes) =>
      strikes.some(
        ({ at, fault }) => (typeof at === 'number' || at === SENDING_BY_STRIPE) && !STRIPE_SAYS.has(fault),
      ) || isForgotten(strikes),
    billed: { invoices: 1, sum: 400_000 },
  },
  {
    name: 'morning list',
    about: 'the owner reads what goes out, and it does an hour later',
    scene: { startsAt: '2026-11-02T10:00:00Z', policy: { defaultBillingOwner: OWNER } },
    before: late,
    happens: () => {},
    answer: ({ work }) => work(FOLLOW_UP),
    async afterwards(scene) {
      scene.goTo(`${LIGHT_DAY}T09:00:00Z`);
      await scene.work(FOLLOW_UP);
      await untilNoon(scene);
    },
    messages: 1,
    billed: { invoices: 1, sum: 400_000 },
  },
  {
    name: 'follow-up too late',
    about: 'it is paid between the list and the message, and nothing goes out',
    scene: { startsAt: '2026-11-02T10:00:00Z', policy: { defaultBillingOwner: OWNER } },
    before: announced,
    async happens({ site, invoice, stripeSettles }) {
      await site.stripe.pay(invoice().id);
      await stripeSettles();
    },
    answer: ({ work }) => work(FOLLOW_UP),
    afterwards: untilNoon,
    messages: 0,
    billed: { invoices: 1, sum: 400_000 },
  },
];
