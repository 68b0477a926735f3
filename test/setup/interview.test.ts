import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../sandbox/demo/hub-process.ts';
import { parsePolicy } from '../../src/config/read-policy.ts';
import { type Asker, Stopped } from '../../src/setup/interview/asker.ts';
import { POLICY_QUESTIONS } from '../../src/setup/interview/policy-questions.ts';
import { title } from '../support/world.ts';
import { type Site, startSite } from './site.ts';
import { studio } from './studio.ts';

let folder: string;
let site: Site;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
  site = await startSite(folder);
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

type Script = {
  /** Answers by what the question contains; the first that fits. Else the offered answer, or the first choice. */
  readonly answers?: readonly (readonly [words: string, answer: string | boolean])[];
  /** Called before each question. */
  readonly before?: (message: string) => void;
};

/** Somebody who answers as a script says, and remembers what was asked and shown. */
function somebody({ answers = [], before = () => {} }: Script = {}) {
  const asked: string[] = [];
  const shown: string[] = [];
  const answerTo = (message: string): string | boolean | undefined => {
    asked.push(message);
    before(message);
    return answers.find(([words]) => message.includes(words))?.[1];
  };
  const asker: Asker = {
    async text({ message, hint = '', initial, problem }) {
      const answer = String(answerTo(`${message} ${hint}`) ?? initial ?? '');
      const wrong = problem(answer);
      if (wrong !== undefined) throw new Error(`"${answer}" to "${message}": ${wrong}`);
      return answer;
    },
    async choose({ message, options, initial }) {
      const answer = answerTo(message);
      const chosen = options.find(({ label, value }) => label === answer || value === answer);
      const value = chosen?.value ?? initial ?? options[0]?.value;
      if (value === undefined) throw new Error(`Nothing to choose for "${message}".`);
      return value;
    },
    async confirm(message, initial) {
      const answer = answerTo(message);
      return answer === undefined ? initial : answer === true;
    },
    show: (heading, lines) => void shown.push(heading, ...lines),
  };
  return { asker, asked, shown };
}

const NO_WEBHOOK = ['Subscribe to Notion', false] as const;

const policy = () => {
  const parsed = parsePolicy(site.file('milepost.config.yaml'));
  return 'value' in parsed ? parsed.value : undefined;
};

test('the summary comes before anything is written, and a no writes nothing at all', async () => {
  const atConfirmation: unknown[] = [];
  const { asker, shown } = somebody({
    answers: [['Write all of this?', false]],
    before: (message) => {
      if (message.includes('Write all')) atConfirmation.push(site.writes(), site.file('.env'));
    },
  });
  await expect(site.run({ asker })).rejects.toThrow(Stopped);
  expect(atConfirmation).toEqual([[], '']);
  expect(site.writes()).toEqual([]);
  expect(site.file('milepost.config.yaml')).toBe('');
  for (const words of ['create the database "Milestones"', 'webhook endpoint', 'write a first tab'])
    expect(shown.join('\n')).toContain(words);
});

test('what is missing is asked for, checked, and kept in .env; secrets are asked for as such and never shown', async () => {
  const { NOTION_TOKEN, STRIPE_SECRET_KEY, PUBLIC_URL: _, ...env } = site.env;
  const { asker, asked, shown } = somebody({
    answers: [
      ['NOTION_TOKEN', NOTION_TOKEN ?? ''],
      ['STRIPE_SECRET_KEY', STRIPE_SECRET_KEY ?? ''],
      ['PUBLIC_URL', 'https://hub.example.com/'],
      NO_WEBHOOK,
    ],
  });
  expect(await site.run({ asker, env })).toMatchObject({ ok: true, ready: true });
  expect(asked.slice(0, 2).map((message) => message.split(' ')[0])).toEqual(['NOTION_TOKEN', 'STRIPE_SECRET_KEY']);
  expect(site.variables()).toMatchObject({ NOTION_TOKEN, STRIPE_SECRET_KEY, PUBLIC_URL: 'https://hub.example.com/' });
  expect(statSync(path.join(site.cwd, '.env')).mode & 0o777).toBe(0o600);
  expect((await site.endpoints()).map(({ url }) => url)).toEqual(['https://hub.example.com/webhooks/stripe']);
  expect([...shown, ...site.told].join('\n')).not.toContain(STRIPE_SECRET_KEY);
  expect(await site.run({ env })).toMatchObject({ done: [] });
});

test('a wrong value is refused with what is wrong, and never repeated', async () => {
  const { STRIPE_SECRET_KEY: _, ...env } = site.env;
  const { asker } = somebody({ answers: [['STRIPE_SECRET_KEY', 'pk_live_mistake']] });
  await expect(site.run({ asker, env })).rejects.toThrow('must start with sk_test_');
  expect(site.told.join('\n')).not.toContain('pk_live_mistake');
});

