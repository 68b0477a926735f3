import { Policy } from '../../config/policy.ts';
import { parsePolicy } from '../../config/read-policy.ts';
import type { PolicyChange, PolicyComment } from '../files/policy-text.ts';
import { withPolicy } from '../files/policy-text.ts';
import type { Asker } from './asker.ts';

/** A question about how the business bills (Rules 10). `says` explains it, also in the file. */
type PolicyQuestion = {
  readonly path: readonly string[];
  readonly message: string;
  readonly says: string;
  readonly kind: 'text' | 'number' | 'yes or no' | readonly string[];
};

export const POLICY_QUESTIONS: readonly PolicyQuestion[] = [
  {
    path: ['timeZone'],
    message: 'In which time zone does the business bill?',
    says: 'zone of the business: due dates, weeks',
    kind: 'text',
  },
  {
    path: ['currency'],
    message: 'Which currency, where neither milestone nor client names one?',
    says: 'where neither milestone nor client names one',
    kind: 'text',
  },
  {
    path: ['paymentTermsDays'],
    message: 'How many days until an invoice is due, where the client has no terms of its own?',
    says: 'days until an invoice is due, where the client has none of its own',
    kind: 'number',
  },
  {
    path: ['holidayCountry'],
    message: 'Whose public holidays count? A country such as GB, or with its region GB-ENG; empty: none',
    says: 'whose public holidays are no business days',
    kind: 'text',
  },
  {
    path: ['deposit', 'creditedTo'],
    message: 'What is a deposit taken off?',
    says: 'final: the last milestone takes it off; nothing: it is a price of its own',
    kind: ['final', 'nothing'],
  },
  {
    path: ['followUp', 'whilePaused'],
    message: 'Are invoices of a paused project followed up?',
    says: 'an earned bill is still owed: continue; or suspend',
    kind: ['continue', 'suspend'],
  },
  {
    path: ['followUp', 'smallBalance'],
    message: 'Up to which remaining sum is nobody reminded?',
    says: 'what remains at or below it is not followed up',
    kind: 'number',
  },
  {
    path: ['followUp', 'language'],
    message: 'In which language are clients reminded, where the client has none of its own?',
    says: 'language of messages, where the client has none of its own',
    kind: 'text',
  },
  {
    path: ['newProjects', 'kickoffWaitsFor'],
    message: 'What of the deposit does work on a new project wait for?',
    says: 'what of the deposit work waits for: Payment, Invoice or Nothing',
    kind: ['Payment', 'Invoice', 'Nothing'],
  },
  {
    path: ['newProjects', 'partialApproval'],
    message: 'Is an approved part of a milestone billed by itself?',
    says: 'Wait for full, or Bill approved part',
    kind: ['Wait for full', 'Bill approved part'],
  },
  {
    path: ['newProjects', 'whenPaused'],
    message: 'What becomes of what was approved when a project is paused?',
    says: 'Bill if earned before the pause, or Defer until resume',
    kind: ['Bill if earned', 'Defer until resume'],
  },
  {
    path: ['newProjects', 'pausedRetainer'],
    message: 'What does a retainer bill for the time of a pause?',
    says: 'Skip the period, bill it in Full, or Prorate it',
    kind: ['Skip', 'Full', 'Prorate'],
  },
  {
    path: ['defaultBillingOwner'],
    message: 'Who is responsible where Notion names nobody? An e-mail address; empty: nobody',
    says: 'e-mail address of who is responsible where Notion names nobody',
    kind: 'text',
  },
  {
    path: ['shadow'],
    message: 'Begin in shadow mode: say what would be billed, and bill nothing?',
    says: 'true: say what would happen, and write nothing to Stripe',
    kind: 'yes or no',
  },
];

function valueAt(policy: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? new Map(Object.entries(inner)).get(key) : undefined),
    policy,
  );
}

/** There is no plan until a team has written its own: this one shows how. */
const PLAN_EXAMPLE: PolicyComment = {
  path: ['paymentPlans', 'Standard'],
  says: 'an example: what a won deal is billed in, in percent of its value',
  value: [
    { name: 'Deposit', trigger: 'Deposit', share: 30 },
    { name: 'Design', trigger: 'Milestone approval', share: 40 },
    { name: 'Launch', trigger: 'Final handoff', share: 30 },
  ],
};

/** What a new file shows of the keys that keep their defaults. A key without one is shown as it might be set. */
export const policyDefaults = (): readonly PolicyComment[] => {
  const defaults = Policy.parse({});
  const examples: Readonly<Record<string, string>> = {
    holidayCountry: 'GB-ENG',
    defaultBillingOwner: 'office@example.com',
  };
  const asked = POLICY_QUESTIONS.map(({ path, says }) => ({
    path,
    says,
    value: valueAt(defaults, path) ?? examples[path.join('.')] ?? '',
  }));
  return [...asked, PLAN_EXAMPLE];
};

const asValue = ({ kind }: PolicyQuestion, answer: string): unknown =>
  answer === '' ? undefined : kind === 'number' ? Number(answer) : answer;

function problemWith(question: PolicyQuestion, answer: string): string | undefined {
  const value = asValue(question, answer);
  if (value === undefined) return undefined;
  const parsed = parsePolicy(withPolicy('', [{ path: question.path, value }]));
  return 'problems' in parsed ? parsed.problems[0]?.what : undefined;
}

async function answerTo(question: PolicyQuestion, current: unknown, asker: Asker): Promise<unknown> {
  const { kind, message } = question;
  if (kind === 'yes or no') return await asker.confirm(message, current === true);
  if (typeof kind !== 'string') {
    const initial = kind.find((value) => value === current);
    return await asker.choose({
      message,
      options: kind.map((value) => ({ value, label: value })),
      ...(initial === undefined ? {} : { initial }),
    });
  }
  const answer = await asker.text({
    message,
    problem: (text) => problemWith(question, text),
    ...(current === undefined ? {} : { initial: String(current) }),
  });
  return asValue(question, answer);
}

/**
 * Asks how the business bills. @returns what differs from what is configured
 * @param suggestions by path, in place of defaults: what the outside seems to say
 */
export async function askPolicy(
  policy: unknown,
  asker: Asker,
  suggestions: Readonly<Record<string, string>> = {},
): Promise<readonly PolicyChange[]> {
  const changes: PolicyChange[] = [];
  for (const question of POLICY_QUESTIONS) {
    const current = valueAt(policy, question.path);
    const isDefault = JSON.stringify(current) === JSON.stringify(valueAt(Policy.parse({}), question.path));
    const offered = isDefault ? (suggestions[question.path.join('.')] ?? current) : current;
    const value = await answerTo(question, offered, asker);
    if (value !== undefined && value !== current) changes.push({ path: question.path, value });
  }
  return changes;
}
