import { describe, expect, test } from 'vitest';
import type { Client } from '../../../src/billing/facts.ts';
import { billToProblem } from '../../../src/billing/readiness/bill-to.ts';
import { aClient, aPolicy } from '../../support/facts.ts';
import { failedChecks, inputOf } from '../kit.ts';

const policy = aPolicy({ taxIdRequiredIn: ['DE'] });
const billTo = (changes: Partial<Client>) => inputOf({ client: aClient(changes) }, undefined, policy);

describe('an invoice is addressed to a name in a country, with a tax id where one is asked for (R13)', () => {
  test.each<{ name: string; client: Partial<Client>; said: string | undefined }>([
    { name: 'complete', client: {}, said: undefined },
    { name: 'no country: the seller’s own', client: { country: '' }, said: undefined },
    { name: 'a country in small letters', client: { country: ' gb ' }, said: undefined },
    { name: 'no name', client: { name: '  ' }, said: 'Name the client: its "Name" is empty' },
    {
      name: 'a country in words',
      client: { country: 'Germany' },
      said: '"Country" of the client is no country code: Germany; write two letters, such as GB',
    },
    {
      name: 'two letters that are no country',
      client: { country: 'XX' },
      said: '"Country" of the client is no country code: XX; write two letters, such as GB',
    },
    ...['UK', 'EU', 'ZZ'].map((country) => ({
      name: `${country}, which has a name and is no country`,
      client: { country },
      said: `"Country" of the client is no country code: ${country}; write two letters, such as GB`,
    })),
    {
      name: 'no tax id where one is asked for',
      client: { country: 'de' },
      said: 'Clients in DE need a tax id on their invoices: "Tax ID" of the client is empty',
    },
    { name: 'a tax id where one is asked for', client: { country: 'DE', taxId: 'DE123456789' }, said: undefined },
    { name: 'no tax id where none is asked for', client: { country: 'FR' }, said: undefined },
  ])('$name: $said', ({ client, said }) => {
    expect(billToProblem(billTo(client))).toBe(said);
    expect(failedChecks(billTo(client))).toEqual(said === undefined ? [] : ['R13']);
  });

  test('a client that cannot be read is said elsewhere', () => {
    expect(billToProblem(inputOf({ client: undefined }))).toBeUndefined();
  });
});
