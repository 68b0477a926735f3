import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { VARIABLE_NAMES } from '../../src/config/environment.ts';
import { ROLES } from '../../src/hub/start.ts';

const read = (name: string) => readFileSync(path.join(import.meta.dirname, '../..', name), 'utf8');

const Service = z.object({
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  restart: z.string().optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  profiles: z.array(z.string()).default([]),
  build: z.object({ target: z.string() }).optional(),
});

const compose = read('docker-compose.yml');
const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(compose, { merge: true }));
const hubs = Object.entries(services).filter(([, { build }]) => build?.target === 'hub');
const stages = read('Dockerfile')
  .split(/^FROM /m)
  .slice(1)
  .map((body) => ({ name: /^\S+ AS (\S+)/.exec(body)?.[1], body }));

describe('the compose file', () => {
  test.each(Object.entries(services))('%s comes back after a failure and has a health check', (_name, service) => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  test('names only variables that the hub reads', () => {
    const mentioned = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const given = hubs.flatMap(([, { environment }]) => Object.keys(environment));

    expect([...mentioned, ...given].filter((name = '') => !VARIABLE_NAMES.includes(name))).toEqual([]);
  });

  test.each(['receiver', 'worker'])('gives every variable to the %s', (name) => {
    expect(Object.keys(services[name]?.environment ?? {}).toSorted()).toEqual(VARIABLE_NAMES.toSorted());
  });

  test('lets every variable be left out', () => {
    expect(compose.match(/\$\{\w+(?!\w|:-)/g)).toBeNull();
  });

  test('runs a Redis that keeps what it acknowledged and never drops work', () => {
    const command = services.redis?.command.join(' ');

    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });

  test('starts every process in a role that exists', () => {
    const roles = hubs.map(([, { command }]) => command[command.indexOf('--role') + 1]);

    expect(roles.toSorted()).toEqual(['all', 'receiver', 'worker']);
    expect(roles.filter((role) => !ROLES.some((known) => known === role))).toEqual([]);
  });

  test('leaves the sandbox out unless it is asked for', () => {
    const asked = Object.entries(services).filter(([, { profiles }]) => profiles.includes('sandbox'));

    expect(asked.map(([name]) => name).toSorted()).toEqual(['sandbox', 'sandbox-hub']);
  });

  test('builds stages that the Dockerfile has', () => {
    const targets = Object.values(services).flatMap(({ build }) => build?.target ?? []);

    expect(targets.filter((target) => !stages.some(({ name }) => name === target))).toEqual([]);
  });
});

describe('the image', () => {
  test.each(['hub', 'sandbox'])('%s does not run as root', (name) => {
    const body = stages.find((stage) => stage.name === name)?.body ?? '';

    expect([...body.matchAll(/^USER (\S+)/gm)].at(-1)?.[1]).toBe('node');
  });

  test('is the hub when no stage is asked for', () => {
    expect(stages.at(-1)?.name).toBe('hub');
  });

  test('of the hub asks /healthz whether it lives', () => {
    expect(stages.at(-1)?.body).toMatch(/^HEALTHCHECK .*\/healthz/ms);
  });

  test('is made from nothing but what is listed, so that no secret slips in', () => {
    const [first, ...others] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));

    expect(first).toBe('*');
    expect(others.filter((line) => !line.startsWith('!'))).toEqual([]);
    expect(others).not.toContain('!.env');
  });
});
