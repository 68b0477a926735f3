import os from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type KindName, SIMULATIONS } from './simulations.ts';

export type Options = {
  /** How many histories of each kind. */
  readonly seeds: number;
  readonly from: number;
  /** One history alone. */
  readonly seed?: number;
  readonly core?: true;
  readonly parts?: true;
  readonly threads: number;
  readonly minutes?: number;
  readonly json?: true;
};

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('It is no whole number.');
  return number;
}

const kinds = (): string =>
  Object.values(SIMULATIONS)
    .map(({ name, about }) => `  ${name.padEnd(6)} ${about}`)
    .join('\n');

export const readOptions = (): Options =>
  new Command('npm run simulate --')
    .description('Lets random histories happen to random teams, and looks whether what always holds still does.')
    .addOption(new Option('--seeds <count>', 'so many histories of each kind').argParser(wholeNumber).default(100))
    .addOption(new Option('--from <seed>', 'the first of them').argParser(wholeNumber).default(1))
    .addOption(new Option('--seed <seed>', 'one history alone, told step by step if it fails').argParser(wholeNumber))
    .option('--core', SIMULATIONS.core.about)
    .option('--parts', SIMULATIONS.parts.about)
    .addOption(new Option('--minutes <count>', 'begin no more histories after so long').argParser(wholeNumber))
    .addOption(
      new Option('--threads <count>', 'how many processors to use')
        .argParser(wholeNumber)
        .default(os.availableParallelism()),
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', `\nKinds, both unless one is named:\n${kinds()}\n`)
    .parse()
    .opts<Options>();

export function kindsOf({ core, parts }: Options): readonly KindName[] {
  if (core === parts) return ['core', 'parts'];
  return core === true ? ['core'] : ['parts'];
}
