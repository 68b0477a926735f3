import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { startSeededSandbox } from './start.ts';

/** Fixed, so that bookmarks and a hub's environment stay right across restarts of the machine. */
const PORTS = { index: 4001, notion: 4002, stripe: 4003, google: 4004, mail: 4005, smtp: 4006 } as const;

type Options = { readonly ports: 'fixed' | 'free'; readonly hub: string; readonly writeEnv?: string };

const program = new Command('sandbox')
  .description('Local Notion, Stripe, Google Sheets and mail with an agency in them, for trying out a hub by hand.')
  .addOption(
    new Option('--ports <which>', `fixed: ${PORTS.index} to ${PORTS.smtp}; free: whatever is free`)
      .choices(['fixed', 'free'])
      .default('fixed'),
  )
  .option('--hub <url>', 'where webhooks go', 'http://127.0.0.1:8787')
  .option('--write-env <path>', "also write the hub's environment to this file");

const linesOf = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${value.includes(' ') ? `"${value}"` : value}\n`)
    .join('');

async function main({ ports, hub, writeEnv }: Options): Promise<void> {
  const sandbox = await startSeededSandbox(ports === 'free' ? {} : { ports: PORTS });
  await sandbox.connectWebhooks(hub.replace(/\/+$/, ''));
  const environment = linesOf(sandbox.environment());
  if (writeEnv !== undefined) {
    mkdirSync(path.dirname(path.resolve(writeEnv)), { recursive: true });
    writeFileSync(writeEnv, environment, { mode: 0o600 });
  }
  const links = [{ name: 'Start here', url: sandbox.url }, ...sandbox.links];
  for (const { name, url } of links) process.stdout.write(`${name.padEnd(14)}${url}\n`);
  process.stdout.write(
    `\nEnvironment of a hub that works with it (webhooks go to ${hub}):\n\n${environment}\nCtrl-C stops it.\n`,
  );

  const stop = (): void => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

try {
  await main(program.parse().opts<Options>());
} catch (error) {
  // Usually a port that is taken; what has started already ends with the process.
  process.stderr.write(`The sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
