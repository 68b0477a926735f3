import type { z } from 'zod';
import type { ENVIRONMENTS } from './environment.ts';
import type { Policy } from './policy.ts';
import type { ServiceAccount } from './service-account.ts';

type HubVariables = z.infer<typeof ENVIRONMENTS.hub>;
type SetupVariables = z.infer<typeof ENVIRONMENTS.setup>;
export type LocalVariables = z.infer<typeof ENVIRONMENTS.local>;

/** What every command knows: the business's policy, and how this process is reached and logs. */
export function localConfig(variables: LocalVariables, policy: Policy) {
  return {
    policy,
    redisUrl: variables.REDIS_URL,
    http: {
      host: variables.HOST,
      port: variables.PORT,
      publicUrl: variables.PUBLIC_URL,
      adminPassword: variables.ADMIN_PASSWORD,
    },
    logLevel: variables.LOG_LEVEL,
    policyFile: variables.MILEPOST_CONFIG,
  };
}

function accessConfig(variables: HubVariables | SetupVariables, policy: Policy, serviceAccount: ServiceAccount) {
  return {
    ...localConfig(variables, policy),
    google: {
      serviceAccount,
      sheetId: variables.GOOGLE_SHEET_ID,
      sheetsApiUrl: variables.GOOGLE_SHEETS_API_URL,
      tokenUrl: variables.GOOGLE_TOKEN_URL,
    },
    mail:
      variables.SMTP_URL === undefined || variables.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: variables.SMTP_URL, from: variables.MAIL_FROM },
  };
}

/** What the hub runs with. */
export function hubConfig(variables: HubVariables, policy: Policy, serviceAccount: ServiceAccount) {
  return {
    ...accessConfig(variables, policy, serviceAccount),
    notion: {
      ...notionAccess(variables),
      databases: {
        milestones: variables.NOTION_MILESTONES_DB,
        projects: variables.NOTION_PROJECTS_DB,
        clients: variables.NOTION_CLIENTS_DB,
        deals: variables.NOTION_DEALS_DB,
      },
    },
    stripe: { ...stripeAccess(variables), webhookSecrets: variables.STRIPE_WEBHOOK_SECRET },
  };
}

/** What `milepost init` starts from: the same, but the places may be missing still. */
export function setupConfig(variables: SetupVariables, policy: Policy, serviceAccount: ServiceAccount) {
  return {
    ...accessConfig(variables, policy, serviceAccount),
    notion: {
      ...notionAccess(variables),
      parentPage: variables.NOTION_PARENT_PAGE,
      databases: {
        milestones: variables.NOTION_MILESTONES_DB,
        projects: variables.NOTION_PROJECTS_DB,
        clients: variables.NOTION_CLIENTS_DB,
        deals: variables.NOTION_DEALS_DB,
      },
    },
    stripe: { ...stripeAccess(variables), webhookSecrets: variables.STRIPE_WEBHOOK_SECRET ?? [] },
  };
}

function notionAccess(variables: HubVariables | SetupVariables) {
  return {
    token: variables.NOTION_TOKEN,
    apiUrl: variables.NOTION_API_URL,
    webhookSecret: variables.NOTION_WEBHOOK_SECRET,
  };
}

function stripeAccess(variables: HubVariables | SetupVariables) {
  return {
    secretKey: variables.STRIPE_SECRET_KEY,
    apiUrl: variables.STRIPE_API_URL,
    /** Real money moves. */
    isLive: /^.._live_/.test(variables.STRIPE_SECRET_KEY),
  };
}

/** Every object within cannot be changed either. */
export type Frozen<T> = T extends (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends string | number | boolean | undefined
    ? T
    : { readonly [Key in keyof T]: Frozen<T[Key]> };

export type LocalConfig = Frozen<ReturnType<typeof localConfig>>;
export type SetupConfig = Frozen<ReturnType<typeof setupConfig>>;
export type Config = Frozen<ReturnType<typeof hubConfig>>;
