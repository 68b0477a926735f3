import { ApiError } from '../errors.ts';

export type QuotaLimits = {
  readonly readPerUser: number;
  readonly readPerProject: number;
  readonly writePerUser: number;
  readonly writePerProject: number;
};

export const DEFAULT_QUOTA: QuotaLimits = {
  readPerUser: 60,
  readPerProject: 300,
  writePerUser: 60,
  writePerProject: 300,
};

export type Access = 'read' | 'write';

/** Counts a request; throws 429 when the minute is used up. */
export type Quota = { readonly spend: (access: Access, user: string) => void };

const MINUTE_MS = 60_000;
const PROJECT = '104523871100';

function exceeded(access: Access, scope: 'User' | 'Project', limit: number): ApiError {
  const metric = access === 'read' ? 'Read' : 'Write';
  const perUser = scope === 'User';
  const text = `${metric} requests per minute${perUser ? ' per user' : ''}`;
  return new ApiError(
    429,
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for quota metric '${metric} requests' and limit '${text}' of service 'sheets.googleapis.com' for consumer 'project_number:${PROJECT}'.`,
    [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'RATE_LIMIT_EXCEEDED',
        domain: 'googleapis.com',
        metadata: {
          service: 'sheets.googleapis.com',
          consumer: `projects/${PROJECT}`,
          quota_metric: `sheets.googleapis.com/${access}_requests`,
          quota_limit: `${metric}RequestsPerMinutePer${scope}`,
          quota_limit_value: String(limit),
          quota_unit: perUser ? '1/min/{project}/{user}' : '1/min/{project}',
          quota_location: 'global',
        },
      },
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [
          {
            description: 'Request a higher quota limit.',
            url: 'https://cloud.google.com/docs/quotas/help/request_increase',
          },
        ],
      },
    ],
  );
}

/** Reads and writes are counted apart, per account and for all together; each minute of the clock starts afresh. */
export function createQuota(limits: QuotaLimits, now: () => number): Quota {
  let minute = -1;
  let used = new Map<string, number>();

  const count = (bucket: string, limit: number, refusal: () => ApiError): void => {
    const next = (used.get(bucket) ?? 0) + 1;
    used.set(bucket, next);
    if (next > limit) throw refusal();
  };

  return {
    spend(access, user) {
      const current = Math.floor(now() / MINUTE_MS);
      if (current !== minute) {
        minute = current;
        used = new Map();
      }
      const perUser = access === 'read' ? limits.readPerUser : limits.writePerUser;
      const perProject = access === 'read' ? limits.readPerProject : limits.writePerProject;
      count(`${access} ${user}`, perUser, () => exceeded(access, 'User', perUser));
      count(`${access} project`, perProject, () => exceeded(access, 'Project', perProject));
    },
  };
}
