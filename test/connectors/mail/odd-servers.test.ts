import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../connectors/mail/client.ts';
import { HANG_UP, type Script, type ScriptedServer, startScripted, WILLING } from './scripted-server.ts';
import { mailerTo, reminder, withLogin } from './support.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

type Case = {
  readonly what: string;
  readonly script: Script;
  readonly kind: SendOutcome['kind'];
  readonly login?: string;
};

const PATIENCE_MS = 300;

const { greeting: _greeting, ...MUTE } = WILLING;
const { '.': _answer, ...UNDECIDED } = WILLING;
const { DATA: _data, ...NO_DATA } = WILLING;
const ADVANCE = { EHLO: '250-here\r\n250 PIPELINING\r\n' };

const CASES: readonly Case[] = [
  { what: 'never greets', script: MUTE, kind: 'refused' },
  { what: 'hangs up without a greeting', script: { greeting: HANG_UP }, kind: 'refused' },
  { what: 'greets with 421', script: { ...WILLING, greeting: '421 busy\r\n' }, kind: 'refused' },
  { what: 'is no mail server', script: { greeting: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, kind: 'refused' },
  { what: 'greets half a line', script: { greeting: '220 he' }, kind: 'refused' },
  { what: 'knows no login', script: { ...WILLING, AUTH: '502 what?\r\n' }, login: 'a:b', kind: 'refused' },
  { what: 'says nothing to a login', script: WILLING, login: 'a:b', kind: 'refused' },
  { what: 'is asked to log in without a password', script: WILLING, login: 'a', kind: 'refused' },
  { what: 'hangs up on the sender', script: { ...WILLING, MAIL: HANG_UP }, kind: 'refused' },
  { what: 'says 421 to the recipients', script: { ...WILLING, RCPT: '421 shutting down\r\n' }, kind: 'refused' },
  {
    what: 'says 421 to commands in advance',
    script: { ...WILLING, ...ADVANCE, RCPT: '421 shutting down\r\n' },
    kind: 'refused',
  },
  {
    what: 'refuses everybody and asks for the text all the same',
    script: { ...WILLING, ...ADVANCE, RCPT: '550 no\r\n' },
    kind: 'refused',
  },
  {
    what: 'refuses the sender and asks for the text all the same',
    script: { ...WILLING, ...ADVANCE, MAIL: '550 no\r\n' },
    kind: 'refused',
  },
  { what: 'never asks for the text', script: NO_DATA, kind: 'refused' },
  { what: 'refuses DATA', script: { ...WILLING, DATA: '452 disk full\r\n' }, kind: 'refused' },
  { what: 'takes the text after 250 in place of 354', script: { ...WILLING, DATA: '250 go on\r\n' }, kind: 'sent' },
  { what: 'does not answer the text', script: UNDECIDED, kind: 'unknown' },
  { what: 'hangs up after the text', script: { ...WILLING, '.': HANG_UP }, kind: 'unknown' },
  { what: 'refuses the text and hangs up', script: { ...WILLING, '.': `554 no\r\n${HANG_UP}` }, kind: 'refused' },
  { what: 'says 421 to the text', script: { ...WILLING, '.': '421 try later\r\n' }, kind: 'refused' },
  { what: 'hangs up within a refusal', script: { ...WILLING, '.': `554 no${HANG_UP}` }, kind: 'unknown' },
  { what: 'hangs up within a yes', script: { ...WILLING, '.': `250 ta${HANG_UP}` }, kind: 'unknown' },
  { what: 'answers half a line', script: { ...WILLING, '.': '250 ta' }, kind: 'unknown' },
  { what: 'answers half of several lines', script: { ...WILLING, '.': '554-no\r\n' }, kind: 'unknown' },
  { what: 'answers the text with 354', script: { ...WILLING, '.': '354 go on\r\n' }, kind: 'unknown' },
  { what: 'answers the text with no code', script: { ...WILLING, '.': 'what?\r\n' }, kind: 'unknown' },
  { what: 'answers with a code of four digits', script: { ...WILLING, '.': '5500 no\r\n' }, kind: 'unknown' },
  { what: 'takes the text and hangs up', script: { ...WILLING, '.': `250 taken\r\n${HANG_UP}` }, kind: 'sent' },
  { what: 'takes the text and talks on', script: { ...WILLING, '.': '250 taken\r\n550 no\r\n' }, kind: 'sent' },
];

describe('servers that behave oddly', () => {
  it.each(CASES)('says "$kind" of one that $what, in time', async ({ script, kind, login }) => {
    server = await startScripted(script);
    const url = login === undefined ? server.url : withLogin(server.url, login);
    const start = performance.now();
    const outcome = await mailerTo(url, PATIENCE_MS).send(reminder({ cc: [] }));
    expect(outcome.kind).toBe(kind);
    expect(performance.now() - start).toBeLessThan(PATIENCE_MS + 3_000);
    expect(server.texts.filter((text) => text !== '')).toHaveLength(handedOver(script, kind));
  });

  it('gives up on one that talks without an end', async () => {
    server = await startScripted({ ...WILLING, EHLO: '250-here\r\n' });
    const mailer = mailerTo(server.url, PATIENCE_MS);
    expect(await mailer.send(reminder())).toEqual({ kind: 'refused', why: 'The mail server does not answer' });
  });

  it('sends nothing that is larger than the server takes', async () => {
    server = await startScripted({ ...WILLING, EHLO: '250-here\r\n250 SIZE 100\r\n' });
    expect(await mailerTo(server.url).send(reminder())).toEqual({
      kind: 'refused',
      why: 'The mail server would not take the message: Message size larger than allowed 100',
    });
    expect(server.commands.filter((command) => /^(MAIL|DATA)/.test(command))).toEqual([]);
  });

  it.each([
    ['354 go on\r\n', '354 go on'],
    [`554 no${HANG_UP}`, '554 no'],
  ])('tells what the answer was that says neither yes nor no: %j', async (answer, quoted) => {
    server = await startScripted({ ...WILLING, '.': answer });
    expect(await mailerTo(server.url).send(reminder())).toEqual({
      kind: 'unknown',
      why: `The mail server answered the message with neither yes nor no: ${quoted}`,
    });
  });

  it('repeats nothing by itself', async () => {
    server = await startScripted({ ...WILLING, '.': '451 later\r\n' });
    await mailerTo(server.url).send(reminder());
    expect(server.commands.filter((command) => command === 'DATA')).toHaveLength(1);
  });

  it('says goodbye after a message, and not before it has the answer', async () => {
    server = await startScripted(WILLING);
    await mailerTo(server.url).send(reminder());
    const { commands } = server;
    await expect.poll(() => commands.at(-1)).toBe('QUIT');
  });
});

/** A server that answers the text has it. */
const handedOver = (script: Script, kind: SendOutcome['kind']): number =>
  kind === 'unknown' || kind === 'sent' || !(script['.'] === WILLING['.'] || script['.'] === undefined) ? 1 : 0;
