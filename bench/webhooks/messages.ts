import { z } from 'zod';

export const WEBHOOK_PATH = '/webhooks/stripe';

/** The bare server says where it listens. */
export const Listening = z.object({ url: z.url() });

/** What the load generator is asked to do; it answers each with one `RoundResult`. */
export const Round = z.object({
  url: z.url(),
  secret: z.string(),
  requests: z.int().positive(),
  connections: z.int().positive(),
});
export type Round = z.infer<typeof Round>;

export const RoundResult = z.object({
  seconds: z.number().positive(),
  /** How many requests were answered with 200. */
  accepted: z.int(),
  /** What went wrong with the others, each kind once. */
  trouble: z.array(z.string()),
});
export type RoundResult = z.infer<typeof RoundResult>;
