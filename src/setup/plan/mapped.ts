import type { PropertyMatch } from '../mapping/match-properties.ts';
import type { Chosen } from './choose-databases.ts';

/** A database that is there, and which of its properties are ours. */
export type Mapped = {
  readonly chosen: Chosen & { readonly kind: 'use' };
  readonly matches: readonly PropertyMatch[];
};
