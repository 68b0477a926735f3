import type { Context } from 'hono';

/**
 * Whether a request was sent by a page of this very site. Browsers send a password along with whatever form of whatever site leads
 * here, and say where the form stood: newer ones in a header of its own, which no proxy changes, older ones by the origin.
 */
export function isSameOrigin(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin !== undefined && URL.parse(origin)?.host === c.req.header('host');
}
