import net from 'node:net';

const ANSWER_WITHIN_MS = 1_000;

/** A server that answered: which process it is, and whether it has finished loading its data. */
export interface RedisAnswer {
  readonly pid: number;
  readonly ready: boolean;
}

/**
 * Asks a server who it is; undefined when nobody answers.
 * The process id matters: a port or socket that was written down may belong to some other Redis by now.
 */
export async function probeRedis(url: string): Promise<RedisAnswer | undefined> {
  const reply = await converse(url, 'INFO server\r\nPING\r\nQUIT\r\n');
  const pid = /^process_id:(\d+)/m.exec(reply)?.[1];
  if (pid === undefined) return undefined;
  // While the append-only file is read, INFO is answered and PING is refused.
  return { pid: Number(pid), ready: /^\+PONG/m.test(reply) };
}

/** Sends inline commands that end in QUIT and returns all that comes back; a failure is an empty reply. */
function converse(url: string, commands: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = net.connect(addressOf(url), () => socket.write(commands));
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.on('data', (text: string) => {
      reply += text;
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(reply));
  });
}

function addressOf(url: string): net.NetConnectOpts {
  if (url.startsWith('/')) return { path: url };
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
