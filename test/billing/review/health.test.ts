import { expect, it, test } from 'vitest';
import type { Project } from '../../../src/billing/facts.ts';
import { NO_FOLLOW_UPS } from '../../../src/billing/follow-up/record.ts';
import type { ReviewFacts } from '../../../src/billing/review/facts.ts';
import { planReview } from '../../../src/billing/review/plan-review.ts';
import { invoiced, invoiceOf, policy, project, reviewFacts, WEDNESDAY } from './sample.ts';

const health = (given: Partial<ReviewFacts> = {}, milestones: Parameters<typeof reviewFacts>[0] = []) =>
  planReview(reviewFacts(milestones, { stripe: { invoices: [], givenUp: [] }, ...given }), policy, WEDNESDAY).health;
const line = (what: string, ...args: Parameters<typeof health>) => health(...args).find((one) => one.what === what);

const decided: Project = {
  ...project,
  kickoffWaitsFor: 'Payment',
  partialApproval: 'Wait for full',
  whenPaused: 'Bill if earned',
  pausedRetainer: 'Skip',
};

it('names the projects whose policy nobody has decided, and not those that are done', () => {
  const open = { ...decided, id: 'b', name: 'Audit', whenPaused: null };
  const done = { ...project, id: 'c', name: 'Old', status: 'Done' as const };
  const what = 'Projects with policy by default';
  expect(line(what, { projects: [project, decided, open, done] })?.state).toBe('2: Audit, Website');
  expect(line(what, { projects: [decided] })?.state).toBe('none');
});

it('names messages of which nobody knows whether they went out', () => {
  const late = invoiced('Design', '2026-11-05');
  const at = WEDNESDAY;
  const doubtful = invoiceOf(late, {
    followUps: { ...NO_FOLLOW_UPS, messages: { light: { state: 'unconfirmed', at } } },
  });
  const what = 'Unconfirmed messages';
  expect(line(what, { stripe: { invoices: [doubtful], givenUp: [] } }, [late])).toEqual({
    what,
    state: '1: INV-Design',
    needsCare: true,
  });
  expect(line(what, {}, [late])).toEqual({ what, state: 'none' });
});

it('names rows that cannot be read, because they are in no section', () => {
  const unreadable = [{ id: 'page-1', why: '"Trigger" says "Soon"' }];
  expect(line('Rows that cannot be read', { unreadable })).toMatchObject({
    state: '1, in no section: page-1: "Trigger" says "Soon"',
    needsCare: true,
  });
});

it('says that figures are missing where Stripe was not asked', () => {
  expect(line('Figures from Stripe', { stripe: undefined })).toMatchObject({ needsCare: true });
  expect(line('Figures from Stripe')).toBeUndefined();
});

test('what needs care comes first, and the hour of the review last', () => {
  const given = [
    { what: 'Last sweep', state: 'never' },
    { what: 'Work given up', state: '2', needsCare: true },
  ];
  const lines = health({ health: given, projects: [decided] });
  expect(lines.map(({ what }) => what)).toEqual([
    'Work given up',
    'Last sweep',
    'Unconfirmed messages',
    'Rows that cannot be read',
    'Projects with policy by default',
    'This review',
  ]);
  expect(lines.at(-1)?.state).toBe('As of 2026-11-11 09:00, Europe/London');
});
