import type { Instant, PlainDate } from '../calendar.ts';
import type { Client, Deal, DecisionInput, Invoice, Milestone, Policy, Project } from '../facts.ts';
import type { Role } from '../failure.ts';
import type { Standing } from '../standing/standing.ts';

/** The worst first. Critical ones are never hidden (Rule 17.1). */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Everything that the mismatches of one project rest on. */
export type ProjectFacts = {
  readonly project: Project;
  readonly client: Client | undefined;
  readonly milestones: readonly Milestone[];
  /** Page ids of milestones that are there and cannot be read. */
  readonly unreadable: readonly string[];
  /** Every invoice of the project's client, whatever it bills. What became of their money is not read here. */
  readonly invoices: readonly Invoice[];
  /** What concerns the client as a whole is said beside one of its projects alone: this one. */
  readonly speaksForClient: boolean;
  /** The deals that name the project as the one they became. */
  readonly deals: readonly Deal[];
  /** Since when a milestone is known to be delivered without a decision, by its id. */
  readonly deliveredSince: ReadonlyMap<string, PlainDate>;
  readonly policy: Policy;
  readonly now: Instant;
  readonly today: PlainDate;
};

/** One milestone with its invoices, as the milestone's own decision sees them. */
export type Item = {
  readonly milestone: Milestone;
  readonly input: DecisionInput;
  readonly live: readonly Invoice[];
  readonly standing: Standing | undefined;
  readonly around: ProjectFacts;
};

type Kind = {
  /** Number in Rule 17. */
  readonly id: string;
  /** What does not match, in three words or so; stays the same for as long as it is open. */
  readonly title: string;
  readonly severity: Severity;
  /** Who acts. */
  readonly who: Role;
};

/** A kind of mismatch that a milestone may have. `find` gives the words, or undefined where all is well. */
export type MilestoneKind = Kind & { readonly find: (item: Item) => string | undefined };

/** A kind of mismatch that a project may have. */
export type ProjectKind = Kind & {
  readonly find: (facts: ProjectFacts, items: readonly Item[]) => string | undefined;
};

/** A mismatch that is open now. */
export type Mismatch = Kind & {
  /** Name of the milestone; empty when it is the project's. */
  readonly item: string;
  readonly milestoneId: string | undefined;
  readonly words: string;
  /** Name of who acts; undefined when nobody is responsible. */
  readonly person: string | undefined;
};
