import { describe, expect, it, onTestFinished } from 'vitest';
import { weeklyReview } from '../../jobs/weekly-review.ts';
import { startGoogle } from '../../sandbox/google/index.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import type { Milestone } from '../../src/billing/facts.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import type { ReviewTable } from '../../src/billing/review/table.ts';
import { invoiced, milestone, policy, reviewFacts, WEDNESDAY } from '../billing/review/sample.ts';
import { openSheet } from '../connectors/sheets/sandbox-sheet.ts';
import { NEXT_WEEK } from '../connectors/sheets/tables.ts';

/** A sheet that remembers what it was asked to write. */
function recordingSheet(history: Readonly<Record<string, number>> = {}) {
  const tables: ReviewTable[] = [];
  const weeks: string[] = [];
  return {
    tables,
    weeks,
    readLastWeek: async (week: string) => {
      weeks.push(week);
      return Object.entries(history).map(([currency, receivables]) => ({
        currency,
        numbers: { Receivables: receivables },
      }));
    },
    writeReview: async (table: ReviewTable) => {
      tables.push(table);
      return { outcome: 'written' as const, tab: table.name, url: 'https://sheet.example/#gid=202646' };
    },
  };
}

const dependencies = (milestones: readonly Milestone[], sheets = recordingSheet()) => ({
  readReviewFacts: async () => reviewFacts(milestones),
  sheets,
  policy,
  clock: () => WEDNESDAY,
  health: async () => [{ what: 'Stripe', state: 'last sweep 09:00' }],
});

describe('the weekly review', () => {
  it('writes the tab of the clock’s week and tells how many rows each section has', async () => {
    const sheets = recordingSheet();
    const milestones = [invoiced('Late', '2026-11-05'), milestone('Done', { delivery: 'Delivered' })];
    const outcome = await weeklyReview(dependencies(milestones, sheets));
    expect(outcome).toMatchObject({
      week: '2026-W46',
      outcome: 'written',
      tab: '2026-W46',
      rows: { Unassigned: 0, 'Waiting on a trigger': 1, Overdue: 1, 'Due soon': 0 },
    });
    expect(sheets.tables.map((table) => table.name)).toEqual(['2026-W46']);
  });

  it('puts the figures of the week before beside this week’s', async () => {
    const sheets = recordingSheet({ GBP: 250.5 });
    await weeklyReview(dependencies([milestone('Design')], sheets));
    expect(sheets.weeks).toEqual(['2026-W45']);
    const receivables = sheets.tables[0]?.rows.find(({ key }) => key === 'figure:receivables:GBP');
    expect(receivables?.cells[3]).toMatchObject({ kind: 'money', major: 250.5 });
  });

  it('as a dry run gives the review as data and writes nothing', async () => {
    const sheets = recordingSheet();
    const outcome = await weeklyReview(dependencies([invoiced('Late', '2026-11-05')], sheets), { dryRun: true });
    expect(sheets.tables).toEqual([]);
    expect(outcome.outcome === 'dry run' && outcome.review.sections.Overdue.map((row) => row.item)).toEqual(['Late']);
  });

  it('fails as the sheet fails, so that the person named in the failure is told', async () => {
    const refusal = new NeedsPerson('no access', { mend: 'Share the sheet', who: 'admin' });
    const sheets = { ...recordingSheet(), writeReview: () => Promise.reject(refusal) };
    await expect(weeklyReview({ ...dependencies([]), sheets })).rejects.toBe(refusal);
  });

  it('in a Google Sheet reads back next week what it kept this week', async () => {
    const google = await startGoogle({ clock: createClock() });
    onTestFinished(() => google.close());
    const sheet = openSheet(google);
    const run = (remaining: number, asOf = WEDNESDAY) =>
      weeklyReview({
        ...dependencies([invoiced('Design', '2026-11-05', { shown: { remaining } })]),
        sheets: sheet.sheets,
        clock: () => asOf,
      });
    expect(await run(800)).toMatchObject({ outcome: 'written', tab: '2026-W46' });
    expect(await run(800)).toMatchObject({ outcome: 'unchanged', tab: '2026-W46' });
    expect(await run(300, NEXT_WEEK)).toMatchObject({ outcome: 'written', tab: '2026-W47' });
    const receivables = sheet
      .tab('2026-W47')
      .values()
      .find((row) => row[1] === 'Receivables');
    expect(receivables?.slice(0, 4)).toEqual(['GBP', 'Receivables', 300, 800]);
  });
});
