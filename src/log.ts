import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { z } from 'zod';

export type Log = Logger;

/** Field names whose values never belong in a log, whoever puts them there. */
const PRIVATE_FIELDS = [
  ...['authorization', 'cookie', 'password', 'secret', 'signature', 'token', 'api_key', 'private_key', 'body'],
  ...['secretKey', 'privateKey', 'webhookSecret', 'webhookSecrets', 'adminPassword', 'smtpUrl', 'redisUrl'],
  ...['email', 'customer_email', 'name', 'customer_name', 'address', 'phone'],
  ...['stripe-signature', 'x-notion-signature'],
];

/** How deep the net reaches below a field of the line: objects, lists and errors so many levels down. */
const LEVELS = 3;

/** Secrets inside of texts, such as the message of an error that quotes what it was given. */
const SECRETS = /\b(?:ntn|secret|whsec|(?:sk|rk)_(?:test|live))_[A-Za-z0-9_-]+/g;

/** Addresses of people inside of texts, and the user and password of a URL. */
const ADDRESSES = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=:\/\/)[^\s/@]+(?=@)/g;

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
    // Paths with wildcards would reach into nested objects as well, but cost more than all the rest of a webhook.
    redact: { paths: PRIVATE_FIELDS.map((field) => `["${field}"]`), censor: MASK },
    formatters: { log: withNestedMasked },
    serializers: { err: (masked: unknown) => masked }, // errors are taken apart where they are masked
    // The finished line, so that nothing escapes by being nested or by being part of a sentence.
    hooks: { streamWrite: withoutPrivateText },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Looking for addresses is slow, and a line without an @ holds none. */
function withoutPrivateText(line: string): string {
  const withoutSecrets = line.replace(SECRETS, MASK);
  return withoutSecrets.includes('@') ? withoutSecrets.replace(ADDRESSES, MASK) : withoutSecrets;
}

/** The line with nothing private left in the objects that are its fields; the fields themselves are seen to by `redact`. */
function withNestedMasked(line: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.entries(line);
  if (!fields.some(([, value]) => isObject(value))) return line; // nearly every line is flat
  return Object.fromEntries(fields.map(([field, value]) => [field, masked(value, LEVELS)]));
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function masked(value: unknown, levels: number): unknown {
  if (!isObject(value) || levels === 0) return value;
  if (value instanceof Error) return masked({ ...stdSerializers.err(value) }, levels);
  if (Array.isArray(value)) return value.map((item) => masked(item, levels - 1));
  if ('toJSON' in value) return value; // a date, say
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      PRIVATE_FIELDS.includes(field) ? MASK : masked(inner, levels - 1),
    ]),
  );
}
