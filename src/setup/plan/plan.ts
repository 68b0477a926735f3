import type { SetupConfig } from '../../config/config.ts';
import type { SetupFacts } from '../facts.ts';
import type { NewVariables } from '../files/env-text.ts';
import type { PolicyChange, PolicyComment } from '../files/policy-text.ts';
import type { Answers, Question } from './answers.ts';
import { type NotionPlan, pageOf, pageThere, planNotion } from './notion.ts';
import type { Left, Obstacle, Step } from './step.ts';
import { planStripe } from './stripe.ts';

/** What is known of the two files. */
export type FileFacts = {
  readonly hasPolicy: boolean;
  readonly isEnvOpen: boolean;
  /** Variables that the process sets, which win over `.env`. */
  readonly fixed: readonly string[];
};

export type PlanGiven = {
  readonly facts: SetupFacts;
  readonly config: SetupConfig;
  readonly files: FileFacts;
  readonly answers: Answers;
  /** Whether there is somebody to ask. */
  readonly asks: boolean;
  /** What a new policy file shows of its defaults. */
  readonly defaults: readonly PolicyComment[];
};

export type SetupPlan = {
  readonly steps: readonly Step[];
  /** What is right already. */
  readonly kept: readonly string[];
  readonly notes: readonly string[];
  readonly left: readonly Left[];
  readonly obstacles: readonly Obstacle[];
  readonly questions: readonly Question[];
  readonly databases: NotionPlan['databases'];
};

/** Everything that is to be written, from what is there and what was said, in an order in which each step finds what it needs. */
export function planSetup(given: PlanGiven): SetupPlan {
  const { facts, config, answers, asks } = given;
  const notion = planNotion({
    facts: facts.notion,
    own: config.policy.notion,
    proposalTemplate: config.policy.proposal.template,
    answers,
    asks,
  });
  const stripe = planStripe(stripeGiven(given));
  const google = planGoogle(facts.google);
  return {
    questions: notion.questions,
    obstacles: notion.obstacles,
    notes: notion.notes,
    databases: notion.databases,
    kept: [...environmentWords(given.files), ...notion.kept, ...stripe.kept, ...google.kept],
    left: [...stripe.left, ...google.left, ...notionWebhook(config)],
    steps: [...fileSteps(given, notion), ...notion.steps, ...stripe.steps, ...google.steps],
  };
}

const ACCESS = ['NOTION_TOKEN', 'STRIPE_SECRET_KEY', 'GOOGLE_APPLICATION_CREDENTIALS', 'GOOGLE_SHEET_ID'];

/** Secrets of the environment are not copied into a file: whoever starts the hub has to give them again. */
function environmentWords({ fixed }: FileFacts): readonly string[] {
  const given = ACCESS.filter((name) => fixed.includes(name));
  return given.length === 0 ? [] : [`Environment: ${given.join(', ')}; the hub needs them as well`];
}

/** Answers first, so that nobody is asked again after an interruption. */
function fileSteps(given: PlanGiven, notion: NotionPlan): readonly Step[] {
  const variables = newVariables(given, notion);
  const changes = policyChanges(given, notion);
  const steps: Step[] = [];
  if (Object.keys(variables).length > 0) steps.push({ kind: 'set variables', variables });
  else if (given.files.isEnvOpen) steps.push({ kind: 'close .env' });
  if (changes.length > 0 || !given.files.hasPolicy)
    steps.push({ kind: 'set policy', changes, comments: given.files.hasPolicy ? [] : given.defaults });
  return steps;
}

/** What was typed in, and where the places are that are used as they are. */
function newVariables({ facts, config, answers, files }: PlanGiven, notion: NotionPlan): NewVariables {
  const page = pageOf({ facts: facts.notion });
  const places: Record<string, string> = {};
  if (config.notion.parentPage === undefined && page !== undefined && isPageUsed(notion))
    places.NOTION_PARENT_PAGE = page.id;
  for (const { chosen } of Object.values(notion.databases))
    if (config.notion.databases[chosen.database] === undefined)
      places[`NOTION_${chosen.database.toUpperCase()}_DB`] = chosen.id;
  const all = { ...answers.variables, ...places };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !files.fixed.includes(name)));
}

const isPageUsed = ({ steps }: NotionPlan): boolean =>
  steps.some(({ kind }) => kind === 'create database' || kind === 'create page');

function policyChanges({ facts, config, answers }: PlanGiven, notion: NotionPlan): readonly PolicyChange[] {
  const template = pageThere(facts.notion, 'proposalTemplate');
  const isTemplateNew = template !== undefined && config.policy.proposal.template === undefined;
  return [
    ...(answers.policy ?? []),
    ...notion.ownNames.filter((change) => !isConfigured(config, change)),
    ...(isTemplateNew ? [{ path: ['proposal', 'template'], value: template }] : []),
  ];
}

function isConfigured({ policy }: SetupConfig, { path, value }: PolicyChange): boolean {
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? new Map(Object.entries(inner)).get(key) : undefined),
    policy,
  );
  return found === value;
}

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:|\/|$)/;

/** A stand-in for Stripe on this machine reaches a hub on this machine. */
function derivedUrl({ stripe, http }: SetupConfig): string | undefined {
  return LOOPBACK.test(stripe.apiUrl) && http.port !== 0 ? `http://127.0.0.1:${http.port}` : undefined;
}

function stripeGiven({ facts, config, answers, files }: PlanGiven) {
  const said = answers.variables.PUBLIC_URL ?? config.http.publicUrl;
  return {
    facts: facts.stripe,
    publicUrl: (said ?? derivedUrl(config))?.replace(/\/+$/, ''),
    isDerived: said === undefined,
    hasSecret: config.stripe.webhookSecrets.length > 0,
    isSecretFixed: files.fixed.includes('STRIPE_WEBHOOK_SECRET'),
    isReal: !LOOPBACK.test(config.stripe.apiUrl),
  };
}

type GooglePlan = { readonly steps: readonly Step[]; readonly kept: readonly string[]; readonly left: readonly Left[] };

function planGoogle(google: SetupFacts['google']): GooglePlan {
  if (google.kind === 'refused')
    return { steps: [], kept: [], left: [{ kind: 'refused', what: `Google: ${google.what}`, mend: google.mend }] };
  const { title, isPrepared } = google.sheet;
  return isPrepared
    ? { steps: [], kept: [`Google: the sheet "${title}"`], left: [] }
    : { steps: [{ kind: 'prepare sheet', title }], kept: [], left: [] };
}

/** Only a person can subscribe, and only while something listens that shows the token. */
function notionWebhook({ notion, http }: SetupConfig): readonly Left[] {
  if (notion.webhookSecret !== undefined) return [];
  const url = `${http.publicUrl ?? '<PUBLIC_URL>'}/webhooks/notion`;
  return [
    {
      kind: 'later',
      what: 'Notion: no webhook subscription yet; until then changes are found by the sweep alone',
      mend: `Start the hub, subscribe the connection to ${url} (Developer portal, Webhooks; API version 2026-03-11; page and data source events), and paste the verification token that "npx milepost status" shows. Then set it as NOTION_WEBHOOK_SECRET and restart.`,
    },
  ];
}
