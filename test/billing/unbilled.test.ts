import { expect, test } from 'vitest';
import { unbilledSum } from '../../src/billing/unbilled.ts';
import { aPolicy, theFacts } from '../support/facts.ts';

const policy = aPolicy();
const facts = theFacts();
const { milestone } = facts;
const NOTHING_SHOWN = { billingStatus: 'Not yet triggered', invoiced: null } as const;

const sumOf = (
  changes: Partial<typeof milestone>,
  view: Parameters<typeof unbilledSum>[1] = NOTHING_SHOWN,
  project = facts.project,
) => unbilledSum({ ...facts, milestone: { ...milestone, ...changes }, project }, view, policy)?.minor;

test('what is approved and not asked for counts, whatever keeps it', () => {
  expect(sumOf({ approval: 'Approved', amount: 4000 })).toBe(400_000);
  expect(sumOf({ approval: 'Requested', amount: 4000 })).toBeUndefined();
  expect(sumOf({ approval: 'Approved', amount: null })).toBeUndefined();
});

test('what was asked for counts no more', () => {
  expect(sumOf({ approval: 'Approved', amount: 4000 }, { billingStatus: 'Sent', invoiced: 4000 })).toBeUndefined();
});

test('of an approval in part it is the part, where parts are billed', () => {
  const inPart = { approval: 'Approved in part', amount: 4000, approvedAmount: 1500 } as const;
  const project = facts.project;
  if (project === undefined) throw new Error('The facts have a project.');
  expect(sumOf(inPart, NOTHING_SHOWN, { ...project, partialApproval: 'Bill approved part' })).toBe(150_000);
  expect(sumOf(inPart, NOTHING_SHOWN, { ...project, partialApproval: 'Wait for full' })).toBeUndefined();
});
