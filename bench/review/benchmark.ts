import { fork } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import { type Benchmark, type Figure, median, type Surroundings } from '../figure.ts';
import { createYears, MILESTONES, OPEN } from './agency.ts';

/** Far above what is sent here: the figure is about how many calls are made. */
const NO_LIMIT = { requests: 100_000, seconds: 60 };
const SECONDS_MAX = 0.3;
const MEGABYTES_MAX = 200;
const SHEETS_CALLS_MAX = 4;
/** Beside the open rows themselves: four schemas, what was closed, the projects under way, clients, deals. */
const NOTION_CONSTANT = 14;
const NOTION_MAX = OPEN / 100 + NOTION_CONSTANT;

const Answer = z.object({ seconds: z.array(z.number()), rows: z.number(), megabytes: z.number() });
type Answer = z.infer<typeof Answer>;

export const review: Benchmark = {
  name: 'review',
  about: `the weekly review of ${MILESTONES} milestones of which ${OPEN} are open: time, room, and calls`,
  async run(around) {
    const { say, atEnd } = around;
    const sandbox = await startSandbox({ rateLimit: NO_LIMIT });
    atEnd(sandbox.close);
    say(`filling a workspace with ${MILESTONES} milestones`);
    createYears(sandbox, dateIn('Europe/London', instantFromMillis(Date.now())));
    for (const service of [sandbox.notion, sandbox.stripe, sandbox.google]) service.journal.clear();
    say('reading, planning and writing the review');
    const answer = await runReviewer(sandbox, around);
    if (answer.rows !== OPEN) throw new Error(`It read ${answer.rows} rows, not the ${OPEN} that are open.`);
    return figures(sandbox, answer);
  },
};

function runReviewer(sandbox: Sandbox, { atEnd }: Surroundings): Promise<Answer> {
  const child = fork(path.join(import.meta.dirname, 'reviewer.ts'), {
    env: { ...process.env, REVIEW_SANDBOX: JSON.stringify(sandbox.environment()) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  atEnd(() => child.kill());
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(Answer.parse(message)));
    child.once('exit', (code) => reject(new Error(`The reviewer ended with ${code} before it answered.`)));
  });
}

function figures({ notion, stripe, google }: Sandbox, { seconds, megabytes }: Answer): readonly Figure[] {
  const calls = google.journal.entries().filter(({ path: route }) => route.startsWith('/v4/'));
  return [
    {
      name: 'Weekly review computed',
      value: median(seconds),
      unit: 's',
      target: { atMost: SECONDS_MAX },
      samples: seconds,
    },
    { name: 'Memory of its process', value: megabytes, unit: 'MB', target: { atMost: MEGABYTES_MAX } },
    {
      name: 'Notion reads of a weekly review',
      value: notion.journal.entries().length,
      unit: 'requests',
      target: { atMost: NOTION_MAX },
    },
    { name: 'Stripe reads of a weekly review', value: stripe.journal.entries().length, unit: 'requests' },
    {
      name: 'Sheets calls of a weekly review',
      value: calls.length,
      unit: 'requests',
      target: { atMost: SHEETS_CALLS_MAX },
    },
  ];
}
