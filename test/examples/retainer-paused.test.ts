import { describe, expect, test } from 'vitest';
import { choice, on } from '../support/example.ts';
import { NEXT, startRetainer } from '../support/retainer.ts';

describe('a retainer of a paused project', () => {
  type Policy = 'Skip' | 'Full' | 'Prorate';

  /** Paused on 25 January. */
  async function paused(policy?: Policy, resumeOn?: string) {
    const example = await startRetainer();
    example.goTo('2026-01-25T09:00:00Z');
    example.edit(example.project, {
      Status: choice('Paused'),
      'Paused on': on('2026-01-25'),
      ...(resumeOn === undefined ? {} : { 'Resume on': on(resumeOn) }),
      ...(policy === undefined ? {} : { 'Paused retainer': choice(policy) }),
    });
    await example.at('2026-01-25T09:10:00Z');
    example.goTo('2026-01-31T06:00:00Z');
    await example.renewals();
    return example;
  }

  test.each(['Skip', undefined] as const)('skips the period under the policy %s, and says so', async (policy) => {
    const { id, hears, renewals, shows, rows, totals, comments } = await paused(policy);
    await hears(id);
    await renewals();
    expect(totals()).toEqual([]);
    expect([shows('Billing status'), shows('Billing detail'), shows('Missing for billing')]).toEqual([
      'Closed',
      'Skipped: the project was paused on 2026-01-31, and its retainer skips paused periods. Next renewal: 2026-02-28.',
      '',
    ]);
    expect(comments(id)).toEqual([]);
    expect(rows()).toMatchObject([
      { name: 'Care plan', status: 'Closed' },
      { name: NEXT, on: '2026-02-28', status: 'Not yet triggered' },
    ]);
  });

  test('bills the next period in full once the project goes on, and never the skipped one', async () => {
    const { edit, project, at, goTo, renewals, shows, rows, totals } = await paused('Skip');
    goTo('2026-02-20T09:00:00Z');
    edit(project, { Status: choice('Active'), 'Paused on': { date: null } });
    await at('2026-02-20T09:10:00Z');
    expect(shows('Billing status')).toBe('Closed');
    expect(totals()).toEqual([]);
    goTo('2026-02-28T06:00:00Z');
    await renewals();
    expect(totals()).toEqual([100_000]);
    expect(rows().map(({ status }) => status)).toEqual(['Closed', 'Sent', 'Not yet triggered']);
  });

  test('is billed all the same under the policy Full', async () => {
    const { shows, totals, names } = await paused('Full');
    expect(totals()).toEqual([100_000]);
    expect(shows('Billing status')).toBe('Sent');
    expect(names()).toEqual(['Care plan', NEXT]);
  });

  test('waits under the policy Prorate until the pause is over, and says until when', async () => {
    const { shows, totals, names, at, id, review } = await paused('Prorate', '2026-02-14');
    const words = 'Deferred: the project is paused until 2026-02-14; this period is then billed by its active days';
    expect([shows('Billing status'), shows('Billing detail')]).toEqual(['Not yet triggered', `${words}.`]);
    expect(totals()).toEqual([]);
    expect(names()).toEqual(['Care plan']);
    await at('2026-02-13T23:30:00Z');
    expect(totals()).toEqual([]);
    expect(await review('Waiting on a trigger')).toMatchObject([{ key: id, person: 'Mara Lindqvist' }]);
  });

  test('is then billed by its active days, 14 of the 28 from 31 January to 27 February', async () => {
    const { id, at, shows, invoicesOf, names } = await paused('Prorate', '2026-02-14');
    await at('2026-02-14T00:10:00Z');
    const [invoice, ...others] = invoicesOf(id);
    expect(others).toEqual([]);
    expect(invoice?.total).toBe(50_000);
    expect(invoice?.lines.data.map(({ description }) => description)).toEqual(['Website: Care plan (14 of 28 days)']);
    expect([shows('Billing status'), shows('Invoiced'), shows('Due')]).toEqual(['Sent', '500', '2026-02-28']);
    expect(names()).toEqual(['Care plan', NEXT]);
  });

  test('gives back with the next renewal what a pause took from a period that was billed', async () => {
    const { goTo, at, edit, project, renewals, rowNamed, invoicesOf, id } = await startRetainer();
    edit(project, { 'Paused retainer': choice('Prorate') });
    goTo('2026-01-31T06:00:00Z');
    await renewals();
    goTo('2026-02-10T09:00:00Z');
    edit(project, { Status: choice('Paused'), 'Paused on': on('2026-02-10'), 'Resume on': on('2026-02-20') });
    await at('2026-02-10T09:10:00Z');
    goTo('2026-02-20T09:00:00Z');
    edit(project, { Status: choice('Active') });
    await at('2026-02-20T09:10:00Z');
    expect(invoicesOf(id)).toMatchObject([{ total: 100_000, status: 'open' }]);
    goTo('2026-02-28T06:00:00Z');
    await renewals();
    const [invoice, ...others] = invoicesOf(rowNamed(NEXT));
    expect(others).toEqual([]);
    // 10 of 28 days: 357.142..., rounded once, at the end.
    expect(invoice?.lines.data.map(({ amount: minor, description }) => [minor, description])).toEqual([
      [100_000, `Website: ${NEXT}`],
      [-35_714, 'Paused days of the period before'],
    ]);
    expect(invoice?.total).toBe(64_286);
  });
});
