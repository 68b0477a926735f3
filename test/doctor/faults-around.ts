import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { instantFromMillis } from '../../src/billing/calendar.ts';
import { policy, redis, type SetUpFault, variables } from './faults.ts';
import type { SetUp } from './kit.ts';

const HOUR_MS = 60 * 60_000;

/** A regular thing of the hub last happened so long ago, or never. */
const lastHappened = (what: string, hoursAgo: number | undefined) => async (setUp: SetUp) => {
  const { redis: connection, keys, lastSeen } = setUp.storage;
  if (hoursAgo === undefined) await connection.hdel(keys.of('last-seen'), what);
  else await lastSeen.note(what, instantFromMillis(Date.now() - hoursAgo * HOUR_MS));
  return { follow: () => lastSeen.note(what, instantFromMillis(Date.now())) };
};

/** The hub remembers something; once it is seen to, it is forgotten. */
const remembered = (kind: string, id: string, words: string) => async (setUp: SetUp) => {
  const { memory, redis: connection, keys } = setUp.storage;
  await memory.rememberFingerprint(kind, id, words);
  return { follow: () => connection.hdel(keys.of('fingerprints', kind), id) };
};

/** Google has a new key for the account, and ours is the old one. */
function oldKey({ folder, google }: SetUp) {
  const file = path.join(folder, 'key.json');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const right = google.serviceAccount.keyFile();
  writeFileSync(file, JSON.stringify({ ...right, private_key: privateKey }));
  return { follow: () => writeFileSync(file, JSON.stringify(right)) };
}

const CLOCKS = ['clock.notion', 'clock.stripe', 'clock.google', 'clock.redis'];
const clockWrongBy = (ms: number) => (setUp: SetUp) => {
  setUp.skew(ms);
  return { follow: () => setUp.skew(0) };
};

const ENABLE_API = JSON.stringify({
  error: {
    code: 403,
    status: 'PERMISSION_DENIED',
    message: 'Google Sheets API has not been used in project 1 before or it is disabled.',
    details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
  },
});

