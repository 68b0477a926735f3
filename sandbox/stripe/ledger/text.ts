import { invalid } from '../api/errors.ts';
import type { CustomField, Metadata } from '../records.ts';

/** An empty text means "unset" everywhere in the API. */
export const orNull = (text: string): string | null => (text === '' ? null : text);

export type MetadataPatch = '' | Readonly<Record<string, string>>;

/**
 * Merges key by key: an empty value removes its key, an empty patch removes them all.
 * Refuses what exceeds 50 keys of 40 characters with values of 500.
 */
export function mergeMetadata(current: Metadata, patch: MetadataPatch | undefined): Metadata {
  if (patch === undefined) return current;
  if (patch === '') return {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.length > 40)
      throw invalid(`Metadata keys can have up to 40 characters; '${key}' has ${key.length}.`, { param: 'metadata' });
    if (value.length > 500)
      throw invalid(`Metadata values can have up to 500 characters; that of '${key}' has ${value.length}.`, {
        param: `metadata[${key}]`,
      });
  }
  const merged = Object.fromEntries(Object.entries({ ...current, ...patch }).filter(([, value]) => value !== ''));
  if (Object.keys(merged).length > 50) throw invalid('Metadata can have up to 50 keys.', { param: 'metadata' });
  return merged;
}

/** A given list replaces the former one; an empty text clears it. */
export function checkCustomFields(fields: '' | readonly CustomField[]): readonly CustomField[] | null {
  if (fields === '') return null;
  if (fields.length > 4) throw invalid('An invoice can have up to 4 custom fields.', { param: 'custom_fields' });
  fields.forEach(({ name, value }, index) => {
    if (name.length > 40)
      throw invalid(`Custom field names can have up to 40 characters.`, { param: `custom_fields[${index}][name]` });
    if (value.length > 140)
      throw invalid(`Custom field values can have up to 140 characters.`, { param: `custom_fields[${index}][value]` });
  });
  return fields;
}

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/** Refuses an address that no mail could reach. */
export function checkEmail(email: string): string | null {
  if (email === '') return null;
  if (email.length > 512 || !EMAIL.test(email))
    throw invalid(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' });
  return email;
}
