import { z } from 'zod';

/**
 * Building blocks for the API's messages. In its JSON every field is optional, an unknown name is an error, and `null`
 * means absent (removed before parsing, see `parse.ts`).
 */
export const message = z.strictObject;

export const text = z.string().exactOptional();
export const int = z.int32().exactOptional();
export const real = z.number().exactOptional();
export const flag = z.boolean().exactOptional();
export const texts = z.array(z.string()).exactOptional();

export const oneOf = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.enum(names).exactOptional();

export const one = <S extends z.ZodType>(schema: S) => schema.exactOptional();
export const many = <S extends z.ZodType>(schema: S) => z.array(schema).exactOptional();

/** A field that the real service has and the sandbox does not: using it answers 501. */
export const notHere = z.never().exactOptional();
