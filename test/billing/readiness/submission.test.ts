import { describe, expect, test } from 'vitest';
import type { Client, Invoice } from '../../../src/billing/facts.ts';
import { awaitsSubmission, portalProblem } from '../../../src/billing/readiness/submission.ts';
import { aClient } from '../../support/facts.ts';
import { bill, failedChecks, inputOf, paidAt } from '../kit.ts';

describe('a client with a portal has said how it takes invoices (R12)', () => {
  test.each<{ name: string; client: Partial<Client>; isKnown: boolean }>([
    { name: 'no portal', client: {}, isKnown: true },
    { name: 'by e-mail', client: { submission: 'Email' }, isKnown: true },
    {
      name: 'by portal, with notes',
      client: { submission: 'Portal', submissionNotes: 'Ariba, until the 25th' },
      isKnown: true,
    },
    { name: 'by portal, without notes', client: { submission: 'Portal' }, isKnown: false },
    { name: 'by portal, with blank notes', client: { submission: 'Portal', submissionNotes: ' ' }, isKnown: false },
  ])('$name: known $isKnown', ({ client, isKnown }) => {
    expect(portalProblem(aClient(client))).toBe(
      isKnown ? undefined : 'Ask the client how its portal takes invoices: "Submission notes" of the client is empty',
    );
    expect(failedChecks(inputOf({ client: aClient(client) }))).toEqual(isKnown ? [] : ['R12']);
  });

  test('says nothing of a client that cannot be read', () => {
    expect(portalProblem(undefined)).toBeUndefined();
  });
});

describe('a portal’s invoice is only issued until a person has handed it in (6.4, 6.5)', () => {
  const inPortal = bill(400_000, { delivering: 'portal' });
  test.each<{ name: string; invoice: Invoice; portalReference: string; waits: boolean }>([
    { name: 'not handed in', invoice: inPortal, portalReference: '', waits: true },
    { name: 'with a blank reference', invoice: inPortal, portalReference: ' ', waits: true },
    { name: 'handed in', invoice: inPortal, portalReference: 'REQ-12', waits: false },
    { name: 'mailed', invoice: bill(400_000), portalReference: '', waits: false },
    { name: 'partly paid, so it arrived', invoice: { ...inPortal, amountPaid: 1 }, portalReference: '', waits: false },
    { name: 'paid', invoice: paidAt(inPortal, '2026-11-09T10:00:00Z'), portalReference: '', waits: false },
  ])('$name: waits $waits', ({ invoice, portalReference, waits }) => {
    expect(awaitsSubmission(invoice, { portalReference })).toBe(waits);
  });
});
