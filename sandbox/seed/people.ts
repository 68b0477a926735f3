/** The agency and its team. */
export const AGENCY = 'Fieldnote Studio';

export const PEOPLE = {
  mara: { name: 'Mara Lindqvist', email: 'mara@fieldnote.example' },
  priya: { name: 'Priya Raman', email: 'priya@fieldnote.example' },
  jonas: { name: 'Jonas Weber', email: 'jonas@fieldnote.example' },
  tom: { name: 'Tom Okafor', email: 'tom@fieldnote.example' },
} as const;

export type PersonKey = keyof typeof PEOPLE;
