import { z } from 'zod';
import type { Account } from '../account.ts';
import type { FormValue } from './form.ts';
import { validate } from './validate.ts';

export type PathIds = {
  /** The `:id` of the path. */
  readonly id: string;
  /** The `:line` (or other second id) of the path. */
  readonly child: string;
};

/** One endpoint. `prepare` checks the parameters and returns what executes the request. */
export type Route = {
  readonly method: 'DELETE' | 'GET' | 'POST';
  readonly path: string;
  readonly prepare: (params: FormValue, ids: PathIds) => (account: Account) => object;
};

/**
 * Describes an endpoint.
 * @param shape the parameters that it takes; anything else is refused
 * @param run executes the request on the account and returns the answer
 */
export function route<Shape extends z.core.$ZodLooseShape>(
  method: Route['method'],
  path: string,
  shape: Shape,
  run: (account: Account, params: z.output<z.ZodObject<Shape, z.core.$strict>>, ids: PathIds) => object,
): Route {
  const schema = z.strictObject(shape);
  return {
    method,
    path,
    prepare: (raw, ids) => {
      const params = validate(schema, raw);
      return (account) => run(account, params, ids);
    },
  };
}
