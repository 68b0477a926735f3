import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { z } from 'zod';

export type Log = Logger;

/** Field names whose values never belong in a log, whoever puts them there. */
const PRIVATE_FIELDS = [
  ...['authorization', 'cookie', 'password', 'secret', 'signature', 'token', 'api_key', 'private_key', 'body'],
  ...['secretKey', 'privateKey', 'webhookSecret', 'webhookSecrets', 'adminPassword', 'smtpUrl', 'redisUrl'],
  ...['email', 'customer_email', 'name', 'customer_name', 'address', 'phone'],
  ...['stripe-signature', 'x-notion-signature'],
];

/** How deep the net reaches: a field of the line itself, and of objects one and two levels down. */
const REDACTED = PRIVATE_FIELDS.flatMap((field) =>
  ['', '*', '*.*'].map((at) => (at === '' ? `["${field}"]` : `${at}["${field}"]`)),
);

/** Secrets and addresses inside of texts, such as the message of an error that quotes what it was given. */
const PRIVATE_TEXT =
  /\b(?:ntn|secret|whsec|(?:sk|rk)_(?:test|live))_[A-Za-z0-9_-]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=:\/\/)[^\s/@]+(?=@)/g;

const MASK = '[redacted]';
/** Of this program, from package.json. */
export const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, '../package.json'), 'utf8')));

export type LogOptions = {
  /** Which program writes: a role of the hub, or the name of a command. */
  readonly service: string;
  readonly level: string;
  /** Where the lines go; default stdout. */
  readonly destination?: DestinationStream;
};

/**
 * A log of one JSON object per line: ISO time, service and version, and fields in snake_case.
 * What is logged should hold identifiers only; the redaction is the net below that, not the plan.
 */
export function createLog({ service, level, destination }: LogOptions): Log {
  const options = {
    level,
    base: { service, version },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: MASK },
    // The finished line, so that nothing escapes by being nested or by being part of a sentence.
    hooks: { streamWrite: (line: string) => line.replace(PRIVATE_TEXT, MASK) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
