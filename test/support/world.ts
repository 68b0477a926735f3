import { createNotion, type Notion, type NotionOptions } from '../../connectors/notion/client.ts';
import { createStripe } from '../../connectors/stripe/client.ts';
import { lookAtMilestone } from '../../jobs/milestone.ts';
import type { JobContext, Memory, Work } from '../../jobs/ports.ts';
import { createClock, type SandboxClock } from '../../sandbox/kit/clock.ts';
import {
  createWorkspace,
  type NotionSandbox,
  type PropertyWrites,
  startNotion,
  type Workspace,
} from '../../sandbox/notion/index.ts';
import { startStripe } from '../../sandbox/stripe/index.ts';
import { type Instant, instantFromMillis } from '../../src/billing/calendar.ts';
import type { Policy } from '../../src/billing/facts.ts';
import { aPolicy } from './facts.ts';

/** Where a test is not about rates, neither side counts. */
const PLENTY = { requests: 1_000_000, seconds: 60 };

/** The connectors' budget where a test is not about rates. */
export const freely = { spend: async () => {}, holdFor: async () => {} };

/** What the hub may forget, kept in plain maps. */
export function mapMemory(): Memory & { readonly forget: () => void } {
  const seen = new Map<string, { fingerprint: string; at: Instant }>();
  const prints = new Map<string, string>();
  const cursors = new Map<string, Instant>();
  return {
    async firstSeen(kind, id, fingerprint, now) {
      const known = seen.get(`${kind} ${id}`);
      if (known?.fingerprint === fingerprint) return known.at;
      seen.set(`${kind} ${id}`, { fingerprint, at: now });
      return now;
    },
    async seenSince(kind, id, fingerprint) {
      const known = seen.get(`${kind} ${id}`);
      return known?.fingerprint === fingerprint ? known.at : undefined;
    },
    fingerprint: async (kind, id) => prints.get(`${kind} ${id}`),
    fingerprints: async (kind) =>
      Object.fromEntries(
        [...prints].flatMap(([key, print]) =>
          key.startsWith(`${kind} `) ? [[key.slice(kind.length + 1), print]] : [],
        ),
      ),
    rememberFingerprint: async (kind, id, print) => void prints.set(`${kind} ${id}`, print),
    cursor: async (name) => cursors.get(name),
    moveCursor: async (name, to) => void cursors.set(name, to),
    forget() {
      for (const map of [seen, prints, cursors]) map.clear();
    },
  };
}

export const text = (content: string) => ({ rich_text: [{ text: { content } }] });
export const title = (content: string) => ({ title: [{ text: { content } }] });

const APPROVAL = (on: string): PropertyWrites => ({
  Approval: { select: { name: 'Approved' } },
  'Decided by': { email: 'd.osei@client.example' },
  'Decided on': { date: { start: on } },
  'Decision channel': { select: { name: 'Email' } },
  'Decision proof': { url: 'https://mail.example/1' },
});

/** A project of one client, and the person who looks after both. */
export function aProjectToBill(notion: NotionSandbox, workspace: Workspace) {
  const mara = notion.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
  const client = notion.createPage({
    dataSourceId: workspace.clients.dataSourceId,
    properties: {
      Name: title('Northwind'),
      'Billing email': { email: 'ap@client.example' },
      'Finance contact': text('Ines Ruiz'),
      'Payment terms': { number: 14 },
      Currency: { select: { name: 'GBP' } },
      'Account owner': { people: [{ id: mara }] },
    },
  }).id;
  const project = notion.createPage({
    dataSourceId: workspace.projects.dataSourceId,
    properties: {
      Name: title('Website'),
      Client: { relation: [{ id: client }] },
      Status: { select: { name: 'Active' } },
      Owner: { people: [{ id: mara }] },
      'Approval owner': { email: 'd.osei@client.example' },
      'Agreed channel': { select: { name: 'Email' } },
    },
  }).id;
  return { mara, client, project };
}

