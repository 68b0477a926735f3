import os from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FAULT_NAMES, type FaultName } from './faults.ts';
import { FLOWS } from './flows.ts';

export type Options = {
  readonly flow?: string;
  /** A number from 1, or the name of a call. */
  readonly position?: string;
  readonly fault?: FaultName;
  readonly then?: number;
  readonly thenFault?: FaultName;
  readonly pairs: number;
  readonly seed: number;
  readonly threads: number;
  readonly list?: true;
  readonly json?: true;
};

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It is no whole number.');
  return number;
}

const list = (title: string, lines: readonly string[]): string =>
  `\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;

export const readOptions = (): Options =>
  new Command('npm run test:faults --')
    .description(
      'Lets every outbound call of every main flow meet every fault, and looks whether what always holds still does.',
    )
    .addOption(new Option('--flow <name>', 'one flow alone').choices(FLOWS.map(({ name }) => name)))
    .option('--position <call>', 'one call alone: its number, or its name')
    .addOption(new Option('--fault <name>', 'one fault alone').choices(FAULT_NAMES))
    .addOption(new Option('--then <calls>', 'so many calls later a second fault strikes').argParser(wholeNumber))
    .addOption(new Option('--then-fault <name>', 'the second fault').choices(FAULT_NAMES))
    .addOption(new Option('--pairs <count>', 'so many runs with two faults besides').argParser(wholeNumber).default(0))
    .addOption(new Option('--seed <number>', 'which pairs').argParser(wholeNumber).default(1))
    .addOption(
      new Option('--threads <count>', 'how many run at once').argParser(wholeNumber).default(os.availableParallelism()),
    )
    .option('--list', 'show the calls of the flows and do nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      list(
        'Flows',
        FLOWS.map(({ name, about }) => `${name.padEnd(20)} ${about}`),
      ),
    )
    .addHelpText('after', list('Faults', FAULT_NAMES))
    .parse()
    .opts<Options>();
