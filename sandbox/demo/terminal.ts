const CODES = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 } as const;

/** Colours only where somebody looks. */
const paint = (code: keyof typeof CODES, text: string): string =>
  process.stdout.isTTY ? `\u001b[${CODES[code]}m${text}\u001b[0m` : text;

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Who acted, or where something can be seen now. */
export type Voice = 'team' | 'client' | 'hub' | 'Notion' | 'Stripe' | 'Sheet' | 'open';

/** The demo's words on the terminal. */
export const say = {
  plain: write,
  quiet: (text: string): void => write(paint('dim', text)),
  heading: (text: string): void => write(`\n${paint('bold', text)}`),
  line: (voice: Voice, text: string): void => {
    const isPerson = voice === 'team' || voice === 'client';
    write(`  ${paint(isPerson ? 'bold' : 'cyan', voice.padEnd(7))} ${voice === 'open' ? paint('dim', text) : text}`);
  },
  check: (passed: boolean, text: string): void =>
    write(`  ${passed ? paint('green', '✓') : paint('red', '✗')} ${text}`),
};
