import type { Disturbance, FaultyRequest } from '../../sandbox/kit/faults.ts';
import { type Call, countCalls, nameOf, type Service, withoutIds } from './call.ts';
import { type FaultName, type Hands, type MailBlow, strike, strikeMail } from './faults.ts';
import type { Site } from './site.ts';

/** A fault and the call that meets it: by its name, or so many calls after the strike before. */
export type Strike = { readonly at: string | number; readonly fault: FaultName };

/** The line between the hub and the services, on which calls are counted and spoiled. */
export type Line = {
  /** The calls since it was opened, in order of arrival. */
  readonly calls: () => readonly Call[];
  /** A message is about to be handed to the mail server. @returns what it meets there */
  readonly mail: () => Promise<MailBlow | undefined>;
  /** From now on calls count. */
  readonly open: (strikes: readonly Strike[]) => void;
  /** Nothing is spoiled any more. @returns the strikes that nothing met */
  readonly calm: () => readonly Strike[];
};

/** The tables by name, so that a call says what it is about. */
function tableNames({ workspace }: Site): ReadonlyMap<string, string> {
  const { milestones, projects, clients, deals } = workspace;
  const tables = { milestones, projects, clients, deals };
  return new Map(
    Object.entries(tables).flatMap(([name, { databaseId, dataSourceId }]) => [
      [databaseId.replaceAll('-', ''), `:${name}`] as const,
      [dataSourceId.replaceAll('-', ''), `:${name}`] as const,
    ]),
  );
}

/** @param rowNames more ids that are known by a name */
export function tapLine(site: Site, rowNames: ReadonlyMap<string, string>, hands: Hands): Line {
  const names = new Map([...tableNames(site), ...rowNames]);
  const calls: Call[] = [];
  let count = countCalls();
  let isOpen = false;
  let left: Strike[] = [];
  let sinceStrike = 0;

  /** Counts a call. @returns the fault that it meets */
  const faultOf = (uncounted: Omit<Call, 'nth'>): FaultName | undefined => {
    if (!isOpen) return undefined;
    const call = count(uncounted);
    calls.push(call);
    sinceStrike += 1;
    const [next] = left;
    if (next === undefined || (next.at !== nameOf(call) && next.at !== sinceStrike)) return undefined;
    left = left.slice(1);
    sinceStrike = 0;
    return next.fault;
  };
  const meet =
    (service: Exclude<Service, 'mail'>) =>
    ({ method, path }: FaultyRequest): Disturbance | undefined | Promise<Disturbance> => {
      const fault = faultOf({ service, method, path: withoutIds(path, names) });
      return fault === undefined ? undefined : strike(fault, { service }, hands);
    };
  site.notion.faults.watch(meet('notion'));
  site.stripe.faults.watch(meet('stripe'));
  site.lane.google.faults.watch(meet('google'));

  return {
    calls: () => calls,
    async mail() {
      const fault = faultOf({ service: 'mail', method: 'SMTP', path: 'message' });
      return fault === undefined ? undefined : await strikeMail(fault, hands);
    },
    open(strikes) {
      calls.length = 0;
      count = countCalls();
      left = [...strikes];
      sinceStrike = 0;
      isOpen = true;
    },
    calm() {
      isOpen = false;
      return left;
    },
  };
}
