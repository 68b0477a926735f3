import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { z } from 'zod';
import { invalid } from '../errors.ts';
import { type FieldMask, parseFieldMask, unknownPath } from '../field-mask.ts';
import { parseMessage } from '../schema/parse.ts';
import type { Workbook } from '../workbook/workbook.ts';

/** Who asks: an e-mail address. */
export type Actor = string;

export type Outcome = { readonly workbook: Workbook; readonly reply?: sheets_v4.Schema$Response };

/** One request of a batch, read and checked for form, ready to be carried out. */
export type Step = (workbook: Workbook, actor: Actor) => Outcome;

/** A kind of request: reads its JSON and says what it does to a workbook. */
export type RequestKind = { readonly read: (json: unknown, path: string) => Step };

/** Describes a kind of request that answers `{}`. */
export const request = <S extends z.ZodType>(
  schema: S,
  apply: (workbook: Workbook, body: z.infer<S>, actor: Actor) => Workbook,
): RequestKind => requestWithReply(schema, (workbook, body, actor) => ({ workbook: apply(workbook, body, actor) }));

/** Describes a kind of request that fills its entry of `replies`. */
export const requestWithReply = <S extends z.ZodType>(
  schema: S,
  apply: (workbook: Workbook, body: z.infer<S>, actor: Actor) => Outcome,
): RequestKind => ({
  read: (json, path) => {
    const body = parseMessage(schema, json, path);
    return (workbook, actor) => apply(workbook, body, actor);
  },
});

/** Reads the `fields` of a request, which is required and may only name fields of the message it is about. */
export function requiredMask(fields: string | undefined, schema: z.ZodType): FieldMask {
  if (fields === undefined || fields === '')
    throw invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  const mask = parseFieldMask(fields);
  const unknown = mask ? unknownPath(mask, schema) : fields;
  if (!mask || unknown !== undefined) throw invalid(`Invalid field: ${unknown ?? fields}`);
  return mask;
}

/** Insists on a part of the body without which the request means nothing. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw invalid(`No value was given for '${name}'.`);
  return value;
}

/** Refuses an id that an object of this kind already has. */
export function checkFree(id: number | string, taken: readonly (number | string | undefined)[], what: string): void {
  if (taken.includes(id)) throw invalid(`${what} with id ${id} already exists.`);
}
