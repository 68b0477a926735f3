import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { Redis } from 'ioredis';
import { startStage, untilQuiet } from '../support/stage.ts';
import { createLoad, flawsOf } from './load.ts';
import { growthOf, keysByKind, type Sample, takeSample } from './samples.ts';

const SAMPLE_EVERY_MS = 15_000;
const CONVERGES_WITHIN_MS = 15 * 60_000;
/** What is still to be looked at when every milestone is right already. */
const QUIET_WITHIN_MS = 10 * 60_000;
/** Sweeps come often, so that many happen. */
const CONFIG = { sweep: { everySeconds: 60 } };

const options = new Command('npm run soak --')
  .description('Keeps a hub under steady load with faults, and watches memory, open handles and Redis keys.')
  .option('--minutes <number>', 'how long', '30')
  .option('--json', 'print the result as JSON')
  .parse()
  .opts<{ minutes: string; json?: true }>();

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const minutes = Number(options.minutes);
const round = (number: number): number => Math.round(number * 100) / 100;

const stage = await startStage(CONFIG);
const redis = new Redis(stage.redis.url);
try {
  const hub = await stage.startHub();
  await stage.sandbox.connectWebhooks(hub.url);
  const load = createLoad(stage);
  const samples: Sample[] = [];
  const started = Date.now();
  const end = started + minutes * 60_000;
  const watch = async (): Promise<void> => {
    while (Date.now() < end) {
      await delay(SAMPLE_EVERY_MS);
      const sample = await takeSample(hub.url, redis, (Date.now() - started) / 60_000);
      samples.push(sample);
      tell(
        `${sample.minute.toFixed(1)} min: ${load.milestones.length} milestones, ${sample.residentMb.toFixed(0)} MB, ` +
          `heap ${sample.heapMb.toFixed(0)} MB, ${sample.handles} handles, ${sample.redisKeys} keys`,
      );
    }
  };
  await Promise.all([load.run(end), watch()]);
  const flawed = () => load.milestones.filter((id) => flawsOf(stage, id).length > 0);
  for (const by = Date.now() + CONVERGES_WITHIN_MS; Date.now() < by && flawed().length > 0; await delay(5_000)) {
    await load.payWhatIsOpen();
    tell(`converging: ${flawed().length} of ${load.milestones.length} milestones are not there yet`);
  }
  await untilQuiet(hub, QUIET_WITHIN_MS);
  const loud = stage.log().filter(({ level }) => level >= 50);
  const result = {
    minutes,
    milestones: load.milestones.length,
    faults: load.faults(),
    redisLost: load.lostRedis(),
    growth: growthOf(samples).map(({ figure, middle, last, ratio }) => ({
      figure,
      middle: round(middle),
      last: round(last),
      ratio: round(ratio),
    })),
    flaws: flawed().map((id) => `${id}: ${flawsOf(stage, id).join(', ')}`),
    errorsLogged: loud.length,
    keysAtRest: await keysByKind(redis),
  };
  if (options.json) console.log(JSON.stringify(result));
  else {
    console.table(result.growth);
    console.log(
      `${result.milestones} milestones, ${result.faults} faults, Redis lost ${result.redisLost} times; ${result.flaws.length} flaws, ${result.errorsLogged} errors logged`,
    );
    console.table(result.keysAtRest);
    for (const flaw of result.flaws) console.log(flaw);
    for (const { line } of loud.slice(0, 5)) console.log(line);
  }
  if (result.flaws.length > 0) process.exitCode = 1;
} finally {
  redis.disconnect();
  await stage.close();
}
