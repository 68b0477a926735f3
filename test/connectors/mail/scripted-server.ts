import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * What a server of a kind that no library offers says: to the connection, to a command by its first word, and to the
 * text (`.`). No entry: silence. `hang up` closes the connection; text without a line break stays without one.
 */
export type Script = Readonly<
  Partial<Record<'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | '.' | 'QUIT', string>>
>;

export const HANG_UP = 'hang up';

export const WILLING: Script = {
  greeting: '220 here\r\n',
  EHLO: '250 here\r\n',
  MAIL: '250 OK\r\n',
  RCPT: '250 OK\r\n',
  DATA: '354 go on\r\n',
  '.': '250 taken\r\n',
  QUIT: '221 bye\r\n',
};

export type ScriptedServer = {
  readonly url: string;
  /** Texts that came in with their end. */
  readonly texts: readonly string[];
  /** Commands that came in. */
  readonly commands: readonly string[];
  /** How many connections are open. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
};

/** Starts a server that says what it was told to say. */
export async function startScripted(script: Script): Promise<ScriptedServer> {
  const texts: string[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const say = (reply: string | undefined): void => {
      if (reply === undefined) return;
      if (!reply.endsWith(HANG_UP)) socket.write(reply);
      else socket.end(reply.slice(0, -HANG_UP.length));
    };
    let text: string[] | undefined;
    say(script.greeting);
    createInterface({ input: socket }).on('line', (line) => {
      if (text === undefined) {
        commands.push(line);
        const verb = Object.keys(script).find((word) => line.startsWith(word));
        say(Object.entries(script).find(([word]) => word === verb)?.[1]);
        if (line === 'DATA' && /^[23]/.test(script.DATA ?? '')) text = [];
      } else if (line === '.') {
        texts.push(text.join('\n'));
        text = undefined;
        say(script['.']);
      } else text.push(line);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    texts,
    commands,
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
