import type { DecisionInput } from '../facts.ts';

const COUNTRY = /^[A-Z]{2}$/;
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Codes that have a name and are no country that an invoice goes to. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UK', 'UN', 'XA', 'XB', 'ZZ']);

const isCountry = (code: string): boolean =>
  COUNTRY.test(code) && !NO_COUNTRIES.has(code) && names.of(code) !== undefined;

/**
 * R13. To whom the invoice is addressed: a name, a country that exists (empty: the seller's own), and a tax id where the
 * team's settings ask for one from clients of that country.
 */
export function billToProblem({ facts: { client }, policy }: DecisionInput): string | undefined {
  if (client === undefined) return undefined;
  if (client.name.trim() === '') return 'Name the client: its "Name" is empty';
  const country = client.country.trim().toUpperCase();
  if (country !== '' && !isCountry(country))
    return `"Country" of the client is no country code: ${client.country}; write two letters, such as GB`;
  if (policy.taxIdRequiredIn.includes(country) && client.taxId.trim() === '')
    return `Clients in ${country} need a tax id on their invoices: "Tax ID" of the client is empty`;
  return undefined;
}