describe('the questions about how the business bills', () => {
  test('are asked once, with the zone of the sheet offered; only what differs from the defaults is set', async () => {
    const { asker, asked } = somebody({
      answers: [
        ['Which currency', 'GBP'],
        ['how many days', '30'],
        ['How many days', '30'],
        ['deposit', 'nothing'],
        ['Whose public holidays', 'GB-ENG'],
        NO_WEBHOOK,
      ],
    });
    await site.run({ asker });
    expect(POLICY_QUESTIONS.filter(({ message }) => !asked.some((one) => one.startsWith(message)))).toEqual([]);
    expect(policy()).toMatchObject({
      timeZone: 'Europe/Berlin',
      currency: 'GBP',
      paymentTermsDays: 30,
      holidayCountry: 'GB-ENG',
      deposit: { creditedTo: 'nothing' },
      shadow: false,
    });
    const file = site.file('milepost.config.yaml');
    expect(file).toContain('# shadow: false');
    expect(file).not.toMatch(/^(shadow|followUp):/m);

    const again = somebody({ answers: [NO_WEBHOOK] });
    expect(await site.run({ asker: again.asker })).toMatchObject({ done: [] });
    expect(again.asked.some((one) => one.includes('Which currency'))).toBe(false);
    expect(site.file('milepost.config.yaml')).toBe(file);
  });

  test('are not gone through again unless somebody wants it; then what is configured is offered', async () => {
    writeFileSync(path.join(site.cwd, 'milepost.config.yaml'), '# of 2025\ncurrency: CHF\n');
    const { asker } = somebody({ answers: [['once more', true], ['How many days', '7'], NO_WEBHOOK] });
    await site.run({ asker });
    expect(policy()).toMatchObject({ currency: 'CHF', paymentTermsDays: 7 });
    expect(site.file('milepost.config.yaml')).toContain('# of 2025');
  });
});

describe('what only a person can say', () => {
  test('is the page to build on', async () => {
    site.notion.createPage({ properties: { title: title('Playbook') } });
    const { asker } = somebody({ answers: [['Below which page', 'Agency'], NO_WEBHOOK] });
    expect(await site.run({ asker })).toMatchObject({ ok: true });
    expect(site.variables().NOTION_PARENT_PAGE).toBe(site.pageId);
  });

  test('is which database is meant: none of them makes a new one', async () => {
    const team = studio(site.notion, site.pageId);
    const { asker, asked } = somebody({
      answers: [
        ['Which of your databases is "Clients"', 'Customers'],
        ['Which of your databases is "Projects"', 'None of them: make a new one'],
        ['Which of your databases is "Milestones"', 'None of them: make a new one'],
        NO_WEBHOOK,
      ],
    });
    const report = await site.run({ asker });
    expect(report).toMatchObject({ ok: true, databases: { clients: team.clients.databaseId } });
    expect(report.databases.projects).not.toBe(team.projects.databaseId);
    expect(asked.filter((message) => message.startsWith('Which of your databases'))).toHaveLength(3);
  });

  test('is which property is meant, and what their words mean', async () => {
    const team = studio(site.notion, site.pageId);
    site.notion.renameProperty(team.milestones.dataSourceId, 'Fee', 'Net');
    site.notion.addProperties(team.milestones.dataSourceId, { Gross: { number: {} } });
    site.notion.renameOption(team.projects.dataSourceId, 'State', 'Not started', 'Parked');
    const { asker, asked } = somebody({
      answers: [['is "Amount"?', 'Gross'], ['"Parked"', 'Paused'], ['"On hold"', 'Nothing to Milepost'], NO_WEBHOOK],
    });
    expect(await site.run({ asker })).toMatchObject({ ok: true });
    expect(asked.join('\n')).toContain('What does "Parked" of "Status" mean?');
    expect(policy()?.notion.properties.milestones).toMatchObject({ Amount: 'Gross' });
    const again = somebody({ answers: [['"Parked"', 'Nothing to Milepost'], NO_WEBHOOK] });
    expect(await site.run({ asker: again.asker })).toMatchObject({ done: [] });
  });
});

test("Notion's token is shown while the set-up listens, and kept once the person says that it was accepted", async () => {
  const port = await freePort();
  const env = { ...site.env, HOST: '127.0.0.1', PORT: String(port) };
  const { asker } = somebody();
  const running = site.run({
    asker,
    env,
    tell: (line) => {
      site.told.push(line);
      if (line.startsWith('Listening')) void site.notion.subscribeWebhook(`http://127.0.0.1:${port}/webhooks/notion`);
    },
  });
  const report = await running;
  const token = site.variables().NOTION_WEBHOOK_SECRET ?? 'none';
  expect(report).toMatchObject({ left: [] });
  expect(token).toMatch(/^secret_/);
  expect(site.told.join('\n')).toContain(token); // to be pasted
  expect(site.told.join('\n')).toContain('URL: https://billing.example.com/webhooks/notion');
});