/** Everything but Notion and Stripe. */
export const AROUND_FAULTS: readonly SetUpFault[] = [
  {
    fault: 'a policy key is misspelt',
    line: 'configuration.dueSoonDay',
    level: 'red',
    mend: /dueSoonDays/,
    apply: policy({ dueSoonDay: 3 }),
    also: ['configuration.owner'],
  },
  {
    fault: 'Node.js is too old for TypeScript',
    line: 'configuration.node',
    level: 'red',
    mend: /Node\.js 24/,
    apply: (setUp) => {
      setUp.runOn('20.20.2');
      return { follow: () => setUp.runOn('24.21.0') };
    },
  },
  {
    fault: 'Node.js is a version that is not maintained',
    line: 'configuration.node',
    level: 'yellow',
    mend: /Node\.js 24/,
    apply: (setUp) => {
      setUp.runOn('23.1.0');
      return { follow: () => setUp.runOn('24.21.0') };
    },
  },
  {
    fault: 'the hub is left in shadow mode',
    line: 'configuration.shadow',
    level: 'yellow',
    mend: /shadow: false/,
    apply: policy({ shadow: true }),
  },
  {
    fault: 'messages are held back',
    line: 'configuration.shadow',
    level: 'yellow',
    mend: /held: false/,
    apply: policy({ followUp: { held: true } }),
  },
  {
    fault: 'nobody is responsible where Notion names nobody',
    line: 'configuration.owner',
    level: 'yellow',
    mend: /defaultBillingOwner/,
    apply: policy({ defaultBillingOwner: null }),
  },
  {
    fault: 'others can read the file with the keys',
    line: 'configuration.files',
    level: 'yellow',
    mend: /chmod 600 \.env/,
    apply: ({ folder }) => {
      const file = path.join(folder, '.env');
      writeFileSync(file, '');
      chmodSync(file, 0o644);
      return { follow: () => chmodSync(file, 0o600), tidy: () => rmSync(file) };
    },
  },
  {
    fault: 'the password of /admin can be guessed',
    line: 'configuration.admin',
    level: 'yellow',
    mend: /long/,
    apply: variables({ ADMIN_PASSWORD: 'admin' }),
  },
  {
    fault: 'Redis is away',
    line: 'redis.reachable',
    level: 'red',
    mend: /Start Redis/,
    apply: variables({ REDIS_URL: 'redis://127.0.0.1:1' }),
    also: ['hub.memory', 'notion.webhook', 'stripe.delivery', 'stripe.reminders'],
  },
  {
    fault: 'REDIS_URL cannot be used',
    line: 'configuration.REDIS_URL',
    level: 'red',
    mend: /Redis 6\.2/,
    apply: variables({ REDIS_URL: 'localhost:6379' }),
    also: ['redis.reachable', 'hub.memory', 'notion.webhook', 'stripe.delivery', 'stripe.reminders'],
  },
  {
    fault: 'Redis keeps nothing over a restart',
    line: 'redis.persistence',
    level: 'yellow',
    mend: /appendonly yes/,
    apply: redis({ appendonly: 'no' }, { appendonly: 'yes' }),
  },
  {
    fault: 'Redis writes to the disk by chance',
    line: 'redis.persistence',
    level: 'yellow',
    mend: /appendfsync always/,
    apply: redis({ appendfsync: 'no' }, { appendfsync: 'always' }),
  },
  {
    fault: 'Redis drops work to make room',
    line: 'redis.eviction',
    level: 'red',
    mend: /noeviction/,
    apply: redis(
      { maxmemory: '200mb', 'maxmemory-policy': 'allkeys-lru' },
      { maxmemory: '0', 'maxmemory-policy': 'noeviction' },
    ),
  },
  {
    fault: 'Redis would drop work once somebody limits its memory',
    line: 'redis.eviction',
    level: 'yellow',
    mend: /noeviction/,
    apply: redis({ 'maxmemory-policy': 'volatile-lru' }, { 'maxmemory-policy': 'noeviction' }),
  },
  {
    fault: 'the sheet is not shared',
    line: 'sheet.access',
    level: 'red',
    mend: /Share the sheet with milepost@.* as Editor/,
    apply: ({ google, spreadsheetId }) => {
      const { email } = google.serviceAccount;
      google.share(spreadsheetId, email, undefined);
      return { follow: () => google.share(spreadsheetId, email, 'writer') };
    },
  },
  {
    fault: 'the sheet is shared to read only',
    line: 'sheet.edit',
    level: 'red',
    mend: /as Editor/,
    apply: ({ google, spreadsheetId }) => {
      const { email } = google.serviceAccount;
      google.share(spreadsheetId, email, 'reader');
      return { follow: () => google.share(spreadsheetId, email, 'writer') };
    },
  },
  {
    fault: 'the week in the sheet is protected',
    line: 'sheet.protection',
    level: 'red',
    mend: /Protect sheets and ranges.*2026-W47.*milepost@/,
    apply: ({ google, spreadsheetId }) => {
      const id = google.human.protect(spreadsheetId, { sheetId: 202_647 });
      return { follow: () => google.human.unprotect(spreadsheetId, id) };
    },
  },
  {
    fault: 'the sheet is another one than there is',
    line: 'sheet.access',
    level: 'red',
    mend: /GOOGLE_SHEET_ID/,
    apply: variables({ GOOGLE_SHEET_ID: 'nosuchsheet' }),
  },
  {
    fault: 'the key of the service account was deleted at Google',
    line: 'sheet.access',
    level: 'red',
    mend: /make a new key/,
    apply: oldKey,
  },
  {
    fault: 'the key file is not there',
    line: 'configuration.GOOGLE_APPLICATION_CREDENTIALS',
    level: 'red',
    mend: /Keys → Add key → JSON/,
    apply: variables({ GOOGLE_APPLICATION_CREDENTIALS: 'gone.json' }),
    also: ['sheet.access'],
  },
  {
    fault: 'the Sheets API is off',
    line: 'sheet.access',
    level: 'red',
    mend: /Enable the Google Sheets API/,
    apply: ({ google }) => {
      google.faults.add({ path: '/v4/', times: 1_000, fault: { kind: 'answer', status: 403, body: ENABLE_API } });
      return { follow: google.faults.clear };
    },
  },
  {
    fault: 'the mail server refuses the login',
    line: 'mail.server',
    level: 'red',
    mend: /user name and the password in SMTP_URL/,
    apply: (setUp) => {
      const { follow } = variables({ SMTP_URL: setUp.mail.url.replace('://', '://us%40er:old@') })(setUp);
      setUp.mail.failNext('refuse login');
      return { follow };
    },
  },
  {
    fault: 'nobody answers at the mail server',
    line: 'mail.server',
    level: 'red',
    mend: /host and port/,
    apply: variables({ SMTP_URL: 'smtp://127.0.0.1:1' }),
  },
  {
    fault: 'the mail server is set without a sender',
    line: 'configuration.MAIL_FROM',
    level: 'red',
    mend: /Give the sender/,
    apply: variables({ MAIL_FROM: undefined }),
    also: ['mail.server'],
  },
  {
    fault: 'the clock of this machine is a little late',
    line: 'clock.stripe',
    level: 'yellow',
    mend: /set-ntp/,
    apply: clockWrongBy(-100_000),
    also: CLOCKS,
  },
  {
    fault: 'the clock of this machine is wrong by minutes',
    line: 'clock.google',
    level: 'red',
    mend: /set-ntp/,
    apply: clockWrongBy(-420_000),
    also: CLOCKS,
  },
  {
    fault: 'no public address is set',
    line: 'hub.public url',
    level: 'yellow',
    mend: /Set PUBLIC_URL/,
    apply: variables({ PUBLIC_URL: undefined }),
  },
  {
    fault: 'nobody answers at the public address',
    line: 'hub.public url',
    level: 'yellow',
    mend: /Start the hub/,
    apply: variables({ PUBLIC_URL: 'http://127.0.0.1:1' }),
    also: ['stripe.endpoint'],
  },
  {
    fault: 'another program answers at the public address',
    line: 'hub.public url',
    level: 'yellow',
    mend: /Let the proxy pass/,
    apply: (setUp) => variables({ PUBLIC_URL: `${setUp.env.PUBLIC_URL}/other` })(setUp),
    also: ['stripe.endpoint'],
  },
  {
    fault: 'the public address sends visitors on',
    line: 'hub.public url',
    level: 'yellow',
    mend: /where it leads/,
    apply: (setUp) => variables({ PUBLIC_URL: `${setUp.env.PUBLIC_URL}/moved` })(setUp),
    also: ['stripe.endpoint'],
  },
  {
    fault: 'the hub does not run any more',
    line: 'hub.sweep',
    level: 'red',
    mend: /npm start/,
    apply: lastHappened('sweep', 3),
  },
  {
    fault: 'the hub has never run',
    line: 'hub.sweep',
    level: 'yellow',
    mend: /npm start/,
    apply: lastHappened('sweep', undefined),
  },
  {
    fault: 'no follow-up run has come to its end for hours',
    line: 'hub.follow-up',
    level: 'yellow',
    mend: /npx milepost run follow-up/,
    apply: lastHappened('follow-up', 5),
  },
  {
    fault: 'the review was not written this week',
    line: 'hub.weekly review',
    level: 'yellow',
    mend: /npx milepost run weekly-review/,
    apply: lastHappened('weekly review', 9 * 24),
  },
  {
    fault: 'the review cannot be written',
    line: 'hub.review',
    level: 'red',
    mend: /tried again by itself/,
    apply: remembered('review problem', 'sheet', '2026-11-23T07:00:00.000Z The spreadsheet is full. Delete tabs.'),
  },
  {
    fault: 'a row cannot be read',
    line: 'hub.rows',
    level: 'yellow',
    mend: /npx milepost status/,
    apply: remembered('unreadable', 'milestones 1f0c', '"Amount" of this milestone cannot be read'),
  },
  {
    fault: 'an alarm was raised',
    line: 'hub.alarms',
    level: 'yellow',
    mend: /npx milepost explain/,
    apply: (setUp) => remembered('alarms', '1f0c', `${new Date().toISOString()} Paid without a payment`)(setUp),
  },
  {
    fault: 'work was given up',
    line: 'hub.work',
    level: 'yellow',
    mend: /Open \/admin/,
    apply: async ({ storage: { queue, redis: connection } }) => {
      const { id = '' } = await queue.queue.add('milestone', { id: '1f0c', origin: 'test' });
      await connection.lrem(`${queue.queue.qualifiedName}:wait`, 0, id);
      await connection.zadd(`${queue.queue.qualifiedName}:failed`, Date.now(), id);
      return { follow: () => queue.retry(), tidy: () => queue.queue.obliterate({ force: true }) };
    },
  },
  {
    fault: 'hardly any reads at Stripe are left',
    line: 'hub.stripe reads',
    level: 'yellow',
    mend: /stripeReads/,
    apply: async ({ storage: { redis: connection, keys }, policy: own }) => {
      await connection.hset(keys.of('reads', 'stripe'), new Date().toISOString().slice(0, 10), 9_900);
      const before = own.limits;
      return {
        follow: () => Object.assign(own, { limits: { ...Object(before), stripeReads: 100_000 } }),
        tidy: async () => {
          own.limits = before;
          await connection.del(keys.of('reads', 'stripe'));
        },
      };
    },
  },
];
