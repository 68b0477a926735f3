import { rmSync } from 'node:fs';
import { Command } from 'commander';
import { checkOutcomes, type Told } from './checks.ts';
import { followUp } from './follow-up.ts';
import { createCleanup, type Stage, setStage } from './stage.ts';
import { approve, catchUp, changeSent, explainBlocked, pay, review } from './story.ts';
import { say } from './terminal.ts';

const { once: playsOnce } = new Command('npm run demo --')
  .description(
    'Plays the whole loop on this machine: an approval in Notion, a Stripe invoice, a payment, the weekly sheet.',
  )
  .option('--once', 'play the loop, check every outcome, stop; exit 0 only if all came true', false)
  .parse()
  .opts<{ once: boolean }>();

/** Plays the story from beginning to end, telling it as it happens. */
async function play(stage: Stage): Promise<Told> {
  await catchUp(stage);
  const sent = await approve(stage);
  const paymentAnswer = await pay(stage, sent.link);
  const explained = await explainBlocked(stage);
  const changed = await changeSent(stage, sent.teamsWords);
  const { teamsWords, ...followedUp } = await followUp(stage, changed);
  return { sent, paymentAnswer, explained, teamsWords, followedUp, reviewTab: await review(stage) };
}

/** @returns whether every outcome came true */
function tellOutcomes(stage: Stage, told: Told): boolean {
  say.heading('What came true');
  const checks = checkOutcomes(stage, told);
  for (const { what, passed } of checks) say.check(passed, what);
  return checks.every(({ passed }) => passed);
}

function tellAddresses({ sandbox, hub }: Stage): void {
  say.heading('Look around; everything keeps working');
  say.line('open', `all pages      ${sandbox.url}`);
  for (const { name, url } of sandbox.links) say.line('open', `${name.padEnd(14)} ${url}`);
  say.line('open', `the hub        ${hub.url}/readyz`);
  say.quiet(`  The hub's log: ${hub.logFile}\n  Ctrl-C stops everything.`);
}

const stopping = new AbortController();
const stopped = new Promise<void>((resolve) => {
  // They stay for good: a second Ctrl-C must not cut the clean-up short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      stopping.abort();
      resolve();
    });
  }
});

/** @returns whether all is well; a demo that is stopped before its end has checked nothing */
async function demo(stage: Stage): Promise<boolean> {
  const told = await Promise.race([play(stage), stopped]);
  if (told === undefined) return !playsOnce;
  if (playsOnce) return tellOutcomes(stage, told);
  tellAddresses(stage);
  await stopped;
  return true;
}

const cleanup = createCleanup();
let stage: Stage | undefined;
let isWell = false;
try {
  stage = await setStage(cleanup.add, say.quiet, stopping.signal);
  isWell = await demo(stage);
} catch (error) {
  if (!stopping.signal.aborted)
    say.plain(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
}
await cleanup.run();
if (stage !== undefined) {
  if (isWell || stopping.signal.aborted) rmSync(stage.settings.folder, { recursive: true, force: true });
  else say.plain(`The hub's log: ${stage.hub.logFile}`);
}
// What was interrupted may still wait for something; nothing of it matters any more.
process.exit(isWell ? 0 : 1);
