import { dateIn, type Instant, type PlainDate } from '../../src/billing/calendar.ts';
import type { Invoice } from '../../src/billing/facts.ts';
import type { Attempt, FollowUpWorld, Line } from './world.ts';

/** What went out, or may have: a definite refusal did not (Rule 11.7). */
export const mayHaveGone = ({ attempts }: FollowUpWorld): readonly Attempt[] =>
  attempts.filter(({ answer }) => answer !== 'refused');

export const dayOf = (world: FollowUpWorld, at: Instant): PlainDate => dateIn(world.policy.timeZone, at);

export type Said = { readonly line: Line; readonly at: Instant };

export const saidAbout = (world: FollowUpWorld, { id }: Invoice): readonly Said[] =>
  mayHaveGone(world).flatMap(({ lines, at }) =>
    lines.filter(({ invoice }) => invoice.id === id).map((line) => ({ line, at })),
  );
