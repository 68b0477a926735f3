import { z } from 'zod';
import { type Account, nowSeconds } from '../account.ts';
import { find, invalid } from '../api/errors.ts';
import { inRange, listPage } from '../api/list.ts';
import { type Route, route } from '../api/route.ts';
import { flag, paging, range, required } from '../api/schema.ts';
import type { EventRecord } from '../records.ts';
import { renderEvent } from '../render/event.ts';
import { isMeant } from '../webhooks/event-type.ts';

const KEPT_SECONDS = 30 * 86_400;

/** Events are forgotten after thirty days. */
function forgetOld(account: Account): void {
  const oldest = nowSeconds(account) - KEPT_SECONDS;
  for (const event of account.events.values()) if (event.created < oldest) account.events.delete(event.id);
}

/** In order of creation, as far as one can tell: within a second, the ids may decide. */
function inListOrder(account: Account): Iterable<EventRecord> {
  if (!account.isEventListTangled) return account.events.values();
  return [...account.events.values()].sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
}

/** Delivered everywhere, as opposed to failed or waiting somewhere. */
const isDelivered = ({ deliveries }: EventRecord): boolean =>
  [...deliveries.values()].every((state) => state === 'delivered');

export const eventRoutes: readonly Route[] = [
  route(
    'GET',
    '/v1/events',
    {
      ...paging,
      created: range.optional(),
      delivery_success: flag.optional(),
      type: required.optional(),
      types: z.array(required).max(20).optional(),
    },
    (account, { created, delivery_success, type, types, ...page }) => {
      if (type !== undefined && types !== undefined)
        throw invalid('You may only specify one of these parameters: type, types.', {
          code: 'parameters_exclusive',
          param: 'types',
        });
      forgetOld(account);
      const patterns = types ?? [type ?? '*'];
      return listPage(
        {
          all: inListOrder(account),
          kind: 'event',
          keep: (event) =>
            inRange(event.created, created) &&
            patterns.some((pattern) => isMeant(event.type, pattern)) &&
            (delivery_success === undefined || isDelivered(event) === delivery_success),
          render: (event) => renderEvent(event),
          url: '/v1/events',
        },
        page,
      );
    },
  ),
  route('GET', '/v1/events/:id', {}, (account, _params, { id }) => {
    forgetOld(account);
    return renderEvent(find(account.events, 'event', id));
  }),
];
