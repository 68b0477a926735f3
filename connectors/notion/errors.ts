import { APIErrorCode, isHTTPResponseError, isNotionClientError } from '@notionhq/client';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';
import { retryAfterMs } from '../metered-fetch.ts';

/** Worth another try later: the service or the line had a bad moment. A write may have been saved all the same (`read again` decides). */
const isPassing = (status: number): boolean => status === 409 || status === 429 || status === 529 || status >= 500;

const headerOf = (headers: unknown, name: string): string | null =>
  headers instanceof Headers ? headers.get(name) : null;

/**
 * Translates what the Notion SDK throws into one of our kinds of failure. Socket errors and broken JSON are not
 * `NotionClientError`s, so plain errors are handled too.
 * @param doing what was tried, for people: "read a milestone"
 */
export function toFailure(error: unknown, doing: string): Error {
  if (error instanceof TryAgain || error instanceof NeedsPerson) return error;
  if (isHTTPResponseError(error)) {
    const { status, code, message } = error;
    if (isPassing(status)) {
      const pause = retryAfterMs(status, headerOf(error.headers, 'retry-after'));
      return new TryAgain(`Notion answered ${status} to: ${doing}`, { retryAfterMs: pause, cause: error });
    }
    if (code === APIErrorCode.Unauthorized) {
      return new NeedsPerson('Notion refused the token', {
        mend: 'Set NOTION_TOKEN to the secret of an active connection.',
        who: 'admin',
        cause: error,
      });
    }
    if (code === APIErrorCode.ObjectNotFound || code === APIErrorCode.RestrictedResource) {
      // Notion says "not found" for what exists but was never shared with the connection.
      return new NotReachable(`Notion shows us nothing there: ${doing}`, { cause: error });
    }
    return new NeedsPerson(`Notion refused to ${doing}: ${message}`, {
      mend: 'Check that the properties have the types that Milepost expects.',
      who: 'admin',
      cause: error,
    });
  }
  if (isNotionClientError(error)) return new TryAgain(`Notion did not answer in time: ${doing}`, { cause: error });
  if (error instanceof TypeError || error instanceof SyntaxError || isAbort(error)) {
    return new TryAgain(`The line to Notion broke: ${doing}`, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Missing and not shared cannot be told apart. */
export class NotReachable extends NeedsPerson {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, {
      mend: 'Share the database with the connection (page menu, Connections), or restore the page.',
      who: 'admin',
      ...options,
    });
  }
}

const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');

/** Runs a call of the SDK and translates its failure. */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toFailure(error, doing);
  }
}
