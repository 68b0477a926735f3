import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { type Clock, instantFromIso, instantFromMillis, systemClock } from './billing/calendar.ts';
import { explanationText } from './billing/explain.ts';
import { NeedsPerson, TryAgain } from './billing/failure.ts';
import { layOutReview } from './billing/review/layout.ts';
import { reviewText } from './billing/review/review-text.ts';
import { notionId } from './config/identifiers.ts';
import { loadConfig, loadLocalConfig } from './config/load-config.ts';
import { ConfigError } from './config/problem.ts';
import { explainNow } from './hub/explain-now.ts';
import { RUNNABLE, runNow } from './hub/run-now.ts';
import { ANSWERS, type Answer, settleFollowUp } from './hub/settle-follow-up.ts';
import { type HubRole, ROLES, startHub } from './hub/start.ts';
import { describeStatus, readStatus } from './hub/status.ts';
import { createLog, version } from './log.ts';

/** Everything that is not the answer itself goes to standard error, so that the answer can be piped. */
const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function toClock(text: string): Clock {
  try {
    const instant = instantFromIso(text);
    return () => instant;
  } catch {
    throw new InvalidArgumentError('Give an ISO instant with a zone, such as 2026-11-30T07:00:00Z.');
  }
}

function toSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && Number.isFinite(seconds)) return seconds;
  throw new InvalidArgumentError('Give a number of seconds.');
}

function toPageId(text: string): string {
  const id = notionId.safeParse(text);
  if (id.success) return id.data;
  throw new InvalidArgumentError('Give the id of a page in Notion, or its address.');
}

function noMilestone(page: string): void {
  tell(`Milepost sees no milestone ${page}: check the id, and that the page is shared and not in the trash.`);
  process.exitCode = 1;
}

type RunFlags = { readonly asOf?: Clock; readonly dryRun: boolean; readonly json: boolean };

const program = new Command('milepost')
  .description(
    'Milestones approved in Notion become Stripe invoices, payments come back, and the owner reads one Google Sheet a week.',
  )
  .version(version)
  .showHelpAfterError('(milepost --help shows the commands)')
  .enablePositionalOptions();

program
  .command('start')
  .description('Start the hub. Any number of processes of any role may share one Redis.')
  .addOption(new Option('--role <role>', 'what this process does').choices(ROLES).default('all'))
  .action(async ({ role }: { role: HubRole }) => {
    const config = loadConfig({ env: process.env, cwd: process.cwd() });
    const log = createLog({ service: role, level: config.logLevel });
    const hub = await startHub(config, role, log, tell);
    stopOnSignal(hub.stop);
  });

program
  .command('init')
  .description(
    'Set everything up: databases in Notion, the webhook at Stripe, the sheet, .env and milepost.config.yaml.',
  )
  .option('--yes', 'take the defaults without asking', false)
  .option('--json', 'print JSON last', false)
  .option('--listen <seconds>', "with --yes: wait so long for the handshake of Notion's webhook", toSeconds, 0)
  .action(async (options: { yes: boolean; json: boolean; listen: number }) => {
    const { init } = await import('./setup/command.ts');
    process.exitCode = await init(options, {
      env: process.env,
      cwd: process.cwd(),
      isTerminal: process.stdin.isTTY === true,
      print: (line) => process.stdout.write(`${line}\n`),
      tell,
    });
  });

program
  .command('run')
  .description('Run a scheduled job now and wait for the work that it causes. Prints one line of JSON last.')
  .argument('<job>', `one of: ${RUNNABLE.join(', ')}`, (name: string) => {
    const job = RUNNABLE.find((known) => known === name);
    if (job === undefined) throw new InvalidArgumentError(`Jobs are: ${RUNNABLE.join(', ')}.`);
    return job;
  })
  .option('--as-of <instant>', 'the clock of this run and of all work that it causes, as an ISO instant', toClock)
  .option('--dry-run', 'say what would be written, and write nothing; the weekly review is printed as text', false)
  .option('--json', 'print nothing but the line of JSON', false)
  .action(async (job: (typeof RUNNABLE)[number], { asOf, dryRun, json }: RunFlags) => {
    const config = loadConfig({ env: process.env, cwd: process.cwd() });
    const report = await runNow(job, config, {
      clock: asOf ?? systemClock,
      ownClock: asOf !== undefined,
      dryRun,
      log: createLog({ service: 'command line', level: config.logLevel, destination: process.stderr }),
      tell,
      onReview: json
        ? undefined
        : (review) => process.stdout.write(`${reviewText(layOutReview(review), process.stdout.columns)}\n`),
    });
    for (const { work, id, reason } of report.failures) tell(`${work} ${id}: ${reason}`);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = report.ok ? 0 : 1;
  });

