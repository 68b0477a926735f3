import { describe, expect, test } from 'vitest';
import type { Invoice, MilestoneFacts } from '../../../src/billing/facts.ts';
import { contractProblem } from '../../../src/billing/readiness/contract-ceiling.ts';
import { aMilestone, aProject, currency } from '../../support/facts.ts';
import { bill, failedChecks, inputOf, pageId } from '../kit.ts';

const other = (minor: number, changes: Partial<Invoice> = {}): Invoice =>
  bill(minor, { id: 'in_9', milestoneId: pageId(9), ...changes });
/** 4,000.00 are to be billed under a contract over 10,000.00. */
const under = (invoices: readonly Invoice[], facts: Partial<MilestoneFacts> = {}) =>
  inputOf({ project: aProject({ contractValue: 10_000 }), clientInvoices: invoices, ...facts });

describe('live invoices and this one stay within the contract’s value (R09)', () => {
  test.each<{ name: string; invoices: readonly Invoice[]; above: string | undefined }>([
    { name: 'exactly used up', invoices: [other(600_000)], above: undefined },
    { name: 'a cent too much', invoices: [other(600_001)], above: '0.01 GBP' },
    { name: 'paid ones count', invoices: [other(700_000, { status: 'paid' })], above: '1,000.00 GBP' },
    { name: 'voided ones do not', invoices: [other(700_000, { status: 'void' })], above: undefined },
    { name: 'drafts do not', invoices: [other(700_000, { status: 'draft' })], above: undefined },
    { name: 'what was credited does not', invoices: [other(700_000, { credited: 100_000 })], above: undefined },
    { name: 'retainers do not', invoices: [other(700_000, { trigger: 'Retainer renewal' })], above: undefined },
    { name: 'other projects do not', invoices: [other(700_000, { projectId: 'project-2' })], above: undefined },
    { name: 'other currencies do not', invoices: [other(700_000, { currency: currency('EUR') })], above: undefined },
  ])('$name: above by $above', ({ invoices, above }) => {
    expect(contractProblem(under(invoices))).toBe(
      above === undefined
        ? undefined
        : `With this invoice ${above} more than the contract's value of 10,000.00 GBP would be billed: correct the amount, or "Contract value" of the project`,
    );
    expect(failedChecks(under(invoices)).includes('R09')).toBe(above !== undefined);
  });

  test('a retainer renews beside the contract', () => {
    const milestone = aMilestone({ trigger: 'Retainer renewal' });
    expect(contractProblem(under([other(900_000)], { milestone }))).toBeUndefined();
  });

  test.each<{ name: string; facts: Partial<MilestoneFacts> }>([
    { name: 'a contract whose value nobody wrote down', facts: { project: aProject() } },
    { name: 'a project that cannot be read', facts: { project: undefined } },
    { name: 'a milestone that is billed already', facts: { invoices: [bill(400_000)] } },
    { name: 'an amount that is wrong itself', facts: { milestone: aMilestone({ amount: null }) } },
  ])('says nothing of $name', ({ facts }) => {
    expect(contractProblem(under([other(900_000)], facts))).toBeUndefined();
  });

  test('asks for a value that can be one', () => {
    expect(contractProblem(under([], { project: aProject({ contractValue: -1 }) }))).toBe(
      'Correct "Contract value" of the project: the amount is negative',
    );
  });
});
