import type { Client, Milestone, Project } from '../facts.ts';
import type { StoredFigures } from './figures.ts';

/** One line of the section `Hub health`: what was looked at and how it stands. */
export type HealthLine = { readonly what: string; readonly state: string };

/** Everything that a weekly review rests on. The order of the lists means nothing. */
export type ReviewFacts = {
  readonly milestones: readonly Milestone[];
  readonly projects: readonly Project[];
  readonly clients: readonly Client[];
  /** The previous week's figures as the sheet's history kept them; undefined when there are none. */
  readonly lastWeek: readonly StoredFigures[] | undefined;
  /** In the order in which they are shown. */
  readonly health: readonly HealthLine[];
};
