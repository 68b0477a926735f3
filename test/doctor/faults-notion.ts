import { instantFromMillis } from '../../src/billing/calendar.ts';
import { incapable, policy, type SetUpFault, variables } from './faults.ts';
import type { SetUp } from './kit.ts';

const named = (names: readonly string[]) => ({ select: { options: names.map((name) => ({ name })) } });

/** A property of milestones gets another definition; the mend is its own one. */
const milestone = (name: string, wrong: object, right: object) => (setUp: SetUp) => {
  const { dataSourceId } = setUp.workspace.milestones;
  const define = (definition: object) =>
    setUp.notion.addProperties(dataSourceId, JSON.parse(JSON.stringify({ [name]: definition })));
  define(wrong);
  return { follow: () => define(right) };
};

/** Two ways out: undo it in Notion, or say it in the configuration. Here it is said in the configuration. */
const saidInPolicy = ({ policy: own }: SetUp, notion: object, undo: () => unknown) => ({
  follow: () => Object.assign(own, { notion }),
  tidy: () => {
    delete own.notion;
    undo();
  },
});

export const NOTION_FAULTS: readonly SetUpFault[] = [
  {
    fault: 'the token is not set',
    line: 'configuration.NOTION_TOKEN',
    level: 'red',
    mend: /copy its secret/,
    apply: variables({ NOTION_TOKEN: undefined }),
    also: ['notion.token'],
  },
  {
    fault: 'the token was taken back',
    line: 'notion.token',
    level: 'red',
    mend: /NOTION_TOKEN/,
    apply: variables({ NOTION_TOKEN: 'ntn_revoked' }),
  },
  {
    fault: 'a database is not shared',
    line: 'notion.milestones',
    level: 'red',
    mend: /share it with the connection/,
    apply: ({ notion, workspace }) => {
      notion.unshare(workspace.milestones.databaseId);
      return { follow: () => notion.share(workspace.milestones.databaseId) };
    },
  },
  {
    fault: 'the id of a database is that of something else',
    line: 'notion.deals',
    level: 'red',
    mend: /NOTION_DEALS_DB/,
    apply: variables({ NOTION_DEALS_DB: '1f0c1f0c1f0c1f0c1f0c1f0c1f0c1f0c' }),
  },
  {
    fault: 'the id of a database is not set',
    line: 'configuration.NOTION_CLIENTS_DB',
    level: 'red',
    mend: /npx milepost init/,
    apply: variables({ NOTION_CLIENTS_DB: undefined }),
    also: ['notion.clients'],
  },
  {
    fault: 'a property was deleted',
    line: 'notion.milestones.Amount',
    level: 'red',
    mend: /Deleted properties/,
    apply: ({ notion, workspace }) => ({
      follow: notion.deleteProperty(workspace.milestones.dataSourceId, 'Amount'),
    }),
  },
  {
    fault: 'a property was renamed',
    line: 'notion.milestones.Amount',
    level: 'red',
    mend: /Rename it to "Amount" again, or write .*Amount: Betrag/,
    apply: (setUp) => {
      const { dataSourceId } = setUp.workspace.milestones;
      setUp.notion.renameProperty(dataSourceId, 'Amount', 'Betrag');
      return saidInPolicy(setUp, { properties: { milestones: { Amount: 'Betrag' } } }, () =>
        setUp.notion.renameProperty(dataSourceId, 'Betrag', 'Amount'),
      );
    },
  },
  {
    fault: 'a property has another type',
    line: 'notion.clients.Payment terms',
    level: 'red',
    mend: /change the type of "Payment terms" to number/,
    apply: ({ notion, workspace }) => {
      const { dataSourceId } = workspace.clients;
      notion.addProperties(dataSourceId, { 'Payment terms': { rich_text: {} } });
      return {
        follow: () => notion.addProperties(dataSourceId, { 'Payment terms': { number: { format: 'number' } } }),
      };
    },
  },
  {
    fault: 'an option without which nothing is billed was deleted',
    line: 'notion.milestones.Delivery',
    level: 'red',
    mend: /Add it to "Delivery"/,
    apply: milestone('Delivery', named(['Planned', 'In progress']), named(['Planned', 'In progress', 'Delivered'])),
  },
  {
    fault: 'an option was renamed',
    line: 'notion.milestones.Approval',
    level: 'red',
    mend: /Rename it to "Approved" again, or write .*"Approved": "Freigegeben"/,
    apply: (setUp) => {
      const { dataSourceId } = setUp.workspace.milestones;
      setUp.notion.renameOption(dataSourceId, 'Approval', 'Approved', 'Freigegeben');
      return saidInPolicy(setUp, { options: { milestones: { Approval: { Approved: 'Freigegeben' } } } }, () =>
        setUp.notion.renameOption(dataSourceId, 'Approval', 'Freigegeben', 'Approved'),
      );
    },
  },
  {
    fault: 'an option that the hub writes was deleted',
    line: 'notion.projects.Kickoff',
    level: 'yellow',
    mend: /Add it to "Kickoff"/,
    apply: ({ notion, workspace }) => {
      const { dataSourceId } = workspace.projects;
      notion.deleteOption(dataSourceId, 'Kickoff', 'Clear');
      return {
        follow: () =>
          notion.addProperties(dataSourceId, {
            Kickoff: { select: { options: [{ name: 'Waiting' }, { name: 'Clear' }] } },
          }),
      };
    },
  },
  {
    fault: 'somebody added an option that nobody knows',
    line: 'notion.milestones.Delivery',
    level: 'yellow',
    mend: /Remove them, or say what they mean/,
    apply: milestone(
      'Delivery',
      named(['Planned', 'In progress', 'Delivered', 'Blocked']),
      named(['Planned', 'In progress', 'Delivered']),
    ),
  },
  {
    fault: 'a deal may choose a plan that is not there',
    line: 'notion.deals.Payment plan',
    level: 'yellow',
    mend: /paymentPlans/,
    apply: (setUp) => {
      const { dataSourceId } = setUp.workspace.deals;
      setUp.notion.addProperties(dataSourceId, { 'Payment plan': { select: { options: [{ name: 'Halves' }] } } });
      const parts = [
        { name: 'Start', trigger: 'Deposit', share: 50 },
        { name: 'End', trigger: 'Final handoff', share: 50 },
      ];
      const { policy: own } = setUp;
      return {
        follow: () => Object.assign(own, { paymentPlans: { Halves: parts } }),
        tidy: () => {
          delete own.paymentPlans;
          setUp.notion.deleteOption(dataSourceId, 'Payment plan', 'Halves');
        },
      };
    },
  },
  {
    fault: 'a relation leads to another database',
    line: 'notion.deals.Client',
    level: 'red',
    mend: /leads to Clients/,
    apply: ({ notion, workspace: { deals, clients, projects } }) => {
      const lead = (to: string) =>
        notion.addProperties(deals.dataSourceId, { Client: { relation: { data_source_id: to, single_property: {} } } });
      lead(projects.dataSourceId);
      return { follow: () => lead(clients.dataSourceId) };
    },
  },
  {
    fault: 'a property was deleted and made anew, and its values are gone',
    line: 'notion.milestones.Planned date',
    level: 'yellow',
    mend: /This is said once/,
    apply: ({ notion, workspace }) => {
      const { dataSourceId } = workspace.milestones;
      notion.deleteProperty(dataSourceId, 'Planned date');
      notion.addProperties(dataSourceId, { 'Planned date': { date: {} } });
      return { follow: () => undefined };
    },
  },
  {
    fault: 'the configuration names a property that is none of ours',
    line: 'notion.milestones.Amout',
    level: 'red',
    mend: /Correct the name under notion/,
    apply: policy({ notion: { properties: { milestones: { Amout: 'Betrag' } } } }),
  },
  {
    fault: 'the connection may not read content',
    line: 'notion.capability read content',
    level: 'red',
    mend: /tick "read content"/,
    apply: incapable('POST', '/query'),
    also: ['notion.capability update content', 'notion.capability read comments'],
  },
  {
    fault: 'the connection may not insert content',
    line: 'notion.capability insert content',
    level: 'red',
    mend: /tick "insert content"/,
    apply: incapable('POST', /\/v1\/pages$/),
  },
  {
    fault: 'the connection may not update content',
    line: 'notion.capability update content',
    level: 'red',
    mend: /tick "update content"/,
    apply: incapable('PATCH', '/v1/pages/'),
  },
  {
    fault: 'the connection may not read comments',
    line: 'notion.capability read comments',
    level: 'red',
    mend: /tick "read comments"/,
    apply: incapable('GET', '/v1/comments'),
  },
  {
    fault: 'the connection may not comment',
    line: 'notion.capability insert comments',
    level: 'red',
    mend: /tick "insert comments"/,
    apply: incapable('POST', '/v1/comments'),
  },
  {
    fault: 'the connection may not see people',
    line: 'notion.capability user information with e-mail addresses',
    level: 'red',
    mend: /tick "user information with e-mail addresses"/,
    apply: incapable('GET', /\/v1\/users$/),
  },
  {
    fault: 'Notion breaks down',
    line: 'notion.token',
    level: 'red',
    mend: /run the check-up again/,
    apply: ({ notion }) => {
      notion.faults.add({ times: 1_000, fault: { kind: 'answer', status: 500, body: '{}' } });
      return { follow: notion.faults.clear };
    },
  },
  {
    fault: 'no verification token is configured',
    line: 'notion.webhook',
    level: 'yellow',
    mend: /subscribe <PUBLIC_URL>\/webhooks\/notion/,
    apply: variables({ NOTION_WEBHOOK_SECRET: undefined }),
  },
  {
    fault: 'a verification token waits to be pasted',
    line: 'notion.webhook',
    level: 'yellow',
    mend: /npx milepost status.*NOTION_WEBHOOK_SECRET/,
    apply: async (setUp) => {
      const { follow } = variables({ NOTION_WEBHOOK_SECRET: undefined })(setUp);
      await setUp.storage.handshake.keep('secret_waiting');
      return { follow, tidy: setUp.storage.handshake.forget };
    },
  },
  {
    fault: 'no webhook of Notion has come yet',
    line: 'notion.webhook',
    level: 'yellow',
    mend: /Edit a row/,
    apply: async ({ storage: { redis, keys, lastSeen } }) => {
      await redis.hdel(keys.of('last-seen'), 'webhook notion');
      return { follow: () => lastSeen.note('webhook notion', instantFromMillis(Date.now())) };
    },
  },
  {
    fault: 'the subscription is paused',
    line: 'notion.webhook',
    level: 'yellow',
    mend: /resume it/,
    apply: async ({ storage: { memory, redis, keys, lastSeen } }) => {
      const now = Date.now();
      const hour = 60 * 60_000;
      await lastSeen.note('webhook notion', instantFromMillis(now - 5 * hour));
      const unheard = { since: now - 4 * hour, until: now - hour, sweeps: 9 };
      await memory.rememberFingerprint('unheard of', 'notion', JSON.stringify(unheard));
      return {
        follow: () => lastSeen.note('webhook notion', instantFromMillis(Date.now())),
        tidy: () => redis.hdel(keys.of('fingerprints', 'unheard of'), 'notion'),
      };
    },
  },
];
