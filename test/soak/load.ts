import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRule } from '../../sandbox/kit/faults.ts';
import type { Stage } from '../support/stage.ts';
import { reader, readyMilestone } from '../support/story.ts';

/** One milestone after the other is approved and paid, while services misbehave and Redis is lost now and then. */
export type Load = {
  /** Everything that was approved so far, by page id. */
  readonly milestones: readonly string[];
  readonly faults: () => number;
  readonly lostRedis: () => number;
  readonly run: (untilMs: number) => Promise<void>;
  /** What was billed meanwhile is paid. */
  readonly payWhatIsOpen: () => Promise<void>;
};

const MILESTONE_EVERY_MS = 9_000;
const FAULT_EVERY_MS = 6_000;
const REDIS_LOST_EVERY_MS = 5 * 60_000;
/** Looking at everything again takes some thirteen calls for each milestone, minutes at Notion's pace: the last loss is early enough to see it done. */
const NO_LOSS_WITHIN_MS = 12 * 60_000;

const BODY = '{"error":{"type":"api_error","message":"Something broke."}}';
const FAULTS: readonly FaultRule['fault'][] = [
  { kind: 'cut before commit' },
  { kind: 'cut after commit' },
  { kind: 'answer', status: 500, body: BODY },
  { kind: 'answer', status: 429, body: BODY, headers: { 'retry-after': '1' } },
  { kind: 'answer after commit', status: 503, body: BODY },
  { kind: 'delay', ms: 1_500 },
];

export function createLoad(stage: Stage): Load {
  const { notion, stripe } = stage.sandbox;
  const milestones: string[] = [];
  let faults = 0;
  let lostRedis = 0;

  const begin = (): void => {
    const { milestone, approveToday } = readyMilestone(stage);
    milestones.push(milestone);
    approveToday();
  };
  /** Pays whatever is open and was sent a while ago, in turns as people do. */
  const payWhatIsOpen = async (): Promise<void> => {
    for (const invoice of stripe.store.invoices()) {
      if (invoice.status !== 'open') continue;
      const isHalf = invoice.amount_paid === 0 && milestones.length % 3 === 0;
      await stripe.pay(invoice.id, isHalf ? { amount: 100_000 } : {});
    }
  };
  const misbehave = (): void => {
    const fault = FAULTS[faults % FAULTS.length];
    const { faults: at } = faults % 2 === 0 ? notion : stripe;
    if (fault !== undefined) at.add({ fault });
    stripe.webhooks.double(faults % 5 === 0);
    stripe.webhooks.lose(faults % 7 === 0 ? 2 : 0);
    faults += 1;
  };
  const every = async (ms: number, untilMs: number, act: () => void | Promise<void>): Promise<void> => {
    while (Date.now() < untilMs) {
      await act();
      await delay(Math.min(ms, Math.max(0, untilMs - Date.now())));
    }
  };
  return {
    milestones,
    faults: () => faults,
    lostRedis: () => lostRedis,
    payWhatIsOpen,
    async run(untilMs) {
      await Promise.all([
        every(MILESTONE_EVERY_MS, untilMs, async () => {
          begin();
          await payWhatIsOpen();
        }),
        every(FAULT_EVERY_MS, untilMs, misbehave),
        delay(REDIS_LOST_EVERY_MS).then(() =>
          every(REDIS_LOST_EVERY_MS, untilMs - NO_LOSS_WITHIN_MS, async () => {
            await stage.loseRedis();
            lostRedis += 1;
          }),
        ),
      ]);
      for (const { faults: at } of [notion, stripe]) at.clear();
      stripe.webhooks.deliverNormally();
      await payWhatIsOpen();
    },
  };
}

/** What of a milestone is not as it should be in the end; empty when all is well. */
export function flawsOf(stage: Stage, id: string): readonly string[] {
  const look = reader(stage, id);
  const { store } = stage.sandbox.stripe;
  const own = store.invoices().filter(({ metadata }) => metadata?.milepost_milestone === id);
  const live = own.filter(({ status }) => status !== 'draft' && status !== 'void');
  const mails = store.mails().filter((mail) => own.some((invoice) => invoice.id === mail.invoice));
  const comments = stage.sandbox.notion.comments(id).filter((comment) => comment.startsWith('Paid: '));
  return [
    live.length === 1 ? '' : `${live.length} live invoices`,
    mails.length === 1 ? '' : `${mails.length} mails`,
    comments.length === 1 ? '' : `${comments.length} closing comments`,
    look('Billing status') === 'Paid' ? '' : `shown as ${look('Billing status')}: ${look('Billing detail')}`,
  ].filter((flaw) => flaw !== '');
}
