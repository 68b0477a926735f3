import type { z } from 'zod';
import { TryAgain } from '../src/billing/failure.ts';

/**
 * Parses what a service answered. SDKs resolve whatever JSON comes with a success, a proxy's error page too, so an answer of
 * the wrong shape is a bad moment of somebody in between and not to be believed.
 * @param what it should be: "a Stripe invoice"
 * @throws TryAgain when it is something else
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join('.') || 'all of it');
  throw new TryAgain(`The answer is not ${what}: ${[...new Set(paths)].slice(0, 3).join(', ')}`, {
    cause: parsed.error,
  });
}
