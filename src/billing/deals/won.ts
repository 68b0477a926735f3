import { addDays, type PlainDate } from '../calendar.ts';
import { type Currency, parseCurrency } from '../currency.ts';
import type { Client, Deal, PlanPart, Policy, ProjectPolicies, Trigger } from '../facts.ts';
import { type Money, majorUnits } from '../money.ts';
import { planSums } from './plan.ts';

/** The project that a won deal becomes. */
export type ProjectDraft = {
  readonly dealId: string;
  readonly dealName: string;
  readonly name: string;
  readonly clientId: string;
  readonly ownerIds: readonly string[];
  /** Major units. */
  readonly contractValue: number | null;
  readonly agreement: string | null;
  /** As the team has decided for all its projects, until somebody decides otherwise for this one (Rule 10). */
  readonly policies: ProjectPolicies;
};

/** One milestone of it, by its part of the payment plan. */
export type MilestoneDraft = {
  readonly dealId: string;
  readonly plan: string;
  /** From 1, in the order of the plan. */
  readonly order: number;
  readonly name: string;
  readonly trigger: Trigger;
  /** Major units. */
  readonly amount: number;
  readonly currency: Currency;
  readonly plannedDate: PlainDate | null;
};

export type WonPlan = { readonly project: ProjectDraft; readonly milestones: readonly MilestoneDraft[] };

export type Won =
  | { readonly ok: true; readonly plan: WonPlan }
  | { readonly ok: false; readonly why: readonly string[] };

/** The currency of a deal's value: its own, else the client's, else the configured one; undefined when what is written names none. */
export function dealCurrency(deal: Deal, client: Client | undefined, policy: Policy): Currency | undefined {
  const written = deal.currency ?? client?.currency ?? null;
  return written === null ? policy.currency : parseCurrency(written);
}

export type DealSums = { readonly parts: readonly PlanPart[]; readonly sums: readonly Money[] };

/** The parts of the payment plan that a deal has chosen, each with its sum; words where there are none. */
export function dealSums(
  deal: Deal,
  client: Client | undefined,
  policy: Policy,
): ({ readonly ok: true } & DealSums) | { readonly ok: false; readonly why: string } {
  const names = Object.keys(policy.paymentPlans);
  const { paymentPlan } = deal;
  if (paymentPlan === null)
    return { ok: false, why: 'Choose the "Payment plan": the milestones of the project are made from it' };
  const parts = Object.hasOwn(policy.paymentPlans, paymentPlan) ? policy.paymentPlans[paymentPlan] : undefined;
  if (parts === undefined) {
    const known = names.length === 0 ? 'there is none yet (paymentPlans)' : `there is: ${names.join(', ')}`;
    return { ok: false, why: `The configuration has no payment plan "${paymentPlan}"; ${known}` };
  }
  const currency = dealCurrency(deal, client, policy);
  if (currency === undefined) return { ok: false, why: `"${deal.currency ?? client?.currency}" is no currency` };
  const result = planSums(parts, deal.value, currency);
  if (!result.ok) return { ok: false, why: `The payment plan "${paymentPlan}" cannot be used: ${result.why}` };
  return { ok: true, parts, sums: result.sums };
}

/** A deposit is asked for at once; the day of everything else is the team's to name. */
const plannedDate = ({ trigger, afterDays }: PlanPart, today: PlainDate): PlainDate | null => {
  const days = afterDays ?? (trigger === 'Deposit' ? 0 : undefined);
  return days === undefined ? null : addDays(today, days);
};

/** What a won deal becomes (Rule 19.4), or what is missing before it can. */
export function wonPlan(deal: Deal, client: Client | undefined, policy: Policy, today: PlainDate): Won {
  const sums = dealSums(deal, client, policy);
  const why = [...(client === undefined ? [clientWords(deal)] : []), ...(sums.ok ? [] : [sums.why])];
  if (client === undefined || !sums.ok) return { ok: false, why };
  const { id: dealId, name: dealName } = deal;
  return {
    ok: true,
    plan: {
      project: {
        dealId,
        dealName,
        name: dealName.trim() === '' ? client.name : dealName,
        clientId: client.id,
        ownerIds: deal.owners.map(({ id }) => id),
        contractValue: deal.value,
        agreement: deal.agreement,
        policies: policy.newProjects,
      },
      milestones: sums.parts.flatMap((part, at) => {
        const money = sums.sums[at];
        if (money === undefined) return [];
        return {
          dealId,
          plan: deal.paymentPlan ?? '',
          order: at + 1,
          name: part.name,
          trigger: part.trigger,
          amount: majorUnits(money),
          currency: money.currency,
          plannedDate: plannedDate(part, today),
        };
      }),
    },
  };
}

export const clientWords = ({ clientIds }: Deal): string =>
  clientIds.length === 0
    ? 'Link the client: "Client" is empty'
    : clientIds.length > 1
      ? `Link exactly one client: "Client" names ${clientIds.length}`
      : 'Link the client again: the one in "Client" cannot be read';
