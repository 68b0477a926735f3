/**
 * A hint names a thing to look at. It carries no news: whatever happened is read afresh (level-triggered),
 * so hints may be lost, doubled and reordered without harm.
 */
export const SUBJECTS = [
  'milestone',
  'notion row',
  'stripe invoice',
  'stripe payment',
  'stripe customer',
  'notion schema',
] as const;
export type Subject = (typeof SUBJECTS)[number];

export type Hint = {
  readonly about: Subject;
  /** Notion page id (dashed), Stripe invoice id, PaymentIntent id, customer id, or data source id, according to `about`. */
  readonly id: string;
  /** What started the chain, for the logs: `stripe:evt_…`, `notion:<event id>`, `sweep`, `clock`. */
  readonly origin: string;
  /** For a Notion row: the data source it lives in, which tells the kind of row. */
  readonly dataSource?: string | undefined;
};