/** A milestone that lacks nothing but its approval, in a project of its own or in a given one. */
export function aReadyMilestone(
  notion: NotionSandbox,
  workspace: Workspace,
  changes: PropertyWrites = {},
  within: ReturnType<typeof aProjectToBill> = aProjectToBill(notion, workspace),
) {
  const milestone = notion.createPage({
    dataSourceId: workspace.milestones.dataSourceId,
    properties: {
      Name: title('Design'),
      Project: { relation: [{ id: within.project }] },
      Order: { number: 1 },
      Trigger: { select: { name: 'Milestone approval' } },
      Amount: { number: 4000 },
      Delivery: { select: { name: 'Delivered' } },
      Deliverable: { url: 'https://files.example/design' },
      Approval: { select: { name: 'Requested' } },
      ...changes,
    },
  }).id;
  return { ...within, milestone, approve: (on: string) => notion.editAs(within.mara, milestone, APPROVAL(on)) };
}

/** Lets one run at a time under a name; the others wait their turn. */
function oneAtATime(): JobContext['exclusively'] {
  const tails = new Map<string, Promise<unknown>>();
  return (name, run) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(run, run);
    tails.set(name, turn);
    return turn;
  };
}

/** The hub's Notion connector on a sandbox's workspace. */
export const connectTo = (
  { token, url }: Pick<NotionSandbox, 'token' | 'url'>,
  { milestones, projects, clients, deals }: Workspace,
  own: Partial<NotionOptions> = {},
): Notion =>
  createNotion({
    token,
    apiUrl: url,
    databases: {
      milestones: milestones.databaseId,
      projects: projects.databaseId,
      clients: clients.databaseId,
      deals: deals.databaseId,
    },
    names: { properties: {}, options: {} },
    budget: freely,
    timeoutMs: 2_000,
    ...own,
  });

/** Local Notion and Stripe with the hub's connectors and jobs on top, without Redis: one look at a time. */
export async function startWorld(policyChanges: Partial<Policy> = {}, clock: SandboxClock = createClock()) {
  const notionSandbox = await startNotion({ clock, rateLimit: PLENTY });
  const stripeSandbox = await startStripe({ clock, rateLimitPerSecond: PLENTY.requests });
  const workspace = createWorkspace(notionSandbox);
  const notion = connectTo(notionSandbox, workspace);
  const stripe = createStripe({
    secretKey: 'sk_test_sandbox',
    apiUrl: stripeSandbox.url,
    budget: freely,
    timeoutMs: 2_000,
  });
  const memory = mapMemory();
  const asked: Work[] = [];
  const again = new Map<string, Instant | undefined>();
  const alarms: string[] = [];
  const context: JobContext = {
    clock: () => instantFromMillis(clock.now()),
    policy: aPolicy({ quietPeriodSeconds: 0, ...policyChanges }),
    memory,
    addWork: async (works) => void asked.push(...works),
    exclusively: oneAtATime(),
    lookAgain: async (what, id, at) => void again.set(`${what} ${id}`, at),
    alarm: async (_id, words) => void alarms.push(words),
  };
  const { page } = notionSandbox;
  return {
    clock,
    notion,
    notionSandbox,
    stripe,
    stripeSandbox,
    workspace,
    memory,
    context,
    asked,
    again,
    alarms,
    look: (milestoneId: string) =>
      lookAtMilestone({ ...context, notion, stripe, mayAct: new AbortController().signal }, milestoneId),
    /** What a milestone shows now, read as the hub reads it. */
    async shown(milestoneId: string) {
      const milestone = await notion.readMilestone(milestoneId);
      if (milestone === undefined) throw new Error(`Milestone ${milestoneId} cannot be read.`);
      return milestone.shown;
    },
    page,
    async close() {
      await Promise.all([notionSandbox.close(), stripeSandbox.close()]);
    },
  };
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>;
