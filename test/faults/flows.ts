import { FOLLOW_UP_FLOWS } from './follow-up-flows.ts';
import type { Strike } from './line.ts';
import type { Scene, SceneOptions } from './scene.ts';

/** One way through the hub: what came before, what happens, and how the hub comes to do something about it. */
export type Flow = {
  readonly name: string;
  readonly about: string;
  readonly scene: SceneOptions;
  /** Undisturbed: everything up to the moment before. */
  readonly before: (scene: Scene) => Promise<void>;
  /** What people do. */
  readonly happens: (scene: Scene) => void | Promise<void>;
  /** What the hub does about it: every call of this meets every fault. */
  readonly answer: (scene: Scene) => Promise<void>;
  /** What comes by itself in the hours after the fault. */
  readonly afterwards?: (scene: Scene) => Promise<void>;
  /** How many messages to clients it may make, of Stripe's mails those beyond the one that issued the invoice; default none. */
  readonly messages?: number;
  /** Whether nobody can know, after these faults, if a message went out: it may be left unconfirmed then. */
  readonly mayBeUnknown?: (strikes: readonly Strike[]) => boolean;
  /** How many milestones may be billed, and for how much at most. */
  readonly billed: { readonly invoices: number; readonly sum: number };
};

const MORNING = '2026-11-02T10:00:00Z';
const DAY = 24 * 60;

/** The hub has seen everything, and nothing is approved. */
async function known(scene: Scene): Promise<void> {
  await scene.sweep();
  scene.pass(10);
}

async function billed(scene: Scene): Promise<void> {
  scene.approve(scene.milestone);
  await scene.sweep();
  scene.pass(DAY);
}

async function paid(scene: Scene): Promise<void> {
  await billed(scene);
  await scene.site.stripe.pay(scene.invoice().id);
  await scene.stripeSettles();
  await scene.sweep();
  scene.pass(DAY);
}

const disputes = new WeakMap<Scene, string>();

async function disputed(scene: Scene): Promise<void> {
  await paid(scene);
  disputes.set(scene, scene.site.stripe.dispute(scene.invoice().id));
  await scene.stripeSettles();
  await scene.sweep();
  scene.pass(DAY);
}

const sweeps = (scene: Scene): Promise<void> => scene.sweep();
const ONE_BILL = { invoices: 1, sum: 400_000 };

const refund = (
  name: string,
  about: string,
  fields: { readonly amount?: number; readonly reason?: 'requested_by_customer' },
): Flow => ({
  name,
  about,
  scene: { startsAt: MORNING },
  before: paid,
  async happens({ site, invoice, stripeSettles }) {
    site.stripe.refund(invoice().id, fields);
    await stripeSettles();
  },
  answer: sweeps,
  billed: ONE_BILL,
});

/** The main ways. The bill is found by a hub that has just started, so what it reads only once is in there as well. */
export const FLOWS: readonly Flow[] = [
  {
    name: 'bill',
    about: 'an approval becomes an invoice that is sent and shown',
    scene: { startsAt: MORNING },
    before: known,
    happens: ({ approve, milestone }) => approve(milestone),
    answer: ({ restart }) => restart(),
    billed: ONE_BILL,
  },
  {
    name: 'part payment',
    about: 'a webhook tells that a part is paid, and the rest is shown',
    scene: { startsAt: MORNING },
    before: billed,
    async happens({ site, invoice, stripeSettles }) {
      await site.stripe.pay(invoice().id, { amount: 150_000 });
      await stripeSettles();
    },
    answer: ({ work, invoice }) => work({ name: 'stripe invoice', id: invoice().id ?? '', origin: 'webhook' }),
    billed: ONE_BILL,
  },
  refund('refund agreed', 'a part goes back as agreed', { amount: 50_000, reason: 'requested_by_customer' }),
  refund('refund full', 'all of it goes back as agreed', { reason: 'requested_by_customer' }),
  refund('refund unexplained', 'all of it goes back, and nobody says why', {}),
  {
    name: 'dispute lost',
    about: 'the bank takes the money back, so what was closed out is open again',
    scene: { startsAt: MORNING },
    before: disputed,
    async happens(scene) {
      scene.site.stripe.closeDispute(disputes.get(scene) ?? '', 'lost');
      await scene.stripeSettles();
    },
    answer: sweeps,
    billed: ONE_BILL,
  },
  {
    name: 'closeout',
    about: 'all of it is paid: comment, and what is billed next',
    scene: { startsAt: MORNING },
    before: billed,
    async happens({ site, invoice, stripeSettles }) {
      await site.stripe.pay(invoice().id);
      await stripeSettles();
    },
    answer: sweeps,
    billed: ONE_BILL,
  },
  {
    name: 'weekly review',
    about: 'the owner’s sheet gets its tab of the week',
    scene: { startsAt: MORNING },
    before: billed,
    happens: () => {},
    answer: ({ work }) => work({ name: 'weekly-review', id: 'weekly-review', origin: 'schedule' }),
    billed: ONE_BILL,
  },
  {
    name: 'renewal',
    about: 'a retainer is billed on its day and gets the row of its next period',
    scene: {
      startsAt: '2026-01-30T10:00:00Z',
      milestone: {
        Name: { title: [{ text: { content: 'Care plan' } }] },
        Trigger: { select: { name: 'Retainer renewal' } },
        Amount: { number: 1000 },
        Delivery: { select: { name: 'In progress' } },
        Deliverable: { url: null },
        Approval: { select: { name: 'Not requested' } },
        'Planned date': { date: { start: '2026-01-31' } },
      },
      project: { Agreement: { url: 'https://sign.example/care' } },
    },
    before: known,
    happens: ({ pass }) => pass(DAY),
    answer: ({ work }) => work({ name: 'renewals', id: 'renewals', origin: 'schedule' }),
    billed: { invoices: 1, sum: 100_000 },
  },
  ...FOLLOW_UP_FLOWS,
];
