import type { GetSelfResponse, ListUsersResponse } from '@notionhq/client';
import { Hono } from 'hono';
import type { World } from '../model.ts';
import { pathId } from '../state/access.ts';
import { readUser } from '../values/read.ts';
import { answer, paginate } from './exchange.ts';

/** Guests are not listed but can be retrieved by id. */
export function userRoutes(world: World): Hono {
  return new Hono()
    .get('/me', (c) => answer(c, readUser(world, world.bot.id) satisfies GetSelfResponse))
    .get('/:id', (c) => answer(c, readUser(world, pathId('user_id', c.req.param('id')))))
    .get('/', (c) => {
      const members = [...world.people.values()].filter(({ guest }) => !guest).map(({ id }) => id);
      const { results, ...paging } = paginate(c, [...members, world.bot.id], (id) => id);
      const users = results.map((id) => readUser(world, id));
      return answer(c, {
        object: 'list',
        results: users,
        ...paging,
        type: 'user',
        user: {},
      } satisfies ListUsersResponse);
    });
}
