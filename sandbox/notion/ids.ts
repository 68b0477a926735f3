import { randomInt, randomUUID } from 'node:crypto';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Characters that change when they are URL-encoded: a client that compares ids without care must trip over them. */
const AWKWARD = '<>@[]{}`;:?=^|';

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

export const newId = (): string => randomUUID();

/** A dashed, lower-case id for a dashed or undashed one; undefined when it is no UUID. */
export function dashed(id: string): string | undefined {
  const hex = id.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const undashed = (id: string): string => id.replaceAll('-', '');

/** A short id as Notion gives to properties and options; every one holds a character that URL-encoding changes. */
export function newShortId(taken: readonly string[]): string {
  const id = pick(PLAIN) + pick(PLAIN) + pick(AWKWARD) + pick(PLAIN);
  return taken.includes(id) ? newShortId(taken) : id;
}

/** The form in which property ids stand in responses and webhooks. */
export const encodePropertyId = (id: string): string => encodeURIComponent(id);

/** Decodes what may or may not be URL-encoded. */
export function decodePropertyId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
