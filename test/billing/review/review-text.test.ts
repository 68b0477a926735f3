import { describe, expect, it } from 'vitest';
import { layOutReview } from '../../../src/billing/review/layout.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { reviewText } from '../../../src/billing/review/review-text.ts';
import { invoiced, policy, reviewFacts, WEDNESDAY } from './sample.ts';

const textOf = (...milestones: Parameters<typeof reviewFacts>[0]) =>
  reviewText(layOutReview(planReview(reviewFacts(milestones), policy, WEDNESDAY)));
const linesBelow = (text: string, heading: string) => {
  const lines = text.split('\n');
  const from = lines.indexOf(heading) + 1;
  return lines.slice(from, lines.indexOf('', from));
};

describe('a review in the terminal', () => {
  it('begins with its week and day, and has every section', () => {
    const text = textOf();
    expect(text).toMatch(/^Billing review 2026-W46, 2026-11-09 to 2026-11-15\nAs of 2026-11-11, Europe\/London\./);
    expect(linesBelow(text, 'Overdue')).toEqual(['  none']);
    expect(linesBelow(text, 'Unassigned')).toEqual(['  none']);
  });

  it('shows items in columns, sums to the right with their currency, and no column that nothing stands in', () => {
    expect(
      linesBelow(
        textOf(
          invoiced('Design', '2026-11-05', { shown: { remaining: 1234.5 } }),
          invoiced('Build', '2026-11-09', { currency: 'JPY', shown: { remaining: 90_000, invoiceUrl: null } }),
        ),
        'Overdue',
      ),
    ).toEqual([
      '  Client  Item       Remaining  Due         Days overdue  Status   Next step       Person  Last follow-up    Project  Invoice',
      '  Acme    Design  1,234.50 GBP  2026-11-05             6  Overdue  Decide by hand  Priya   No follow-up yet  Website  INV-Design',
      '  Acme    Build     90,000 JPY  2026-11-09             2  Overdue  Decide by hand  Priya   No follow-up yet  Website',
    ]);
  });

  it('leaves the last columns out where the terminal is narrow, and never the first four', () => {
    const table = layOutReview(planReview(reviewFacts([invoiced('Design', '2026-11-05')]), policy, WEDNESDAY));
    expect(linesBelow(reviewText(table, 66), 'Overdue')[0]).toBe(
      '  Client  Item       Remaining  Due         Days overdue  Status',
    );
    expect(linesBelow(reviewText(table, 10), 'Overdue')[0]).toBe('  Client  Item       Remaining  Due');
  });

  it('keeps columns straight below wide letters, emoji and accents, and cuts what is too long', () => {
    const [head, wide, long] = linesBelow(
      textOf(
        { ...invoiced('a', '2026-11-05'), name: '設計 🎉 e\u0301' },
        { ...invoiced('b', '2026-11-05'), name: 'x'.repeat(80) },
      ),
      'Overdue',
    );
    const places = (line: string | undefined, word: string) =>
      [...(line?.slice(0, line.indexOf(word)) ?? '')].reduce(
        (sum, letter) => sum + (/[設計🎉]/u.test(letter) ? 2 : letter === '\u0301' ? 0 : 1),
        0,
      );
    expect(places(wide, '2026-11-05')).toBe(places(head, 'Due'));
    expect(places(long, '2026-11-05')).toBe(places(head, 'Due'));
    expect(long).toContain(`${'x'.repeat(43)}…`);
  });
});
