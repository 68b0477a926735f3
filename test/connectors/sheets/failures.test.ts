import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { GoogleSandbox } from '../../../sandbox/google/index.ts';
import { failureKind, NeedsPerson, TryAgain } from '../../../src/billing/failure.ts';
import { invoiced, milestone } from '../../billing/review/sample.ts';
import { openSheet, rejection, type SandboxSheet, startRoomyGoogle } from './sandbox-sheet.ts';
import { tableOf } from './tables.ts';

const WEEK = '2026-W46';
const BATCH = ':batchUpdate';
const UNAVAILABLE = JSON.stringify({ error: { code: 503, status: 'UNAVAILABLE', message: 'unavailable' } });
const late = invoiced('Design', '2026-11-05');
const soon = invoiced('Build', '2026-11-14');

let google: GoogleSandbox;
let sheet: SandboxSheet;
beforeAll(async () => {
  google = await startRoomyGoogle();
});
afterAll(() => google.close());
beforeEach(() => {
  sheet = openSheet(google);
});
afterEach(() => google.faults.clear());

describe('an answer that gets lost after the write was carried out', () => {
  test.each([
    { why: 'a 503', fault: { kind: 'answer after commit', status: 503, body: UNAVAILABLE } },
    { why: 'a cut line', fault: { kind: 'cut after commit' } },
  ] as const)('$why: the mark proves the write; one tab, the same cells', async ({ fault }) => {
    google.faults.add({ path: BATCH, fault });
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
    expect(sheet.titles().filter((title) => title === WEEK)).toHaveLength(1);

    const writes = sheet.requests(BATCH);
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('unchanged');
    expect(sheet.requests(BATCH)).toBe(writes);
  });
});

describe('a write that was not carried out', () => {
  test.each([
    { why: 'a 503', fault: { kind: 'answer', status: 503, body: UNAVAILABLE } },
    { why: 'a cut line', fault: { kind: 'cut before commit' } },
  ] as const)('after $why is tried again and then stands', async ({ fault }) => {
    google.faults.add({ path: BATCH, fault });
    expect(failureKind(await rejection(sheet.sheets.writeReview(tableOf([late]))))).toBe('try again');
    expect(sheet.titles()).toHaveLength(1);
    expect((await sheet.sheets.writeReview(tableOf([late]))).outcome).toBe('written');
  });
});

it('two writers at once make one tab; who comes late is told to try again', async () => {
  const both = await Promise.allSettled([late, soon].map((item) => sheet.sheets.writeReview(tableOf([item]))));
  for (const result of both) if (result.status === 'rejected') expect(failureKind(result.reason)).toBe('try again');
  expect(sheet.titles()).toEqual([WEEK, 'Sheet1', 'History']);
});

describe('a refusal', () => {
  it('for want of the right to edit names the address to share with', async () => {
    sheet.share('reader');
    for (const attempt of [sheet.sheets.writeReview(tableOf([late])), sheet.sheets.check()]) {
      const failure = await rejection(attempt);
      expect(failure).toBeInstanceOf(NeedsPerson);
      expect(failure).toMatchObject({ mend: expect.stringContaining(sheet.email) });
    }
  });

  it('for a sheet that does not exist says which setting names it', async () => {
    const failure = await rejection(sheet.connect({ spreadsheetId: 'no-such-sheet' }).check());
    expect(failure).toMatchObject({ name: 'NeedsPerson', mend: expect.stringContaining('GOOGLE_SHEET_ID') });
  });

  it('for quota makes everybody pause for the minute', async () => {
    const quota = JSON.stringify({ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded' } });
    google.faults.add({ path: BATCH, fault: { kind: 'answer', status: 429, body: quota } });
    const failure = await rejection(sheet.sheets.writeReview(tableOf([milestone('Design')])));
    expect(failure).toBeInstanceOf(TryAgain);
    expect(sheet.holds).toHaveLength(1);
    expect(sheet.holds[0]).toBeGreaterThanOrEqual(60_000);
  });

  it('of a token that was taken back asks for a new one, once', async () => {
    await sheet.sheets.check();
    google.expireTokens();
    expect((await sheet.sheets.check()).title).toBe('Billing');
  });
});

it('spends from the budget for each request', async () => {
  await sheet.sheets.writeReview(tableOf([late]));
  expect(sheet.spent()).toBe(sheet.requests());
});

it('checks the right to edit without changing the file', async () => {
  const before = sheet.file().raw;
  expect(await sheet.sheets.check()).toMatchObject({ title: 'Billing', timeZone: 'Europe/London' });
  expect(sheet.file().raw).toEqual(before);
});
