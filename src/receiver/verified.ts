import type { Hint } from '../billing/hint.ts';

/** What a connector found out about one delivery, before anything else happens with it. */
export type Verified =
  | { readonly outcome: 'hints'; readonly eventId: string; readonly eventType: string; readonly hints: readonly Hint[] }
  /** Authentic, but nothing that the hub looks at: answered like success, or the sender would pause the subscription. */
  | { readonly outcome: 'ignored'; readonly eventId: string; readonly eventType: string; readonly why: string }
  /** Notion introduces itself: a person must paste the token into Notion's form. */
  | { readonly outcome: 'handshake'; readonly token: string }
  | { readonly outcome: 'refused'; readonly status: 400 | 401; readonly why: string };

/**
 * Proves where a delivery comes from and reads what it is about. Handed in by the hub, so that the receiver knows no SDK.
 * Unauthentic or unreadable input is an answer (`refused`); throwing means a bug of ours.
 */
export type VerifyWebhook = (raw: Buffer, header: (name: string) => string | undefined) => Promise<Verified> | Verified;
