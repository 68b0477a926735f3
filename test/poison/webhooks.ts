import { onTestFinished } from 'vitest';
import { verifyNotionWebhook } from '../../connectors/notion/webhook.ts';
import { route } from '../../jobs/route.ts';
import type { Hint } from '../../src/billing/hint.ts';
import { createReceiver } from '../../src/receiver/app.ts';
import { listen } from '../../src/receiver/serve.ts';
import { NOTION_TOKEN, receiverSetup } from '../receiver/kit.ts';
import type { PoisonStage } from './stage.ts';

/**
 * Notion's webhooks on their way into the hub, as far as its work.
 * @param knowsItself whether the hub knows yet under which id its own writes come back
 */
export async function connectWebhooks({ notion, world, hub }: PoisonStage, { knowsItself = true } = {}) {
  const hints: Hint[] = [];
  const verify = verifyNotionWebhook({
    secret: NOTION_TOKEN,
    ownUserId: () => (knowsItself ? notion.bot.id : undefined),
  });
  const { options } = receiverSetup({ notion: { verify }, inbox: { put: async (added) => void hints.push(...added) } });
  const receiver = await listen(createReceiver(options), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => receiver.close(0));
  await notion.subscribeWebhook(`${receiver.url}/webhooks/notion`, NOTION_TOKEN);
  return {
    /** Everything that was told meanwhile is done, and what that is told of, until nothing more comes. @returns how many hints came */
    async settle(): Promise<number> {
      let count = 0;
      for (;;) {
        await notion.webhooks.idle();
        const told = hints.splice(0);
        if (told.length === 0) return count;
        count += told.length;
        for (const hint of told) {
          if (hint.about === 'notion schema') world.notion.forgetSchemas(hint.id);
          else await hub.work(...(await route(hint, world.notion.databaseOf)));
        }
      }
    },
  };
}
