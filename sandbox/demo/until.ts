import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/**
 * Asks again and again until there is an answer.
 * @param ask undefined or false: not yet
 * @param what for the message when time is up: "the invoice is shown as paid"
 * @throws when `ms` have passed without an answer
 */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${ms / 1000} s in vain until ${what}.`);
    await delay(POLL_MS);
  }
}
