import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, startHubProcess } from '../../sandbox/demo/hub-process.ts';
import { lookAtRow } from '../../sandbox/demo/look.ts';
import { until } from '../../sandbox/demo/until.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import type { Benchmark, Figure, Surroundings } from '../figure.ts';
import { type Agency, createAgency, MILESTONES } from './agency.ts';
import { type Counted, counted, type Service, startCounting, untilQuiet } from './counted.ts';

/** Far above what is sent here: the figure is about how many calls are made, not about waiting for leave to make them. */
const NO_LIMIT = { requests: 100_000, seconds: 60 };
const SHOWN_WITHIN_MS = 40_000;

/** Of Stripe's: the customer's invoices, a draft, its line, to send it; and a share of its project's look. */
const MOST: Readonly<Record<Service, number>> = { notion: 5, stripe: 5 };

export const calls: Benchmark = {
  name: 'calls',
  about: 'requests to Notion and Stripe per milestone that is billed, and per payment that is shown',
  async run(around) {
    const { say } = around;
    const { sandbox, agency } = await startAgencyWithHub(around);
    const allShow = (status: string) =>
      until(
        () => agency.milestoneIds.every((id) => lookAtRow(sandbox.notion, id)('Billing status') === status),
        `every milestone shows "${status}"`,
        SHOWN_WITHIN_MS,
      );
    const measure = async (what: string, change: () => Promise<unknown>, status: string): Promise<Counted> => {
      say(`${what}: ${MILESTONES}`);
      startCounting(sandbox);
      await change();
      await allShow(status);
      await untilQuiet(sandbox);
      const result = counted(sandbox);
      for (const service of ['notion', 'stripe'] as const)
        say(`${what}, ${service}: ${result[service].byRoute.join(', ')}`);
      return result;
    };

    const today = new Date(sandbox.clock.now()).toISOString().slice(0, 10);
    const billed = await measure(
      'milestones approved',
      async () => {
        for (const id of agency.milestoneIds) agency.approve(id, today);
      },
      'Sent',
    );
    const paid = await measure('invoices paid', () => payAll(sandbox, agency), 'Paid');
    return [...perMilestone('billed milestone', billed, MOST), ...perMilestone('payment shown', paid)];
  },
};

/** A hub beside local services that has seen everything there is and waits for news. */
async function startAgencyWithHub({ say, atEnd }: Surroundings) {
  say('starting Redis, the sandbox and a hub');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-bench-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const redis = await startPrivateRedis({ dataDir: path.join(folder, 'redis'), tell: say });
  atEnd(redis.stop);
  const sandbox = await startSandbox({ rateLimit: NO_LIMIT });
  atEnd(sandbox.close);
  const environment = sandbox.environment();
  const agency = await createAgency(sandbox, environment.STRIPE_SECRET_KEY ?? '');
  const config = {
    timeZone: 'Europe/London',
    currency: 'GBP',
    approval: { quietPeriodSeconds: 0 },
    limits: { notion: NO_LIMIT },
  };
  const hub = await startHubProcess({ folder, environment, redisUrl: redis.url, port: await freePort(), config });
  atEnd(hub.stop);
  await sandbox.connectWebhooks(hub.url);
  say('waiting for the first sweep to be over');
  await untilQuiet(sandbox);
  return { sandbox, agency };
}

async function payAll({ notion, stripe }: Sandbox, { milestoneIds }: Agency): Promise<void> {
  for (const id of milestoneIds) await stripe.pay(lookAtRow(notion, id)('Stripe invoice'));
}

function perMilestone(what: string, total: Counted, most?: Readonly<Record<Service, number>>): readonly Figure[] {
  return (['notion', 'stripe'] as const).map((service) => ({
    name: `${service === 'notion' ? 'Notion' : 'Stripe'} per ${what}`,
    value: total[service].requests / MILESTONES,
    unit: 'requests',
    ...(most === undefined ? {} : { target: { atMost: most[service] } }),
  }));
}
