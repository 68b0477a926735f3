import { amount, choice } from '../support/example.ts';
import { text, title } from '../support/world.ts';
import type { PoisonStage } from './stage.ts';

/** Who beside the victim is stopped: those that rest on the same thing. */
type Reach = 'milestone' | 'project' | 'client' | 'milestones';

export type Poison = {
  readonly name: string;
  readonly reach: Reach;
  /** Spoils one thing. @returns how a person mends it */
  readonly apply: (stage: PoisonStage) => Mend | Promise<Mend>;
  /** What stands beside the victim meanwhile, in `Billing detail`. Absent: the row cannot be seen, and nothing can be written. */
  readonly says?: RegExp;
  /** Where nothing stands beside it: what `status` is told. */
  readonly status?: RegExp;
  /** Default: with the next sweep. */
  readonly heals?: 'within a day';
};
type Mend = () => void | Promise<void>;

const relation = (...ids: readonly string[]) => ({ relation: ids.map((id) => ({ id })) });
const undo = (run: Mend): Mend => run;

/** What people do to one milestone. */
const ON_MILESTONE: readonly Poison[] = [
  {
    name: 'an option that nobody knows',
    reach: 'milestone',
    says: /^Needs Mara Lindqvist: "Trigger" of this milestone says "Around then", wanted is one of: Deposit.*Choose one/,
    apply: ({ edit, victim }) => {
      edit(victim.id, { Trigger: choice('Around then') });
      return () => edit(victim.id, { Trigger: choice('Milestone approval') });
    },
  },
  {
    name: 'an option of its own that was deleted',
    reach: 'milestone',
    says: /trigger/i,
    apply: ({ edit, notion, workspace, victim }) => {
      edit(victim.id, { Trigger: choice('Final handoff') });
      notion.deleteOption(workspace.milestones.dataSourceId, 'Trigger', 'Final handoff');
      return () => edit(victim.id, { Trigger: choice('Milestone approval') });
    },
  },
  {
    name: 'an amount beyond all reason',
    reach: 'milestone',
    says: /Correct the amount/,
    apply: ({ edit, victim }) => {
      edit(victim.id, { Amount: amount(4e15) });
      return () => edit(victim.id, { Amount: amount(4000) });
    },
  },
  {
    name: 'an amount below nothing',
    reach: 'milestone',
    says: /Correct the amount.*negative/,
    apply: ({ edit, victim }) => {
      edit(victim.id, { Amount: amount(-4000) });
      return () => edit(victim.id, { Amount: amount(4000) });
    },
  },
  {
    name: 'two projects',
    reach: 'milestone',
    says: /Link exactly one project; there are 2/,
    apply: ({ edit, victim, project, stranger, notion }) => {
      const { Project } = notion.page(stranger.id).properties;
      const other = Project?.type === 'relation' ? (Project.relation[0]?.id ?? '') : '';
      edit(victim.id, { Project: relation(project, other) });
      return () => edit(victim.id, { Project: relation(project) });
    },
  },
  {
    name: 'the page in the trash',
    reach: 'milestone',
    apply: ({ notion, mara, victim }) => {
      notion.trash(mara, victim.id);
      return () => notion.restore(mara, victim.id);
    },
  },
  {
    name: 'the page not shared with us',
    reach: 'milestone',
    heals: 'within a day',
    apply: ({ notion, victim }) => {
      notion.unshare(victim.id);
      return () => notion.share(victim.id);
    },
  },
  {
    name: 'an id typed into "Stripe invoice" that is no id',
    reach: 'milestone',
    says: /"Stripe invoice"/,
    apply: ({ edit, victim }) => {
      edit(victim.id, { 'Stripe invoice': text('see Ines’ mail / 3 Nov?') });
      return () => edit(victim.id, { 'Stripe invoice': text('') });
    },
  },
  {
    name: 'an invoice of Stripe’s other mode',
    reach: 'milestone',
    says: /live invoice/,
    apply: ({ edit, victim, world }) => {
      world.stripeSandbox.existsInOtherMode('in_1QxLive');
      edit(victim.id, { 'Stripe invoice': text('in_1QxLive') });
      return () => edit(victim.id, { 'Stripe invoice': text('') });
    },
  },
];

