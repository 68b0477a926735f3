import { describe, expect, it, test } from 'vitest';
import { OutcomeUnknown, toFailure } from '../../../connectors/sheets/errors.ts';
import { failureKind, NeedsPerson, TryAgain } from '../../../src/billing/failure.ts';

const EMAIL = 'hub@project.iam.gserviceaccount.com';
const SECRET = 'Acme owes 4000';

/** As the SDK throws it: the request with its contents hangs on the error. */
const thrown = (given: { code: number | string; response?: unknown; message?: string }) =>
  Object.assign(new Error(given.message ?? 'failed'), { ...given, config: { data: SECRET, body: SECRET } });

const api = (status: number, grpc: string, message: string, reason?: string) =>
  thrown({
    code: status,
    message,
    response: {
      status,
      data: { error: { code: status, status: grpc, message, details: reason === undefined ? [] : [{ reason }] } },
    },
  });

const token = (status: number, error: string, description: string) =>
  thrown({ code: status, response: { status, data: { error, error_description: description } } });

const failureOf = (error: unknown) => toFailure(error, { doing: 'write the review', email: EMAIL });

test.each([
  { why: 'quota', error: api(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'), kind: 'try again' },
  { why: 'server error', error: api(500, 'INTERNAL', 'Internal error encountered.'), kind: 'try again' },
  { why: 'a proxy’s page', error: thrown({ code: 502, response: { status: 502, data: '<html>' } }), kind: 'try again' },
  { why: 'a cut line', error: thrown({ code: 'ECONNRESET' }), kind: 'try again' },
  { why: 'no answer in time', error: thrown({ code: 'TimeoutError' }), kind: 'try again' },
  { why: 'nobody listens', error: thrown({ code: 'ECONNREFUSED' }), kind: 'try again' },
  {
    why: 'a tab that appeared meanwhile',
    error: api(400, 'INVALID_ARGUMENT', 'Invalid requests[0].addSheet: A sheet with the name "X" already exists.'),
    kind: 'try again',
  },
  { why: 'token server down', error: thrown({ code: 503, response: { status: 503, data: '' } }), kind: 'try again' },
  { why: 'a bad request of ours', error: api(400, 'INVALID_ARGUMENT', 'Unknown name "x"'), kind: 'bug' },
  { why: 'a fault in our code', error: new TypeError('undefined is not a function'), kind: 'bug' },
])('$why is for: $kind', ({ error, kind }) => {
  expect(failureKind(failureOf(error))).toBe(kind);
});

test.each([
  { why: 'not shared', error: api(403, 'PERMISSION_DENIED', 'The caller does not have permission'), mend: EMAIL },
  {
    why: 'API off',
    error: api(403, 'PERMISSION_DENIED', 'disabled', 'SERVICE_DISABLED'),
    mend: 'Enable the Google Sheets API',
  },
  { why: 'unknown sheet', error: api(404, 'NOT_FOUND', 'Requested entity was not found.'), mend: 'GOOGLE_SHEET_ID' },
  {
    why: 'a protection',
    error: api(400, 'INVALID_ARGUMENT', 'You are trying to edit a protected cell or object.'),
    mend: EMAIL,
  },
  { why: 'a wrong clock', error: token(400, 'invalid_grant', 'Check your iat and exp values'), mend: 'clock' },
  { why: 'a deleted key', error: token(400, 'invalid_grant', 'Invalid JWT Signature.'), mend: 'new key' },
  { why: 'a key that is none', error: thrown({ code: 'ERR_OSSL_UNSUPPORTED' }), mend: 'key file' },
  {
    why: 'no spreadsheet',
    error: api(400, 'FAILED_PRECONDITION', 'This operation is not supported for this document'),
    mend: 'Google Sheets',
  },
])('$why needs a person, who is told how to mend it', ({ error, mend }) => {
  const failure = failureOf(error);
  expect(failure).toBeInstanceOf(NeedsPerson);
  expect(failure instanceof NeedsPerson && failure.mend).toContain(mend);
});

describe('a failure', () => {
  it('of quota waits for the next minute', () => {
    const failure = failureOf(api(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded'));
    const pause = failure instanceof TryAgain ? (failure.retryAfterMs ?? 0) : 0;
    expect(pause).toBeGreaterThanOrEqual(60_000);
    expect(pause).toBeLessThanOrEqual(75_000);
  });

  test.each([
    { code: 'ECONNRESET', isUnknown: true },
    { code: 'TimeoutError', isUnknown: true },
    { code: 'ECONNREFUSED', isUnknown: false },
    { code: 'ENOTFOUND', isUnknown: false },
  ])('$code leaves open whether a write was carried out: $isUnknown', ({ code, isUnknown }) => {
    expect(failureOf(thrown({ code })) instanceof OutcomeUnknown).toBe(isUnknown);
  });

  it('never carries the request, which holds names and amounts', () => {
    for (const error of [
      api(400, 'INVALID_ARGUMENT', 'bad'),
      api(503, 'UNAVAILABLE', ''),
      thrown({ code: 'ECONNRESET' }),
    ]) {
      const failure = failureOf(error);
      expect(failure.cause).toBeUndefined();
      expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(SECRET);
    }
  });
});
