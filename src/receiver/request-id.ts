import { randomBytes } from 'node:crypto';

/** A cheap id per request: random once per process, then counted; it ties an answer to its log line. */
export function createRequestIds(start: string = randomBytes(5).toString('hex')): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}
