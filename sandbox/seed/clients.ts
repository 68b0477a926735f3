import type { PersonKey } from './people.ts';

export type SeedClient = {
  readonly name: string;
  readonly billingEmail: string;
  readonly financeContact: string;
  readonly copyTo?: string;
  readonly terms: number;
  readonly currency: 'GBP' | 'EUR' | 'JPY';
  readonly country: string;
  readonly taxId?: string;
  readonly timeZone: string;
  /** Required from everybody who has one. */
  readonly po?: { readonly number: string; readonly value: number; readonly expiresIn: number };
  readonly accountOwner: PersonKey;
};

export const CLIENTS = [
  {
    name: 'Alder & Finch Publishing',
    billingEmail: 'accounts@alderfinch.example',
    financeContact: 'Ines Ruiz',
    terms: 14,
    currency: 'GBP',
    country: 'GB',
    timeZone: 'Europe/London',
    accountOwner: 'jonas',
  },
  {
    name: 'Brightwater Museum Trust',
    billingEmail: 'payables@brightwater.example',
    financeContact: 'Gareth Pugh',
    copyTo: 'director@brightwater.example',
    terms: 30,
    currency: 'GBP',
    country: 'GB',
    timeZone: 'Europe/London',
    po: { number: 'PO-4471', value: 24_000, expiresIn: 120 },
    accountOwner: 'jonas',
  },
  {
    name: 'Nordlicht Energie GmbH',
    billingEmail: 'rechnung@nordlicht.example',
    financeContact: 'Katrin Vogel',
    terms: 30,
    currency: 'EUR',
    country: 'DE',
    taxId: 'DE298765432',
    timeZone: 'Europe/Berlin',
    accountOwner: 'mara',
  },
  {
    name: 'Kumo Tea House',
    billingEmail: 'keiri@kumo.example',
    financeContact: 'Haruka Ito',
    terms: 14,
    currency: 'JPY',
    country: 'JP',
    timeZone: 'Asia/Tokyo',
    accountOwner: 'mara',
  },
  {
    name: 'Harbour Lane Bakery',
    billingEmail: 'office@harbourlane.example',
    financeContact: 'Ruth Abara',
    terms: 14,
    currency: 'GBP',
    country: 'GB',
    timeZone: 'Europe/London',
    accountOwner: 'jonas',
  },
  {
    name: 'Pennine Cycle Works',
    billingEmail: 'invoices@pennine.example',
    financeContact: 'Tom Hale',
    terms: 14,
    currency: 'GBP',
    country: 'GB',
    timeZone: 'Europe/London',
    accountOwner: 'jonas',
  },
  {
    name: 'Tidewater Ferries',
    billingEmail: 'ledger@tidewater.example',
    financeContact: 'Carmen Reyes',
    terms: 14,
    currency: 'GBP',
    country: 'GB',
    timeZone: 'Europe/London',
    accountOwner: 'mara',
  },
] as const satisfies readonly SeedClient[];

export type ClientName = (typeof CLIENTS)[number]['name'];
