import { describe, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

function capture(level = 'info') {
  const lines: string[] = [];
  const log = createLog({ service: 'worker', level, destination: { write: (line: string) => lines.push(line) } });
  return { log, lines };
}

test('a line has ISO time, service, version and its own fields', () => {
  const { log, lines } = capture();

  log.info({ invoice_id: 'in_1', duration_ms: 4 }, 'job finished');

  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    service: 'worker',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    invoice_id: 'in_1',
    duration_ms: 4,
    msg: 'job finished',
  });
});

test('lines below the level are not written', () => {
  const { log, lines } = capture('warn');

  log.info('quiet');
  log.warn('loud');

  expect(lines).toHaveLength(1);
});

describe('what must stay private', () => {
  test.each([
    { why: 'a field of its own', fields: { password: 'hush' } },
    { why: 'a field one level down', fields: { headers: { authorization: 'Bearer hush' } } },
    { why: 'a field two levels down', fields: { request: { headers: { 'stripe-signature': 'hush' } } } },
    { why: 'the name of a client', fields: { customer: { name: 'hush' } } },
    { why: 'the address of a client, however deep', fields: { a: { b: { c: { d: 'hush@example.com' } } } } },
    { why: 'a key in the message of an error', fields: { err: new Error('Invalid API key: sk_live_hush') } },
    { why: 'a token in a sentence', fields: { reason: 'refused ntn_hush here' } },
    { why: 'a signing secret in a list', fields: { given: ['whsec_hush'] } },
    { why: 'the password in an address', fields: { url: 'redis://user:hush@redis:6379' } },
  ])('$why does not come out', ({ fields }) => {
    const { log, lines } = capture();

    log.error(fields, 'failed');

    expect(lines[0]).not.toContain('hush');
    expect(lines[0]).toContain('[redacted]');
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });

  test('an address in the message itself does not come out', () => {
    const { log, lines } = capture();

    log.info('mail to hush@example.com');

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'mail to [redacted]' });
  });

  test('a field of a child log does not come out', () => {
    const { log, lines } = capture();

    log.child({ email: 'hush' }).info('sent');

    expect(lines[0]).not.toContain('hush');
  });
});
