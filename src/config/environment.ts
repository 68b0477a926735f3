import { z } from 'zod';
import { mailFrom, redisUrl, serviceUrl, smtpUrl } from './addresses.ts';
import { notionId, sheetId } from './identifiers.ts';

const startsWith = (pattern: RegExp, what: string) => z.string().trim().regex(pattern, `must start with ${what}`);

const WEBHOOK_SECRETS = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine(
    (secrets) => secrets.every((secret) => /^whsec_\S+$/.test(secret)),
    'must be whsec_… or several of them with commas between',
  );

/** What every command may need, and none must have. */
const OPTIONAL = {
  NOTION_PARENT_PAGE: notionId.optional(),
  // Not known before the hub has received the handshake that brings it.
  NOTION_WEBHOOK_SECRET: z.string().trim().optional(),
  NOTION_API_URL: serviceUrl.default('https://api.notion.com'),
  STRIPE_API_URL: serviceUrl.default('https://api.stripe.com'),
  GOOGLE_SHEETS_API_URL: serviceUrl.default('https://sheets.googleapis.com'),
  GOOGLE_TOKEN_URL: serviceUrl.default('https://oauth2.googleapis.com/token'),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailFrom.optional(),
  REDIS_URL: redisUrl.optional(),
  HOST: z.string().trim().default('0.0.0.0'),
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a number')
    .transform(Number)
    .pipe(z.number().max(65_535, 'must be at most 65535'))
    .default(8787),
  PUBLIC_URL: serviceUrl.optional(),
  ADMIN_PASSWORD: z.string().optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'is not a log level')
    .default('info'),
  MILEPOST_CONFIG: z.string().default('milepost.config.yaml'),
};

/** Access to the three services: nothing useful happens without it. */
const ACCESS = {
  NOTION_TOKEN: startsWith(/^(ntn|secret)_\S+$/, 'ntn_ (or secret_, in older workspaces)'),
  STRIPE_SECRET_KEY: startsWith(/^(sk|rk)_(test|live)_\S+$/, 'sk_test_, sk_live_, rk_test_ or rk_live_'),
  GOOGLE_APPLICATION_CREDENTIALS: z.string(),
  GOOGLE_SHEET_ID: sheetId,
};

/** What exists only after `milepost init` or its counterpart by hand. */
const PLACES = {
  NOTION_MILESTONES_DB: notionId,
  NOTION_PROJECTS_DB: notionId,
  NOTION_CLIENTS_DB: notionId,
  NOTION_DEALS_DB: notionId,
  STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRETS,
};

/**
 * The variables by what is being started. Only what that needs is required, and what is set must be right.
 * `hub`: all. `setup`: access, because the places are about to be made. `local`: nothing but Redis and the ports.
 */
export const ENVIRONMENTS = {
  hub: z.object({ ...ACCESS, ...PLACES, ...OPTIONAL }),
  setup: z.object({ ...ACCESS, ...z.object(PLACES).partial().shape, ...OPTIONAL }),
  local: z.object(OPTIONAL),
};

export type VariableName = keyof typeof ENVIRONMENTS.hub.shape;

/** Every variable that the hub reads. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(ENVIRONMENTS.hub.shape);
