import type { DatabaseName } from '../../connectors/notion/names.ts';
import { ENVIRONMENTS } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import { Policy } from '../config/policy.ts';
import { ConfigError, type Problem } from '../config/problem.ts';
import { readPolicy } from '../config/read-policy.ts';
import { presentVariables, type Sources, type Variables } from '../config/read-variables.ts';
import { readServiceAccount } from '../config/service-account.ts';

/** The configuration, in pieces that can be used one without the other: what is wrong in one keeps nobody from the rest. */
export type Pieces = ReturnType<typeof readPieces>;

/** Each variable is parsed by itself: undefined where it is missing or wrong, which the problems say. */
const { shape } = ENVIRONMENTS.hub;

/** Everything that the environment, `.env` and the policy file hold, whatever is wrong with some of it. */
export function readPieces(sources: Sources) {
  const present = presentVariables(sources);
  const file = present.MILEPOST_CONFIG ?? 'milepost.config.yaml';
  const policy = readPolicy({ file, cwd: sources.cwd, mustExist: present.MILEPOST_CONFIG !== undefined });
  const { PORT, ...text } = local(present);
  return {
    problems: problemsIn(sources),
    policyFile: file,
    policy: 'value' in policy ? policy.value : Policy.parse({}),
    /** Undefined: none is set, and the hub starts one of its own. Null: what is set cannot be used. */
    redisUrl: present.REDIS_URL === undefined ? undefined : (text.REDIS_URL ?? null),
    publicUrl: text.PUBLIC_URL,
    stripeApiUrl: shape.STRIPE_API_URL.safeParse(present.STRIPE_API_URL).data,
    adminPassword: present.ADMIN_PASSWORD,
    port: PORT,
    notion: notionPiece(present),
    stripe: stripePiece(present),
    google: googlePiece(present, sources.cwd),
    mail: mailPiece(present),
  };
}

/** What `milepost start` would say. */
function problemsIn(sources: Sources): readonly Problem[] {
  try {
    loadConfig(sources);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function local(present: Variables) {
  return {
    REDIS_URL: shape.REDIS_URL.safeParse(present.REDIS_URL).data,
    PUBLIC_URL: shape.PUBLIC_URL.safeParse(present.PUBLIC_URL).data,
    PORT: shape.PORT.safeParse(present.PORT).data,
  };
}

function notionPiece(present: Variables) {
  const token = shape.NOTION_TOKEN.safeParse(present.NOTION_TOKEN).data;
  const apiUrl = shape.NOTION_API_URL.safeParse(present.NOTION_API_URL).data;
  if (token === undefined || apiUrl === undefined) return undefined;
  const databases: Readonly<Record<DatabaseName, string | undefined>> = {
    milestones: shape.NOTION_MILESTONES_DB.safeParse(present.NOTION_MILESTONES_DB).data,
    projects: shape.NOTION_PROJECTS_DB.safeParse(present.NOTION_PROJECTS_DB).data,
    clients: shape.NOTION_CLIENTS_DB.safeParse(present.NOTION_CLIENTS_DB).data,
    deals: shape.NOTION_DEALS_DB.safeParse(present.NOTION_DEALS_DB).data,
  };
  return { token, apiUrl, databases, hasWebhookSecret: present.NOTION_WEBHOOK_SECRET !== undefined };
}

function stripePiece(present: Variables) {
  const secretKey = shape.STRIPE_SECRET_KEY.safeParse(present.STRIPE_SECRET_KEY).data;
  const apiUrl = shape.STRIPE_API_URL.safeParse(present.STRIPE_API_URL).data;
  return secretKey === undefined || apiUrl === undefined ? undefined : { secretKey, apiUrl };
}

function googlePiece(present: Variables, cwd: string) {
  const sheetId = shape.GOOGLE_SHEET_ID.safeParse(present.GOOGLE_SHEET_ID).data;
  const sheetsApiUrl = shape.GOOGLE_SHEETS_API_URL.safeParse(present.GOOGLE_SHEETS_API_URL).data;
  const tokenUrl = shape.GOOGLE_TOKEN_URL.safeParse(present.GOOGLE_TOKEN_URL).data;
  const keyFile = present.GOOGLE_APPLICATION_CREDENTIALS;
  const account = keyFile === undefined ? undefined : readServiceAccount(keyFile, cwd);
  if (keyFile === undefined || account === undefined || 'problems' in account) return undefined;
  if (sheetId === undefined || sheetsApiUrl === undefined || tokenUrl === undefined) return undefined;
  return { sheetId, sheetsApiUrl, tokenUrl, account: account.value, keyFile };
}

/** `not set` where follow-ups go out as Stripe's e-mails; undefined where what is set cannot be used. */
function mailPiece(present: Variables): { readonly smtpUrl: string; readonly from: string } | 'not set' | undefined {
  if (present.SMTP_URL === undefined) return 'not set';
  const smtpUrl = shape.SMTP_URL.safeParse(present.SMTP_URL).data;
  const from = shape.MAIL_FROM.safeParse(present.MAIL_FROM).data;
  return smtpUrl === undefined || from === undefined ? undefined : { smtpUrl, from };
}
