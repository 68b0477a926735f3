import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { SEED_ZONE } from '../../sandbox/seed/index.ts';
import { type Sandbox, startSeededSandbox } from '../../sandbox/start.ts';
import { type Instant, instantFromMillis } from '../../src/billing/calendar.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { type RunnableJob, runNow } from '../../src/hub/run-now.ts';

/** Notion's own pace would make the first look at a whole agency take minutes. */
const NOTION_LIMIT = { requests: 9_000, seconds: 60 };
const WEEK_MS = 7 * 24 * 3_600_000;

/** An agency's tools after some weekly reviews. */
export type ReviewedAgency = {
  readonly sandbox: Sandbox;
  /** The address of its sheet's page. */
  readonly sheetUrl: string;
  /** Titles of the weeks' tabs, oldest first. */
  readonly weeks: readonly string[];
  /** Writes this week's review again. */
  readonly reviewAgain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * The seeded agency, once `milepost run sweep` has caught up with it, and `milepost run weekly-review` as of each of the last
 * weeks. Both run in this process, which is quicker than the commands.
 * @param weekCount how many, this week's included
 */
export async function startReviewedAgency(weekCount: number): Promise<ReviewedAgency> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-browser-'));
  const sandbox = await startSeededSandbox({ rateLimit: NOTION_LIMIT });
  const close = async (): Promise<void> => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const config = configFor(sandbox, folder);
    await runJob(config, 'sweep', Date.now());
    const now = Date.now();
    const before = new Set(tabsOf(sandbox));
    for (let back = weekCount - 1; back >= 0; back -= 1) await runJob(config, 'weekly-review', now - back * WEEK_MS);
    return {
      sandbox,
      sheetUrl: `${sandbox.google.url}/sheet/${sandbox.sheetId}`,
      weeks: tabsOf(sandbox)
        .filter((title) => !before.has(title) && /^\d{4}-W\d\d$/.test(title))
        .toSorted(),
      reviewAgain: () => runJob(config, 'weekly-review', now),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const tabsOf = ({ google, sheetId }: Sandbox): readonly string[] =>
  google
    .spreadsheet(sheetId)
    .tabs()
    .map(({ title }) => title);

function configFor(sandbox: Sandbox, folder: string): Config {
  const policy = path.join(folder, 'milepost.config.yaml');
  writeFileSync(
    policy,
    JSON.stringify({
      timeZone: SEED_ZONE,
      currency: 'GBP',
      approval: { quietPeriodSeconds: 0 },
      limits: { notion: NOTION_LIMIT },
    }),
  );
  const env = { ...sandbox.environment(), REDIS_URL: inject('redisUrl'), MILEPOST_CONFIG: policy };
  return loadConfig({ env, cwd: folder });
}

/** @throws when the job, or any work that it caused, failed */
async function runJob(config: Config, job: RunnableJob, at: number): Promise<void> {
  const clock = (): Instant => instantFromMillis(at);
  const log = pino({ level: 'silent' });
  const report = await runNow(job, config, { clock, ownClock: false, dryRun: false, log, tell: () => {} });
  if (!report.ok) throw new Error(`${job} failed: ${JSON.stringify(report.failures)}`);
}
