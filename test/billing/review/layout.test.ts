import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDate } from '../../../src/billing/calendar.ts';
import { storedFigures } from '../../../src/billing/review/figure-cells.ts';
import { layOutReview } from '../../../src/billing/review/layout.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import type { Cell, ReviewTable } from '../../../src/billing/review/table.ts';
import { anyMilestones, currency, invoiced, milestone, policy, reviewFacts, WEDNESDAY } from './sample.ts';

const HEADINGS = [
  'Figures',
  'Unassigned',
  'Waiting on a trigger',
  'Due soon',
  'Overdue',
  'Mismatches',
  'Upcoming billing',
  'Open deals',
  'Held and promised',
  'Closed this week',
  'Hub health',
];

const words = (cell: Cell | undefined): string => (cell?.kind === 'text' ? cell.text : '');
const layOut = (facts: Parameters<typeof planReview>[0]): ReviewTable =>
  layOutReview(planReview(facts, policy, WEDNESDAY));
const section = (table: ReviewTable, title: string) => table.rows.filter((row) => row.section === title);

describe('the tab of a week', () => {
  it('is named by its ISO week and says its day and zone', () => {
    const table = layOut(reviewFacts([]));
    expect(table).toMatchObject({ name: '2026-W46', year: 2026, week: 46 });
    expect(words(table.rows[0]?.cells[0])).toContain('2026-11-09 to 2026-11-15');
    expect(words(table.rows[1]?.cells[0])).toContain('As of 2026-11-11, Europe/London');
  });

  it('has every heading alone in column A, in order, whatever the facts', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        const headings = layOut(reviewFacts(milestones)).rows.filter((row) => row.look === 'heading');
        expect(headings.map((row) => row.cells)).toEqual(HEADINGS.map((text) => [{ kind: 'text', text }]));
      }),
    );
  });

  it('says "none" in every empty section; the hub always says how it is', () => {
    const table = layOut(reviewFacts([]));
    for (const heading of HEADINGS.filter((one) => one !== 'Hub health'))
      expect(section(table, heading).map((row) => words(row.cells[0]))).toContain('none');
  });

  it('has as many cells in a row as the hub’s part is wide, at most, and a header above each', () => {
    const table = layOut(
      reviewFacts([invoiced('Design', '2026-11-05')], { health: [{ what: 'Stripe', state: 'well' }] }),
    );
    for (const row of table.rows) expect(row.cells.length).toBeLessThanOrEqual(table.columnCount);
    const [, columns, item] = section(table, 'Overdue');
    expect(item?.cells).toHaveLength(columns?.cells.length ?? 0);
  });

  it('shows an item with typed cells: amount as a number, dates as dates, links to Notion and to the invoice', () => {
    const item = section(
      layOut(reviewFacts([invoiced('Design', '2026-11-05', { shown: { remaining: 3500.5 } })])),
      'Overdue',
    )[2];
    expect(item).toMatchObject({
      key: 'page-Design',
      cells: [
        { text: 'Acme' },
        { text: 'Design', url: 'https://notion.example/Design' },
        { kind: 'money', major: 3500.5, currency: 'GBP', decimals: 2 },
        { kind: 'date', date: '2026-11-05' },
        { kind: 'number', value: 6 },
        { text: 'Overdue', tone: 'late' },
        { text: 'Decide by hand' },
        { text: 'Priya' },
        { text: 'No follow-up yet' },
        { text: 'Website' },
        { text: 'INV-Design', url: 'https://stripe.example/Design' },
        { text: 'GBP' },
      ],
    });
  });

  it('writes text in one line without control characters and keeps no address but one of the web', () => {
    const odd = milestone('=1+2', { name: '=1+2\u0007\n@x', url: 'javascript:alert(1)', delivery: 'Delivered' });
    const row = section(layOut(reviewFacts([odd])), 'Waiting on a trigger')[2];
    expect(row?.cells[1]).toEqual({ kind: 'text', text: '=1+2 @x' });
  });

  it('puts last week’s figures beside this week’s', () => {
    const lastWeek = [{ currency: currency('GBP'), values: { receivables: 12_345 } }];
    const [, , receivables, current] = section(layOut(reviewFacts([milestone('Design')], { lastWeek })), 'Figures');
    expect(receivables?.cells[3]).toMatchObject({ kind: 'money', major: 123.45 });
    expect(current?.cells[3]).toEqual({ kind: 'empty' });
  });

  it('keeps the hub’s health last, so that all above it rests on the facts alone', () => {
    const table = layOut(reviewFacts([], { health: [{ what: 'Stripe', state: 'last sweep 09:00' }] }));
    const below = table.rows.slice(table.healthFrom);
    expect(new Set(below.map((row) => row.section))).toEqual(new Set(['Hub health']));
    expect(section(table, 'Hub health')).toEqual(below);
    expect(below.map((row) => words(row.cells[0]))).toContain('Stripe');
  });
});

describe('the history', () => {
  it('gives back the figures that were stored, by the headers of its columns', () => {
    fc.assert(
      fc.property(anyMilestones, (milestones) => {
        const review = planReview(reviewFacts(milestones), policy, WEDNESDAY);
        const { header, rows } = layOutReview(review).history;
        const stored = rows.map(({ currency: code, cells }) => ({
          currency: code,
          numbers: Object.fromEntries(
            cells.flatMap((cell, index) => {
              const value = cell.kind === 'money' ? cell.major : 'value' in cell ? cell.value : undefined;
              return value === undefined ? [] : [[header[index] ?? '', value] as const];
            }),
          ),
        }));
        const known = review.figures.map(({ currency: code, values }) => ({
          currency: code,
          values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
        }));
        expect(storedFigures(stored)).toEqual(known);
      }),
    );
  });

  it('leaves out what is no currency any more', () => {
    expect(storedFigures([{ currency: 'pounds', numbers: { Receivables: 5 } }])).toEqual([]);
  });

  it('is dated by day', () => {
    const { header, rows } = layOut(reviewFacts([milestone('Design')])).history;
    expect(header.slice(0, 2)).toEqual(['Currency', 'Week']);
    expect(rows[0]?.cells[header.indexOf('As of')]).toEqual({ kind: 'date', date: plainDate('2026-11-11') });
  });
});