/** What people do to a project, or to the way to it. */
const ON_PROJECT: readonly Poison[] = [
  {
    name: 'an option of the project that nobody knows',
    reach: 'project',
    says: /^Needs Mara Lindqvist: "Status" of the project says "On ice", wanted is one of/,
    apply: ({ edit, project }) => {
      edit(project, { Status: choice('On ice') });
      return () => edit(project, { Status: choice('Active') });
    },
  },
  {
    name: 'the project not shared with us',
    reach: 'project',
    says: /Link a project that Milepost can read; there is none/,
    apply: ({ notion, project }) => {
      notion.unshare(project);
      return () => notion.share(project);
    },
  },
  {
    name: 'the project in the trash',
    reach: 'project',
    says: /Link a project that Milepost can read; there is none/,
    apply: ({ notion, mara, project }) => {
      notion.trash(mara, project);
      return () => notion.restore(mara, project);
    },
  },
  {
    name: 'the project moved to another database',
    reach: 'project',
    says: /The linked project cannot be read/,
    apply: ({ notion, mara, project, edit, client, workspace }) => {
      const archive = notion.createDatabase('Archive', { Name: { title: {} } });
      notion.movePage(mara, project, archive.dataSourceId);
      return () => {
        notion.movePage(mara, project, workspace.projects.dataSourceId);
        edit(project, {
          Client: relation(client),
          Status: choice('Active'),
          Owner: { people: [{ id: mara }] },
          'Approval owner': { email: 'd.osei@client.example' },
          'Agreed channel': choice('Email'),
        });
      };
    },
  },
  {
    name: 'two clients of the project',
    reach: 'project',
    says: /Link exactly one client to the project; there are 2/,
    apply: ({ edit, project, client, notion, workspace }) => {
      const other = notion.createPage({
        dataSourceId: workspace.clients.dataSourceId,
        properties: { Name: title('X') },
      });
      edit(project, { Client: relation(client, other.id) });
      return () => edit(project, { Client: relation(client) });
    },
  },
];

/** What people do to a client, or to the way to it. */
const ON_CLIENT: readonly Poison[] = [
  {
    name: 'an option of the client that nobody knows',
    reach: 'client',
    says: /^Needs Mara Lindqvist: "Submission" of the client says "By pigeon"/,
    apply: ({ edit, client }) => {
      edit(client, { Submission: choice('By pigeon') });
      return () => edit(client, { Submission: choice('Email') });
    },
  },
  {
    name: 'an address that is none',
    reach: 'client',
    says: /.*"Billing email"/,
    apply: ({ edit, client }) => {
      edit(client, { 'Billing email': { email: 'ap at client dot example' } });
      return () => edit(client, { 'Billing email': { email: 'ap@client.example' } });
    },
  },
  {
    name: 'the client not shared with us',
    reach: 'client',
    says: /Link a client that Milepost can read to the project; there is none/,
    apply: ({ notion, client }) => {
      notion.unshare(client);
      return () => notion.share(client);
    },
  },
  {
    name: 'the client in the trash',
    reach: 'client',
    says: /Link a client that Milepost can read to the project; there is none/,
    apply: ({ notion, mara, client }) => {
      notion.trash(mara, client);
      return () => notion.restore(mara, client);
    },
  },
  {
    name: 'the Stripe customer deleted',
    reach: 'client',
    says: /^Needs Mara Lindqvist: .*customer/i,
    apply: async ({ dashboard, edit, client }) => {
      const { id } = await dashboard.customers.create({ name: 'Northwind', email: 'ap@client.example' });
      edit(client, { 'Stripe customer': text(id) });
      await dashboard.customers.del(id);
      return () => edit(client, { 'Stripe customer': text('') });
    },
  },
  {
    name: 'a customer of Stripe’s other mode',
    reach: 'client',
    says: /^Needs Mara Lindqvist: .*customer/i,
    apply: ({ world, edit, client }) => {
      world.stripeSandbox.existsInOtherMode('cus_QxLive');
      edit(client, { 'Stripe customer': text('cus_QxLive') });
      return () => edit(client, { 'Stripe customer': text('') });
    },
  },
];

/** What people do to the Milestones database itself: nothing of it can be read until it is mended. */
const ON_DATABASE: readonly Poison[] = [
  {
    name: 'a property deleted',
    reach: 'milestones',
    says: /^Needs finance@studio\.example: The milestones database does not fit: "Decision proof" is missing.*Restore/,
    apply: ({ notion, workspace }) => undo(notion.deleteProperty(workspace.milestones.dataSourceId, 'Decision proof')),
  },
  {
    name: 'a property deleted, and noticed',
    reach: 'milestones',
    status: /The milestones database does not fit: "Decision proof" is missing/,
    apply: ({ notion, workspace, world }) => {
      const back = notion.deleteProperty(workspace.milestones.dataSourceId, 'Decision proof');
      world.notion.forgetSchemas(workspace.milestones.dataSourceId);
      return back;
    },
  },
  {
    name: 'a property with another type',
    reach: 'milestones',
    says: /^Needs finance@studio\.example: .*"Amount" is a rich_text property, wanted is number/,
    apply: ({ notion, workspace }) => {
      notion.addProperties(workspace.milestones.dataSourceId, { Amount: { rich_text: {} } });
      return () => notion.addProperties(workspace.milestones.dataSourceId, { Amount: { number: {} } });
    },
  },
  {
    name: 'the detail itself deleted',
    reach: 'milestones',
    status: /"Billing detail" is missing/,
    apply: ({ notion, workspace }) => undo(notion.deleteProperty(workspace.milestones.dataSourceId, 'Billing detail')),
  },
  {
    name: 'the database not shared with us',
    reach: 'milestones',
    status: /Share the database with the connection/,
    apply: ({ notion, workspace }) => {
      notion.unshare(workspace.milestones.databaseId);
      return () => notion.share(workspace.milestones.databaseId);
    },
  },
];

export const POISONS = [...ON_MILESTONE, ...ON_PROJECT, ...ON_CLIENT, ...ON_DATABASE];