program
  .command('explain')
  .description('Why a milestone is (not) billed: the facts, each check, the rule behind its status, what comes next.')
  .argument('<page>', 'id or address of the milestone in Notion', toPageId)
  .option('--as-of <instant>', 'explain it as of this ISO instant', toClock)
  .option('--json', 'print JSON', false)
  .action(async (page: string, { asOf, json }: { asOf?: Clock; json: boolean }) => {
    const config = loadConfig({ env: process.env, cwd: process.cwd() });
    const log = createLog({ service: 'command line', level: 'silent' });
    const explanation = await explainNow(page, config, { clock: asOf ?? systemClock, log, tell });
    if (explanation === undefined) return noMilestone(page);
    process.stdout.write(json ? `${JSON.stringify(explanation)}\n` : explanationText(explanation));
  });

program
  .command('confirm')
  .description('Record whether messages went out of which nobody knew. What was not sent goes out in its turn.')
  .argument('<page>', 'id or address of the milestone in Notion', toPageId)
  .addArgument(new Argument('<answer>', 'what you found out').choices(ANSWERS))
  .option('--json', 'print JSON', false)
  .action(async (page: string, answer: Answer, { json }: { json: boolean }) => {
    const config = loadConfig({ env: process.env, cwd: process.cwd() });
    const log = createLog({ service: 'command line', level: 'silent' });
    const settled = await settleFollowUp(page, answer, config, { clock: systemClock, log, tell });
    if (settled === undefined) return noMilestone(page);
    const lines = settled.map(({ invoice, message, on }) => `${message} of ${on}, invoice ${invoice}: ${answer}`);
    const text = lines.length === 0 ? 'Nothing is unconfirmed there.' : lines.join('\n');
    process.stdout.write(json ? `${JSON.stringify(settled)}\n` : `${text}\n`);
  });

program
  .command('status')
  .description('Queues, last webhooks and sweeps per service, failed jobs.')
  .option('--json', 'print JSON', false)
  .action(async ({ json }: { json: boolean }) => {
    const config = loadLocalConfig({ env: process.env, cwd: process.cwd() });
    const status = await readStatus(config, createLog({ service: 'command line', level: 'silent' }), tell);
    process.stdout.write(json ? `${JSON.stringify(status)}\n` : describeStatus(status, instantFromMillis(Date.now())));
    process.exitCode = status.redis === 'ready' ? 0 : 1;
  });

program
  .command('doctor')
  .description(
    'Check configuration, credentials, permissions, schemas, webhooks, clocks and Redis; say how to mend what is wrong.',
  )
  .option('--json', 'print JSON', false)
  .action(async ({ json }: { json: boolean }) => {
    // Loaded here alone: it brings along what no other command needs.
    const { doctor } = await import('./doctor/main.ts');
    const { text, ok } = await doctor({ sources: { env: process.env, cwd: process.cwd() }, json, tell });
    process.stdout.write(text);
    process.exitCode = ok ? 0 : 1;
  });

/** The first signal stops in order; a second one, later than a terminal's echo of the first, stops at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  const SAME_SIGNAL_MS = 1_000;
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt !== undefined) {
      if (Date.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    firstAt = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        tell(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is said in words; a stack trace is for bugs.
  tell(
    error instanceof ConfigError || error instanceof TryAgain
      ? error.message
      : error instanceof NeedsPerson
        ? `${error.message}. ${error.mend}`
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
  );
  process.exitCode = 1;
}
