import { html } from 'hono/html';
import type { FailedWork, WorkCounts } from '../queue/work.ts';
import type { Health } from './operations.ts';
import { STYLE } from './page-style.ts';

/** What the page shows of the hub; everything stands in Redis, and nobody else is asked for it. Instants are ISO texts. */
export type HubOverview = {
  readonly queue: WorkCounts | undefined;
  readonly lastSeen: Readonly<Record<string, string>>;
  readonly failed: readonly FailedWork[];
  /** By page id: words. */
  readonly alarms: Readonly<Record<string, string>>;
  /** By "<database> <page id>": why. */
  readonly unreadable: Readonly<Record<string, string>>;
  /** Milestones on which nobody knows whether a message went out, by page id. */
  readonly unconfirmed: Readonly<Record<string, string>>;
  /** Milestones that ask for somebody's help, by page id. */
  readonly help: Readonly<Record<string, string>>;
  readonly followUps: readonly {
    readonly client: string;
    readonly message: string;
    readonly invoices: readonly string[];
    readonly sum: string;
    readonly leavesAt: string;
  }[];
  /** Sources that have fallen silent, with the instant since when. */
  readonly silentWebhooks: Readonly<Record<string, string>>;
  readonly stripeReads: { readonly used: number; readonly allowed: number } | undefined;
  readonly reviewProblem: { readonly since: string; readonly words: string } | undefined;
  /** Requests that could be sent at once now, by service. */
  readonly budgetsLeft: Readonly<Record<string, number>>;
};

export type HealthPageOptions = {
  readonly health: Health;
  /** Undefined while Redis does not answer. */
  readonly overview: HubOverview | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Where people find a page of Notion; undefined: nowhere. */
  readonly pageUrl: (id: string) => string | undefined;
  /** How much work was just taken up again; undefined when nobody asked for that. */
  readonly retried: number | undefined;
};

type Html = ReturnType<typeof html>;

