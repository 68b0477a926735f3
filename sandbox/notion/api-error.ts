import type { ContentfulStatusCode } from 'hono/utils/http-status';

export type ErrorCode =
  | 'invalid_json'
  | 'invalid_request_url'
  | 'missing_version'
  | 'validation_error'
  | 'unauthorized'
  | 'restricted_resource'
  | 'object_not_found'
  | 'rate_limited'
  | 'internal_server_error'
  | 'service_unavailable';

/** A refusal in Notion's own terms; the server turns it into the error body. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: ErrorCode;
  readonly additionalData: Record<string, string | string[]> | undefined;

  constructor(
    status: ContentfulStatusCode,
    code: ErrorCode,
    message: string,
    additionalData?: Record<string, string | string[]>,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.additionalData = additionalData;
  }
}

export const invalid = (message: string): ApiError => new ApiError(400, 'validation_error', message);

/** Missing and not shared look alike. Data sources are called databases, as the real service does. */
export const notFound = (kind: 'page' | 'database' | 'block' | 'user' | 'comment' | 'view', id: string): ApiError =>
  new ApiError(
    404,
    'object_not_found',
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );

/** The JSON body of an error answer. */
export const errorBody = (error: ApiError, requestId: string) => ({
  object: 'error',
  status: error.status,
  code: error.code,
  message: error.message,
  request_id: requestId,
  ...(error.additionalData && { additional_data: error.additionalData }),
});
