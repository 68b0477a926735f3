/** An answer that the API gives instead of a result. Thrown anywhere below the routes, turned into JSON in one place. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: string;
  readonly details: readonly Record<string, unknown>[];

  constructor(code: number, status: string, message: string, details: readonly Record<string, unknown>[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** 400: the request is well formed JSON but cannot be carried out. */
export const invalid = (message: string): ApiError => new ApiError(400, 'INVALID_ARGUMENT', message);

/** 400 with the list of offending fields, as Google answers to a body that does not fit its schema. */
export const badRequest = (violations: readonly { field: string; description: string }[]): ApiError =>
  new ApiError(400, 'INVALID_ARGUMENT', violations.map((violation) => violation.description).join('\n'), [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
  ]);

/** 501: the real service knows this, the sandbox does not. Never answered silently. */
export const notInSandbox = (what: string): ApiError =>
  new ApiError(501, 'UNIMPLEMENTED', `The sandbox's Google Sheets does not implement ${what}.`);

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'Requested entity was not found.');

export const permissionDenied = (): ApiError =>
  new ApiError(403, 'PERMISSION_DENIED', 'The caller does not have permission');

/** The JSON body of an error answer. */
export const errorBody = (error: ApiError): Record<string, unknown> => ({
  error: {
    code: error.code,
    message: error.message,
    status: error.status,
    ...(error.details.length > 0 ? { details: error.details } : {}),
  },
});
