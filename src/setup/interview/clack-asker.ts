import { type CANCEL_SYMBOL, confirm, isCancel, note, password, select, text } from '@clack/prompts';
import { type Asker, Stopped } from './asker.ts';

/** Prompts go to standard error, so that standard output holds the result alone. */
const output = process.stderr;

function unlessStopped<T extends string | boolean | undefined>(answer: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(answer)) throw new Stopped();
  return answer;
}

/** Asks in a terminal. */
export const clackAsker: Asker = {
  async text({ message, hint, initial, isSecret = false, problem }) {
    const lines = hint === undefined ? message : `${message}\n${hint}`;
    const validate = (value: string | undefined): string | undefined => problem((value ?? '').trim());
    const answer = isSecret
      ? await password({ message: lines, validate, output })
      : await text({ message: lines, validate, output, ...(initial === undefined ? {} : { initialValue: initial }) });
    return (unlessStopped(answer) ?? '').trim();
  },
  async choose({ message, options, initial }) {
    const first = options.findIndex(({ value }) => value === initial);
    const answer = await select({
      message,
      output,
      options: options.map(({ label, hint }, at) => ({
        value: String(at),
        label,
        ...(hint === undefined ? {} : { hint }),
      })),
      ...(first < 0 ? {} : { initialValue: String(first) }),
    });
    const chosen = options[Number(unlessStopped(answer))];
    if (chosen === undefined) throw new Stopped();
    return chosen.value;
  },
  async confirm(message, initial) {
    return unlessStopped(await confirm({ message, initialValue: initial, output }));
  },
  show(title, lines) {
    note(lines.join('\n'), title, { output });
  },
};
