import { z } from 'zod';
import { NeedsPerson, TryAgain } from '../../src/billing/failure.ts';

/** What the SDK throws, as far as we look: the request in it holds names and amounts and is never touched. */
const Thrown = z.object({
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  response: z.object({ status: z.number(), data: z.unknown() }).optional().catch(undefined),
});

const ApiError = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(z.object({ reason: z.string().catch('') })).catch([]),
  }),
});

const TokenError = z.object({ error: z.string(), error_description: z.string().catch('') });

/** The quota refills by the minute, and no header says when (Sheets API, "Usage limits"). */
const QUOTA_PAUSE_MS = 60_000;
const JITTER_MS = 15_000;

const NOTHING_WAS_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The request may have been carried out or not: look before repeating a write. */
export class OutcomeUnknown extends TryAgain {}

/** Somebody changed the tabs since they were read, or a title names none. */
export class TabsChanged extends TryAgain {}

/** Refused although it fitted what was read: somebody changed the tabs in between. */
const CHANGED_MEANWHILE = /already exists|No sheet with id|Unable to parse range|exceeds grid limits/i;

const MESSAGE_MAX = 300;

export type Doing = { readonly doing: string; readonly email: string };

export const httpStatusOf = (error: unknown): number | undefined => Thrown.safeParse(error).data?.response?.status;

/**
 * Translates what the SDK throws into one of our kinds of failure, without the error itself as cause: it carries the
 * request.
 * @param doing what was tried, for people: "read the sheet"
 * @param email the service account, which somebody may have to share the sheet with
 */
export function toFailure(error: unknown, { doing, email }: Doing): Error {
  if (error instanceof TryAgain || error instanceof NeedsPerson) return error;
  const thrown = Thrown.safeParse(error).data;
  if (thrown?.response === undefined) return lineFailure(thrown?.code, error, doing);

  const { status, data } = thrown.response;
  if (status === 429) {
    const retryAfterMs = QUOTA_PAUSE_MS + Math.floor(Math.random() * JITTER_MS);
    return new TryAgain(`Google asks for a pause: ${doing}`, { retryAfterMs });
  }
  // The body may be the HTML page of a proxy, so it is not quoted.
  if (status === 409 || status >= 500) return new OutcomeUnknown(`Google answered ${status} to: ${doing}`);

  const token = TokenError.safeParse(data).data;
  if (token !== undefined) return tokenFailure(token, email);
  const api = ApiError.safeParse(data).data?.error;
  const message = (api?.message ?? '').slice(0, MESSAGE_MAX);
  const reasons = api?.details.map(({ reason }) => reason) ?? [];
  if (status === 401) return refused('Google refused the access token', 'Make a new key for the service account.');
  if (status === 403) return noAccess(reasons, email);
  if (status === 404) {
    return refused(
      'Google knows no such spreadsheet',
      `Set GOOGLE_SHEET_ID to the address of the sheet and share it with ${email} as Editor.`,
    );
  }
  return badRequest(status, message, { doing, email });
}

const refused = (message: string, mend: string): NeedsPerson => new NeedsPerson(message, { mend, who: 'admin' });

function lineFailure(code: number | string | undefined, error: unknown, doing: string): Error {
  if (typeof code === 'string') {
    if (NOTHING_WAS_SENT.has(code)) return new TryAgain(`Google cannot be reached (${code}): ${doing}`);
    if (code.startsWith('ERR_OSSL'))
      return refused('The key of the service account cannot be read', 'Download a new key file and name it again.');
    return new OutcomeUnknown(`The line to Google broke (${code}): ${doing}`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

function tokenFailure({ error, error_description }: z.infer<typeof TokenError>, email: string): NeedsPerson {
  const isClock = /iat and exp/.test(error_description);
  return refused(
    `Google gave no access token: ${error}: ${error_description}`.slice(0, MESSAGE_MAX),
    isClock
      ? 'Set the clock of this machine: it differs from Google’s by minutes.'
      : `Check that the service account ${email} exists and that its key was not deleted; else make a new key.`,
  );
}

function noAccess(reasons: readonly string[], email: string): NeedsPerson {
  if (reasons.includes('SERVICE_DISABLED'))
    return refused(
      'The Google Sheets API is off',
      'Enable the Google Sheets API in the project of the service account.',
    );
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT'))
    return refused('The credentials do not cover spreadsheets', 'Use the key file of a service account.');
  return refused('Google lets us not write to the sheet', `Share the sheet with ${email} as Editor.`);
}

function badRequest(status: number, message: string, { doing, email }: Doing): Error {
  if (CHANGED_MEANWHILE.test(message)) return new TabsChanged(`The tabs changed meanwhile: ${doing}`);
  if (/protected cell or object/i.test(message)) {
    return refused(
      'A protection in the sheet keeps us out',
      `Remove the protection from the tab, or add ${email} to those who may edit it.`,
    );
  }
  if (/not supported for this document/i.test(message))
    return refused(
      'The file is not a Google Sheet',
      'Open it and choose "Save as Google Sheets", then name the new file.',
    );
  if (/limit of 10000000 cells/i.test(message))
    return refused('The spreadsheet is full', 'Delete tabs that are no longer needed.');
  return new Error(`Google refused to ${doing} (${status}): ${message}`);
}
