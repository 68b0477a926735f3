/** The subjects of a check-up, in the order in which they are told. */
export const AREAS = ['Configuration', 'Redis', 'Notion', 'Stripe', 'Google Sheet', 'Mail', 'Clocks', 'Hub'] as const;
export type Area = (typeof AREAS)[number];

/**
 * - `green`: right, or nothing that anybody has to see to.
 * - `yellow`: works, but worse than it could, or nobody can tell.
 * - `red`: something that Milepost is there for does not work.
 */
export type Level = 'green' | 'yellow' | 'red';

/** One line of a check-up. */
export type Finding = {
  /** Stays the same from run to run: `notion.token`, `notion.milestones.Amount`. */
  readonly id: string;
  readonly area: Area;
  /** What was looked at, in a few words. */
  readonly what: string;
  readonly level: Level;
  readonly why: string;
  /** How to put it right, in words that a person can follow; absent where nothing is to be done. */
  readonly mend?: string;
};

/** What a finding is about. */
export type Subject = Pick<Finding, 'id' | 'area' | 'what'>;

export const green = (about: Subject, why: string): Finding => ({ ...about, level: 'green', why });
export const yellow = (about: Subject, why: string, mend: string): Finding => ({
  ...about,
  level: 'yellow',
  why,
  mend,
});
export const red = (about: Subject, why: string, mend: string): Finding => ({ ...about, level: 'red', why, mend });

/** Nobody can tell, because something else has to be mended first. */
export const notLookedAt = (about: Subject, because: string): Finding =>
  yellow(about, `not looked at: ${because}`, 'Mend that first, then run the check-up again.');
