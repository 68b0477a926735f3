import type { ClientName } from './clients.ts';
import type { PersonKey } from './people.ts';
import type { ProjectName } from './projects.ts';

export type SeedDeal = {
  readonly name: string;
  readonly stage: 'Inquiry' | 'Qualified' | 'Proposal sent' | 'Agreed' | 'Won' | 'Lost';
  readonly client?: ClientName;
  readonly owner: PersonKey;
  readonly value: number;
  readonly currency: 'GBP' | 'EUR' | 'JPY';
  /** The day as days from today. */
  readonly next?: { readonly action: string; readonly on: number };
  readonly closesIn: number;
  readonly project?: ProjectName;
};

export const DEALS: readonly SeedDeal[] = [
  {
    name: 'Harbour festival identity',
    stage: 'Inquiry',
    owner: 'jonas',
    value: 14_000,
    currency: 'GBP',
    next: { action: 'First call with the festival office', on: 2 },
    closesIn: 45,
  },
  {
    name: 'Nordlicht: installer app',
    stage: 'Qualified',
    client: 'Nordlicht Energie GmbH',
    owner: 'mara',
    value: 58_000,
    currency: 'EUR',
    next: { action: 'Send the scope for review', on: 4 },
    closesIn: 30,
  },
  {
    name: 'Alder & Finch: audiobook player',
    stage: 'Proposal sent',
    client: 'Alder & Finch Publishing',
    owner: 'jonas',
    value: 22_000,
    currency: 'GBP',
    next: { action: 'Ask Eleanor for her questions', on: -2 },
    closesIn: 12,
  },
  {
    name: 'Brightwater: touring exhibition',
    stage: 'Agreed',
    client: 'Brightwater Museum Trust',
    owner: 'priya',
    value: 31_500,
    currency: 'GBP',
    next: { action: 'Get the agreement signed', on: 1 },
    closesIn: 7,
  },
  {
    name: 'Kumo: online shop refresh',
    stage: 'Won',
    client: 'Kumo Tea House',
    owner: 'mara',
    value: 2_050_000,
    currency: 'JPY',
    closesIn: -60,
    project: 'Online shop refresh',
  },
  {
    name: 'Council open-data portal',
    stage: 'Lost',
    owner: 'jonas',
    value: 40_000,
    currency: 'GBP',
    closesIn: -20,
  },
];
