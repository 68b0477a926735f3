/** The `error` object of an answer. */
export type ErrorBody = {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
};

/** Thrown where a request cannot be carried out; becomes the answer. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  /** The id behind which nothing was found. */
  readonly missing: string | undefined;

  constructor(status: number, body: ErrorBody, missing?: string) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.missing = missing;
  }
}

/** A refusal with status 400. */
export function invalid(message: string, details: { code?: string; param?: string } = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...details });
}

/** Status 400 where the request is well formed but the object named in it is not there. */
export const noSuchReference = (kind: string, id: string, param: string): ApiError => missing(400, kind, id, param);

/** What Stripe calls the id in the path of these; that of all others is `id`. */
const PATH_PARAMS: Readonly<Record<string, string>> = { invoice: 'invoice', payment_intent: 'intent' };

/** Status 404 for the object that the path names. */
export const noSuchObject = (kind: string, id: string): ApiError => missing(404, kind, id, PATH_PARAMS[kind] ?? 'id');

const missing = (status: number, kind: string, id: string, param: string): ApiError => {
  const message = `No such ${kind}: '${id}'`;
  return new ApiError(status, { type: 'invalid_request_error', code: 'resource_missing', message, param }, id);
};

/** Takes a record out of its map or refuses with 404. */
export function find<T>(records: ReadonlyMap<string, T>, kind: string, id: string): T {
  const record = records.get(id);
  if (record === undefined) throw noSuchObject(kind, id);
  return record;
}

/** Takes a record that a parameter names out of its map or refuses with 400. */
export function findReference<T>(records: ReadonlyMap<string, T>, kind: string, id: string, param: string): T {
  const record = records.get(id);
  if (record === undefined) throw noSuchReference(kind, id, param);
  return record;
}

/** The whole JSON body of an error answer. */
export const errorAnswer = (body: ErrorBody, requestId: string): object => ({
  error: {
    ...body,
    ...(body.code === undefined
      ? {}
      : { doc_url: `https://stripe.com/docs/error-codes/${body.code.replaceAll('_', '-')}` }),
    request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
  },
});
