import type { z } from 'zod';
import type { FieldMask } from '../field-mask.ts';
import type { Drive } from './drive.ts';
import type { Access } from './quota.ts';

/** One call to the API, taken apart. */
export type Call = {
  /** The decoded parts that the pattern captured, in order. */
  readonly captures: readonly string[];
  readonly query: URLSearchParams;
  /** The parsed JSON body; an empty object when there was none. */
  readonly body: unknown;
  /** What of the answer the client wants; empty: everything. */
  readonly mask: FieldMask;
  readonly actor: string;
  readonly drive: Drive;
};

/** A method of the API: where it is reached, what it needs and what it does. */
export type Operation = {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Matched against the raw path: the verb behind the last colon is never encoded, colons in a range always are. */
  readonly pattern: RegExp;
  /** Which quota it is counted against. */
  readonly quota: Access;
  readonly scope: Access;
  /** Names of the query parameters that it takes beside the standard ones. */
  readonly query: readonly string[];
  /** The message it answers, whose names a `fields` mask may use. */
  readonly answers: z.ZodType;
  readonly run: (call: Call) => unknown;
};
