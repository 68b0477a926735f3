import type { Instant, PlainDate } from '../calendar.ts';
import type { Client, Deal, Milestone, Project } from '../facts.ts';
import type { ProposalField } from './proposal.ts';

/** How far a won deal's project has come. */
export type Making =
  | { readonly kind: 'nothing' }
  /** Some of it may be there. */
  | { readonly kind: 'begun'; readonly since: Instant }
  /** All of it was made, once; whatever became of it since is the team's. */
  | { readonly kind: 'made'; readonly projectId: string }
  /** A person has linked a project: it is theirs. */
  | { readonly kind: 'linked' };

/** What is known of a deal's proposal. */
export type ProposalState =
  | { readonly kind: 'none' }
  /** It was made once, and is not linked any more. */
  | { readonly kind: 'unlinked' }
  /** What its page does not say. */
  | { readonly kind: 'page'; readonly gaps: readonly ProposalField[] }
  /** Nobody here can read it, or nobody has looked. */
  | { readonly kind: 'elsewhere' };

/** Everything that one decision about a deal rests on. */
export type DealFacts = {
  readonly deal: Deal;
  /** Undefined when the relation names none, several, or one that cannot be read. */
  readonly client: Client | undefined;
  /** The day on which its present stage was first read. */
  readonly stageSince: PlainDate | null;
  readonly proposal: ProposalState;
  readonly making: Making;
  /** The project that it became, where that can be read. */
  readonly project: Project | undefined;
  /** The project's; undefined where they were not read. */
  readonly milestones: readonly Milestone[] | undefined;
};
