import { Counter, Histogram, type Registry } from 'prom-client';
import type { Budget } from '../../connectors/metered-fetch.ts';
import type { RateBudget } from '../queue/rate-budget.ts';

/** Gives a budget back under which every request is counted. */
export type WatchRequests = (service: string, budget: RateBudget) => RateBudget & Budget;

/** There from the start, so that the first one is a rise and not a number out of nowhere. */
const EXPECTED = ['200', '401', '403', '429', '500', 'none'];

/** What this process asks of the services, how they answer, and how long requests wait for leave to be sent. */
export function watchRequests(registry: Registry): WatchRequests {
  const registers = [registry];
  const requests = new Counter({
    name: 'milepost_service_requests_total',
    help: 'Requests to a service by HTTP status of the answer; "none" where no answer came',
    labelNames: ['service', 'status'] as const,
    registers,
  });
  const waits = new Histogram({
    name: 'milepost_rate_wait_seconds',
    help: 'How long a request waited for the shared budget of its service',
    labelNames: ['service'] as const,
    buckets: [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  return (service, budget) => {
    for (const status of EXPECTED) requests.inc({ service, status }, 0);
    return {
      ...budget,
      spend: async () => {
        const observe = waits.startTimer({ service });
        await budget.spend();
        observe();
      },
      onAnswer: (status) => requests.inc({ service, status: status === undefined ? 'none' : String(status) }),
    };
  };
}
