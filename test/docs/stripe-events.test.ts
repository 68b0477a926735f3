import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { HINT_TYPES } from '../../connectors/stripe/event-hints.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/setting-up.md'), 'utf8');

/** What a person is told to subscribe to: names of events, and beginnings such as `refund.*`. */
function subscribed(): readonly string[] {
  const [, list = ''] = /and the events\s([\s\S]*?)\.\n/.exec(page) ?? [];
  return [...list.matchAll(/`([a-z_.]+\*?)`/g)].map(([, name = '']) => name);
}

const covers = (pattern: string, type: string): boolean =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

test('the page on setting up names every event of Stripe that is listened for, and none that is not', () => {
  const patterns = subscribed();
  expect(HINT_TYPES.filter((type) => !patterns.some((pattern) => covers(pattern, type)))).toEqual([]);
  expect(patterns.filter((pattern) => !HINT_TYPES.some((type) => covers(pattern, type)))).toEqual([]);
});
