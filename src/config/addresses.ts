import { z } from 'zod';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** A name without a dot is a container's or a machine's name on a private network. */
const PRIVATE_NAME = /^[a-z0-9_-]+$|\.internal$/;

/** Origin (and path) of an HTTP service, without a slash at its end. */
export const serviceUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return refuse(context, 'must be an address that starts with https://');
  }
  // Keys travel to these addresses: in clear text they may not leave the machine or its private network.
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname) && !PRIVATE_NAME.test(url.hostname)) {
    return refuse(context, 'must start with https:// (http:// is for loopback and container names only)');
  }
  return text.replace(/\/+$/, '');
});

/** `redis://`, `rediss://`, or the path of a Unix socket. */
export const redisUrl = z.string().refine((text) => {
  return text.startsWith('/') || ['redis:', 'rediss:'].includes(URL.parse(text)?.protocol ?? '');
}, 'must start with redis:// or rediss://, or be the path of a socket');

export const smtpUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '';
}, 'must look like smtp://user:password@host:587 or smtps://…');

/** `billing@example.com` or `Example Billing <billing@example.com>`. */
export const mailFrom = z
  .string()
  .refine((text) => z.email().safeParse(/<([^<>]+)>$/.exec(text.trim())?.[1] ?? text.trim()).success, {
    error: 'must be an e-mail address, with or without a name before it',
  });

type Context = z.core.$RefinementCtx;

/** Adds an issue and ends a transformation. */
export function refuse(context: Context, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
