import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { tempDir } from '../support/temp-dir.ts';
import { notGreen, rightSetUp } from './kit.ts';

const COMMAND = path.join(import.meta.dirname, '../../bin/milepost.mjs');

type Ended = { readonly code: number | string; readonly stdout: string; readonly stderr: string };

const doctor = (cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env.PATH ?? '', ...env } };
    execFile(process.execPath, [COMMAND, 'doctor', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const Report = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ id: z.string(), level: z.string(), mend: z.string().optional() })),
});

test('on a machine where nothing is set up the command says all that is missing, and ends with 1', async () => {
  const { code, stdout, stderr } = await doctor(tempDir(), { REDIS_URL: inject('redisUrl') }, '--json');
  expect(code).toBe(1);
  const { ok, findings } = Report.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  expect(ok).toBe(false);
  const missing = findings.filter(({ level }) => level === 'red').map(({ id }) => id);
  expect(missing).toEqual(
    expect.arrayContaining([
      'configuration.NOTION_TOKEN',
      'configuration.STRIPE_SECRET_KEY',
      'configuration.GOOGLE_SHEET_ID',
    ]),
  );
  expect(findings.filter(({ level, mend }) => level !== 'green' && mend === undefined)).toEqual([]);
  expect(stderr).toContain('Looked at Stripe');
});

test('on a right set-up the command ends with 0, spends few calls, and writes nothing', async () => {
  const setUp = await rightSetUp();
  try {
    await setUp.look();
    const before = {
      sheet: setUp.google.spreadsheet(setUp.spreadsheetId).raw,
      events: setUp.stripe.store.events().length,
    };
    for (const { journal } of [setUp.notion, setUp.stripe, setUp.google]) journal.clear();
    const env = Object.fromEntries(
      Object.entries(setUp.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const { code, stdout } = await doctor(setUp.folder, env);
    expect(stdout).toContain(' 0 to mend. Nothing stands in the way.');
    expect(code).toBe(0);

    const calls = (of: { readonly journal: SetUpJournal }) => of.journal.entries();
    expect(calls(setUp.notion).length).toBeLessThanOrEqual(18);
    expect(calls(setUp.stripe).length).toBeLessThanOrEqual(16);
    expect(calls(setUp.google).length).toBeLessThanOrEqual(4);
    const carriedOut = [...calls(setUp.notion), ...calls(setUp.stripe)].filter(
      ({ method, status, path: where }) => method !== 'GET' && status < 400 && !where.endsWith('/query'),
    );
    expect(carriedOut).toEqual([]);
    expect(setUp.google.spreadsheet(setUp.spreadsheetId).raw).toEqual(before.sheet);
    expect(setUp.stripe.store.events().length).toBe(before.events);
    expect(setUp.mail.inbox()).toEqual([]);
    expect(notGreen(await setUp.look())).toEqual([]);
  } finally {
    await setUp.close();
  }
});

type SetUpJournal = {
  readonly entries: () => readonly { readonly method: string; readonly path: string; readonly status: number }[];
};
