import { describe, expect, test } from 'vitest';
import type { HubProcess } from '../../sandbox/demo/hub-process.ts';
import { until } from '../../sandbox/demo/until.ts';
import { atMost } from '../support/at-most.ts';
import { type Stage, startStage, untilQuiet } from '../support/stage.ts';
import { endState, GOOD_END, payOnPage, reader, readyMilestone, untilShown } from '../support/story.ts';

type Rows = ReturnType<typeof readyMilestone>;
type Write = { readonly method: string; readonly path: string };

const PATIENCE_MS = 40_000;

const posts = (path: RegExp) => (write: Write) => write.method === 'POST' && path.test(write.path);
const writesTo = (row: 'client' | 'milestone' | 'project') => (write: Write, rows: Rows) =>
  write.method === 'PATCH' && write.path.endsWith(rows[row]);

/** Everything that the hub writes between approval and the paid milestone, in this order. */
const WRITES = {
  'the customer was created': posts(/\/v1\/customers$/),
  'the customer was noted beside the client': writesTo('client'),
  'the draft was created': posts(/\/v1\/invoices$/),
  'the draft was noted beside the milestone': writesTo('milestone'),
  'the line was added': posts(/\/add_lines$/),
  'the invoice was sent': posts(/\/send$/),
  'the milestone was shown as sent': writesTo('milestone'),
  'the project moved on': writesTo('project'),
  'the closing comment was written': posts(/\/v1\/comments$/),
  'the milestone was shown as paid': writesTo('milestone'),
  'the project was wound up': writesTo('project'),
} as const;

/** What else is lost between the kill and the restart. */
const LOSSES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'nothing else is lost': async () => {},
  'Redis is emptied': (stage) => stage.loseRedis(),
  'Redis is emptied and Stripe has forgotten its keys': async (stage) => {
    await stage.loseRedis();
    stage.sandbox.stripe.expireIdempotencyKeys();
  },
};

/** A hub that has looked at a milestone which waits for its approval. */
async function startScene(): Promise<{ stage: Stage; rows: Rows; kill: () => Promise<void> }> {
  const stage = await startStage();
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  const rows = readyMilestone(stage);
  await untilShown(stage, rows.milestone, 'Not yet triggered');
  await untilProject(stage, rows, 'Design');
  await until(() => reader(stage, rows.client)('Account status') === 'Current', 'the account is current', PATIENCE_MS);
  return { stage, rows, kill: hub.kill };
}

const untilProject = (stage: Stage, { project }: Rows, words: string): Promise<unknown> =>
  until(
    () => reader(stage, project)('Next billing event').startsWith(words),
    `the next billing event is "${words}"`,
    PATIENCE_MS,
  );

/** Approval, invoice, payment on the hosted page. */
async function playOn(stage: Stage, rows: Rows): Promise<void> {
  rows.approveToday();
  await untilShown(stage, rows.milestone, 'Sent');
  await untilProject(stage, rows, 'Fully billed');
  await payOnPage(reader(stage, rows.milestone)('Invoice'));
  await untilShown(stage, rows.milestone, 'Paid');
  await untilProject(stage, rows, 'Fully billed: ');
}

/** Calls `then` after each write that was carried out, before its answer leaves. */
function onWrite({ sandbox }: Stage, then: (write: Write) => void | Promise<void>): void {
  const listener = async (write: Write): Promise<void> => {
    if (!write.path.endsWith('/query')) await then(write);
  };
  sandbox.notion.faults.onWrite(listener);
  sandbox.stripe.faults.onWrite(listener);
}

/** Three sandboxes with their hubs at a time: machines are small. */
const inTurn = atMost(3);

test('a run without a crash makes these writes and no others', async () => {
  const { stage, rows } = await startScene();
  try {
    const seen: Write[] = [];
    onWrite(stage, (write) => void seen.push(write));
    await playOn(stage, rows);
    const names = Object.entries(WRITES);
    expect(seen.map((write, at) => names[at]?.[1](write, rows) ?? write)).toEqual(names.map(() => true));
  } finally {
    await stage.close();
  }
});

/** The hub dies in the moment of its n-th write and is started again. @returns which write that was, and the end of it */
async function crashAt(n: number, lose: (stage: Stage) => Promise<void>) {
  const { stage, rows, kill } = await startScene();
  try {
    const crash = Promise.withResolvers<{ fatal: Write; restarted: Promise<HubProcess> }>();
    let count = 0;
    onWrite(stage, async (fatal) => {
      count += 1;
      if (count !== n) return;
      await kill();
      crash.resolve({ fatal, restarted: lose(stage).then(stage.startHub) });
    });
    await playOn(stage, rows);
    await until(() => count >= n, `the hub makes its write number ${n}`);
    const { fatal, restarted } = await crash.promise;
    await untilQuiet(await restarted);
    return { fatal, rows, end: endState(stage, rows.milestone) };
  } finally {
    await stage.close();
  }
}

const EVERY = Object.entries(WRITES).map(([name, isIt], at) => [name, at + 1, isIt] as const);
/** Whether Stripe still knows its keys makes a difference only where Stripe was written to. */
const TO_STRIPE = /^the (customer|draft) was created|line|invoice was sent/;

describe.each(Object.entries(LOSSES))('killed while it works, and %s:', (loss, lose) => {
  const here = loss === 'Redis is emptied' ? EVERY.filter(([name]) => TO_STRIPE.test(name)) : EVERY;
  test.concurrent.each(here)(
    'as soon as %s, one invoice and one mail are the end of it',
    async (_name, n, isIt) => {
      const { fatal, rows, end } = await inTurn(() => crashAt(n, lose));
      expect(isIt(fatal, rows), `the hub died at ${JSON.stringify(fatal)}`).toBe(true);
      expect(end).toEqual(GOOD_END);
    },
    300_000,
  );
});
