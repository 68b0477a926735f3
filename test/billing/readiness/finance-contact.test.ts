import { describe, expect, test } from 'vitest';
import { addressProblem, isAddress } from '../../../src/billing/readiness/finance-contact.ts';
import { aClient, aMilestone, aProject, person } from '../../support/facts.ts';

const ours = {
  milestone: aMilestone({ billingOwners: [person('Ada')] }),
  project: aProject({ owners: [person('Mara')] }),
  client: aClient({ accountOwners: [person('Jonas', { email: null })] }),
};
const said = (billingEmail: string | null) =>
  addressProblem({ ...ours, client: { ...ours.client, billingEmail } }, 'Office@studio.example');

describe('the finance contact has an address of their own (R10)', () => {
  test.each([
    { address: 'ap@client.example', problem: undefined },
    { address: ' ap@client.example ', problem: undefined },
    { address: null, problem: 'Add the finance contact: the "Billing email" of the client is empty' },
    { address: '  ', problem: 'Add the finance contact: the "Billing email" of the client is empty' },
    { address: 'ap@client', problem: '"Billing email" of the client is not an address: ap@client' },
    { address: 'ADA@studio.example', problem: '"Billing email" of the client is our own address: ADA@studio.example' },
    {
      address: 'mara@studio.example',
      problem: '"Billing email" of the client is our own address: mara@studio.example',
    },
    {
      address: 'office@studio.example',
      problem: '"Billing email" of the client is our own address: office@studio.example',
    },
  ])('$address: $problem', ({ address, problem }) => {
    expect(said(address)).toBe(problem);
  });

  test('is asked for without project and client as well', () => {
    const { milestone } = ours;
    expect(addressProblem({ milestone, project: undefined, client: undefined }, undefined)).toMatch(
      /^Add the finance contact/,
    );
    expect(addressProblem({ milestone, project: undefined, client: aClient() }, undefined)).toBeUndefined();
  });

  test.each(['a b@client.example', 'ap@client.example, b@client.example', `${'a'.repeat(200)}@client.example`])(
    '"%s" is no plain address',
    (text) => {
      expect(isAddress(text)).toBe(false);
    },
  );
});
