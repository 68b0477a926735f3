import type { SetUp } from './kit.ts';

/** One thing that is wrong with a set-up in which all else is right. */
export type SetUpFault = {
  readonly fault: string;
  /** The id of the line that says it. */
  readonly line: string;
  readonly level: 'yellow' | 'red';
  /** What the mend has to say. */
  readonly mend: RegExp;
  /** Breaks it, and gives back what a person does who follows the mend. */
  readonly apply: (setUp: SetUp) => Followed | Promise<Followed>;
  /** Lines that rightly say something as well, as they rest on the same thing. */
  readonly also?: readonly string[];
};

export type Followed = {
  readonly follow: () => unknown;
  /** Where following the mend leaves the set-up another one than before. */
  readonly tidy?: () => unknown;
};

type Values = Readonly<Record<string, string | undefined>>;

/** Sets variables; the mend is to set them right again. */
export const variables =
  (wrong: Values) =>
  ({ env }: SetUp): Followed => {
    const before = Object.fromEntries(Object.keys(wrong).map((name) => [name, env[name]]));
    Object.assign(env, wrong);
    return { follow: () => Object.assign(env, before) };
  };

/** Adds to the policy file; the mend is to take it out again. */
export const policy =
  (wrong: Readonly<Record<string, unknown>>) =>
  (setUp: SetUp): Followed => {
    const before = { ...setUp.policy };
    Object.assign(setUp.policy, wrong);
    return {
      follow: () => {
        for (const key of Object.keys(wrong)) delete setUp.policy[key];
        Object.assign(setUp.policy, before);
      },
    };
  };

/** Settings of Redis; the mend is to set them right. */
export const redis =
  (wrong: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>) =>
  async ({ storage }: SetUp): Promise<Followed> => {
    const set = async (settings: Readonly<Record<string, string>>): Promise<void> => {
      for (const [name, value] of Object.entries(settings)) await storage.redis.config('SET', name, value);
    };
    await set(wrong);
    return { follow: () => set(right) };
  };

const NOT_ALLOWED = JSON.stringify({
  object: 'error',
  status: 403,
  code: 'restricted_resource',
  message: 'Insufficient permissions for this endpoint.',
});

/** A capability that the connection lacks; the mend is to tick it. */
export const incapable =
  (method: string, path: string | RegExp) =>
  ({ notion }: SetUp): Followed => {
    notion.faults.add({ method, path, times: 1_000, fault: { kind: 'answer', status: 403, body: NOT_ALLOWED } });
    return { follow: notion.faults.clear };
  };

/** A permission that the restricted key lacks; the mend is to give it. */
export const notPermitted =
  (method: string, path: string | RegExp, named: string) =>
  ({ stripe }: SetUp): Followed => {
    const message = `The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'. Having the '${named}' permission would allow this request to continue.`;
    const body = JSON.stringify({ error: { type: 'invalid_request_error', message } });
    stripe.faults.add({ method, path, times: 1_000, fault: { kind: 'answer', status: 403, body } });
    return { follow: stripe.faults.clear };
  };
