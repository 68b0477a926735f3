import { type Finding, green, type Subject, yellow } from '../finding.ts';

export type PublicUrlFacts = {
  readonly url: string | undefined;
  /** What came back from `/healthz` there. */
  readonly answer:
    | { readonly kind: 'hub' }
    | { readonly kind: 'redirect'; readonly to: string }
    | { readonly kind: 'something else'; readonly status: number }
    | { readonly kind: 'nothing'; readonly why: string }
    | undefined;
  /** Stripe is played by something on this machine, which reaches it. */
  readonly isLocalStripe: boolean;
};

export const PUBLIC_URL: Subject = { id: 'hub.public url', area: 'Hub', what: 'Public address' };

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Without it webhooks cannot come, and everything is found by sweeps. */
export function judgePublicUrl({ url, answer, isLocalStripe }: PublicUrlFacts): Finding {
  if (url === undefined || answer === undefined)
    return yellow(
      PUBLIC_URL,
      'PUBLIC_URL is not set: no webhook can come, and changes are found by sweeps only',
      'Set PUBLIC_URL to the https:// address under which Stripe and Notion reach the hub.',
    );
  if (LOOPBACK.test(new URL(url).hostname) && !isLocalStripe)
    return yellow(
      PUBLIC_URL,
      `${url} is this machine: Stripe and Notion cannot reach it`,
      'Set PUBLIC_URL to an address on the internet.',
    );
  switch (answer.kind) {
    case 'hub':
      return green(PUBLIC_URL, `${url} leads to the hub`);
    case 'redirect':
      return yellow(
        PUBLIC_URL,
        `${url} sends visitors on to ${answer.to}: Stripe counts that as a failure`,
        'Set PUBLIC_URL to where it leads in the end, and correct the webhooks.',
      );
    case 'something else':
      return yellow(
        PUBLIC_URL,
        `something else than the hub answers at ${url}/healthz (${answer.status})`,
        'Let the proxy pass /webhooks/, /healthz and /admin on to the port of the hub, and correct PUBLIC_URL.',
      );
    case 'nothing':
      return yellow(
        PUBLIC_URL,
        `nobody answers at ${url}: ${answer.why}`,
        'Start the hub; then look at DNS, the certificate, the firewall and the proxy.',
      );
  }
}
