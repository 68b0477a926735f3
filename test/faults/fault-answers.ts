import type { Fault } from '../../sandbox/kit/faults.ts';
import type { Service } from './call.ts';

type HttpService = Exclude<Service, 'mail'>;
type Status = 409 | 429 | 500 | 503;

const NOTION_CODES = {
  409: 'conflict_error',
  429: 'rate_limited',
  500: 'internal_server_error',
  503: 'service_unavailable',
} as const;

const GOOGLE_STATUSES = { 409: 'ABORTED', 429: 'RESOURCE_EXHAUSTED', 500: 'INTERNAL', 503: 'UNAVAILABLE' } as const;

const WORDS = 'Something is not as it should be.';

/** How each service words a failure. */
const BODIES: Readonly<Record<HttpService, (status: Status) => object>> = {
  notion: (status) => ({ object: 'error', status, code: NOTION_CODES[status], message: WORDS, request_id: 'r' }),
  stripe: (status) => ({
    error: {
      type: status === 409 || status === 429 ? 'invalid_request_error' : 'api_error',
      ...(status === 409 ? { code: 'lock_timeout' } : {}),
      ...(status === 429 ? { code: 'rate_limit' } : {}),
      message: WORDS,
    },
  }),
  google: (code) => ({ error: { code, message: WORDS, status: GOOGLE_STATUSES[code] } }),
};

const RETRY_AFTER_SECONDS = '2';

/** A failure in the words of a service. */
export const answered = (
  service: HttpService,
  status: Status,
  { kind = 'answer', headers = {} }: { kind?: 'answer' | 'answer after commit'; headers?: Record<string, string> } = {},
): Fault => ({
  kind,
  status,
  body: JSON.stringify(BODIES[service](status)),
  headers: status === 429 ? { ...headers, 'retry-after': RETRY_AFTER_SECONDS } : headers,
});
