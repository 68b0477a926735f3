import fc from 'fast-check';
import type { Happening } from './happenings.ts';
import type { Answer } from './world.ts';

/** What a process that writes to a client asks of the outside, where something may come in between; `list`: whatever the hourly run asks. */
export const CALLS = ['read', 'remember', 'claim', 'send', 'note', 'let go', 'ask', 'list'] as const;
export type Call = (typeof CALLS)[number];

/** What happens to the process itself, or to what it relies on. */
export const BLOWS = [
  'the process dies',
  'no answer comes',
  'Redis is lost',
  'another process does the same',
  'two minutes pass, and another process does the same',
  'a minute passes',
  'two minutes pass',
  'an hour passes',
] as const;
export type Blow = (typeof BLOWS)[number];

type Point = { readonly at: Call; readonly when: 'before' | 'after'; readonly nth: number };

/** Something that comes in between, at the nth such call from now on. */
export type Trouble =
  | (Point & { readonly what: Blow })
  | (Point & { readonly happens: Happening })
  | { readonly at: 'send'; readonly when: 'before'; readonly nth: number; readonly answer: Exclude<Answer, 'sent'> };

const nth = fc.constantFrom(0, 0, 0, 0, 1, 2, 4);
const when = fc.constantFrom('before', 'after');
const at = fc.constantFrom(...CALLS, 'claim', 'claim', 'send', 'send', 'note', 'note');

export const trouble = (happening: fc.Arbitrary<Happening>): fc.Arbitrary<Trouble> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ at, when, nth, what: fc.constantFrom(...BLOWS) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        at: fc.constantFrom('read', 'claim', 'claim', 'remember'),
        when,
        nth,
        happens: happening,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        at: fc.constant('send'),
        when: fc.constant('before'),
        nth: fc.constantFrom(0, 0, 1),
        answer: fc.constantFrom('refused', 'lost', 'gone'),
      }),
    },
  );