/** How the hub is, for a person with a browser. It works without scripts, and without colours. */
export function healthPage(options: HealthPageOptions): Html {
  const { health, overview, retried } = options;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Milepost: health</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Milepost</h1>
<nav aria-label="Admin"><a href="/admin" aria-current="page">Health</a> <a href="/admin/queues">Queue</a> <a href="/metrics">Metrics</a></nav>
</header>
<main>
${retried === undefined ? '' : html`<p class="note" role="status">${retried === 1 ? '1 job is' : `${retried} jobs are`} tried again.</p>`}
${stateOf(health)}
${overview === undefined ? '' : sectionsOf(overview, options)}
</main>
</body>
</html>`;
}

const stateOf = ({ problems }: Health): Html =>
  problems.length === 0
    ? html`<p class="good">This process works.</p>`
    : html`<div class="bad" role="alert"><p>Something needs attention:</p><ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul></div>`;

const sectionsOf = (overview: HubOverview, options: HealthPageOptions): Html =>
  html`${personSection(overview, options)}${failedSection(overview, options)}${lastSection(overview, options)}${followUpSection(overview, options)}${budgetSection(overview)}`;

type Waiting = { readonly what: string; readonly id: string; readonly words: string };

const entries = (what: string, all: Readonly<Record<string, string>>): readonly Waiting[] =>
  Object.entries(all).map(([id, words]) => ({ what, id, words }));

/** "milestones 1f0c…" of a row that cannot be read; its page is the last part. */
const pageIdOf = (id: string): string => id.split(' ').at(-1) ?? id;

function personSection(overview: HubOverview, { pageUrl }: HealthPageOptions): Html {
  const { alarms, help, unconfirmed, unreadable, reviewProblem } = overview;
  const review = reviewProblem === undefined ? {} : { sheet: `since ${reviewProblem.since}: ${reviewProblem.words}` };
  const waiting = [
    ...entries('Alarm', alarms),
    ...entries('Weekly review', review),
    ...entries('Needs help', help),
    ...entries('Unconfirmed message', unconfirmed),
    ...entries('Cannot be read', unreadable),
  ];
  const place = (id: string): Html | string => {
    const url = pageUrl(pageIdOf(id));
    return url === undefined ? id : html`<a href="${url}" rel="noreferrer">${id}</a>`;
  };
  return section(
    'Waits for a person',
    waiting.length === 0
      ? html`<p>Nothing.</p>`
      : table(
          ['What', 'Where', 'Why'],
          waiting.map(({ what, id, words }) => [what, place(id), words]),
        ),
  );
}

function failedSection({ failed, queue }: HubOverview, { now }: HealthPageOptions): Html {
  const counts =
    queue === undefined
      ? ''
      : html`<p>Queue: ${queue.waiting} waiting, ${queue.active} running, ${queue.delayed} put off, ${queue.failed} given up.</p>`;
  if (failed.length === 0) return section('Work given up', html`<p>None.</p>${counts}`);
  const rows = failed.map(({ jobId, name, id, reason, failedAt, attempts }) => [
    html`${name} <code>${id}</code>`,
    reason,
    html`${moment(new Date(failedAt).toISOString(), now)}, ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}`,
    retryForm(`Try ${name} ${id} again`, jobId),
  ]);
  return section(
    'Work given up',
    html`${table(['Work', 'Reason', 'When', 'Again'], rows)}${failed.length > 1 ? retryForm('Try all of it again') : ''}${counts}`,
  );
}

/** The visible words are the same on every button; what it is about is said to those who hear the page. */
const retryForm = (label: string, jobId?: string): Html =>
  html`<form method="post" action="/admin/retry">${
    jobId === undefined ? '' : html`<input type="hidden" name="job" value="${jobId}">`
  }<button type="submit" aria-label="${label}">${jobId === undefined ? label : 'Try again'}</button></form>`;

const REGULAR: readonly (readonly [string, string])[] = [
  ['webhook stripe', 'Webhook from Stripe'],
  ['webhook notion', 'Webhook from Notion'],
  ['sweep', 'Sweep'],
  ['open invoices', 'Look at open invoices'],
  ['follow-up', 'Follow-up run'],
  ['renewals', 'Deposits and renewals'],
  ['weekly review', 'Weekly review'],
];

function lastSection({ lastSeen, silentWebhooks }: HubOverview, { now }: HealthPageOptions): Html {
  const rows = REGULAR.map(([what, words]) => {
    const at = lastSeen[what];
    const silent = what.startsWith('webhook') ? silentWebhooks[what.slice('webhook '.length)] : undefined;
    const note =
      silent === undefined
        ? ''
        : html` <strong>What changed there ${moment(silent, now)} and since came without a webhook.</strong>`;
    return [words, html`${at === undefined ? 'not yet' : moment(at, now)}${note}`];
  });
  return section('Last time', table(['What', 'When'], rows));
}

function followUpSection({ followUps }: HubOverview, { now }: HealthPageOptions): Html {
  const rows = followUps.map(({ client, message, invoices, sum, leavesAt }) => [
    moment(leavesAt, now),
    client,
    message,
    invoices.join(', '),
    sum,
  ]);
  return section(
    'Goes out to clients today',
    rows.length === 0
      ? html`<p>Nothing was announced.</p>`
      : table(['When', 'Client', 'Message', 'Invoices', 'Sum'], rows),
  );
}

function budgetSection({ budgetsLeft, stripeReads }: HubOverview): Html {
  const rows = Object.entries(budgetsLeft).map(([service, left]) => [service, `${left} requests at once`]);
  const reads =
    stripeReads === undefined
      ? []
      : [
          [
            'stripe reads, 30 days',
            `${stripeReads.used.toLocaleString('en')} of at least ${stripeReads.allowed.toLocaleString('en')} used`,
          ],
        ];
  return section('Left to ask of the services', table(['Service', 'Left now'], [...rows, ...reads]));
}

const section = (title: string, content: Html): Html => {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;
};

type Cell = Html | string;

const table = (
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
): Html => html`<div class="scroll" tabindex="0" role="group"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;

const MINUTE_MS = 60_000;

/** An instant with how far it is from now, for eyes; in full for machines and for who points at it. */
function moment(iso: string, now: number): Html {
  const ms = now - Date.parse(iso);
  return html`<time datetime="${iso}" title="${iso}">${ms < 0 ? `in ${span(-ms)}` : ms < MINUTE_MS ? 'just now' : `${span(ms)} ago`}</time>`;
}

function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}
