import { describe, expect, test } from 'vitest';
import { failureKind, NeedsPerson, TryAgain } from '../../src/billing/failure.ts';

describe('a failure is told apart by who can mend it', () => {
  test.each([
    { error: new TryAgain('Stripe is busy'), kind: 'try again' },
    { error: new NeedsPerson('no such page', { mend: 'Share it.', who: 'admin' }), kind: 'needs a person' },
    { error: new TypeError('x is not a function'), kind: 'bug' },
    { error: 'thrown text', kind: 'bug' },
  ])('$error is: $kind', ({ error, kind }) => {
    expect(failureKind(error)).toBe(kind);
  });

  test('keeps how long the outside asked to wait, and what it came from', () => {
    const cause = new Error('429');
    expect(new TryAgain('busy', { retryAfterMs: 3000, cause })).toMatchObject({
      name: 'TryAgain',
      retryAfterMs: 3000,
      cause,
    });
    expect(new TryAgain('busy').retryAfterMs).toBeUndefined();
  });

  test('keeps what to do and who does it', () => {
    const problem = new NeedsPerson('no such page', { mend: 'Share it with Milepost.', who: 'project owner' });
    expect(problem).toMatchObject({
      name: 'NeedsPerson',
      message: 'no such page',
      mend: 'Share it with Milepost.',
      who: 'project owner',
    });
  });
});
