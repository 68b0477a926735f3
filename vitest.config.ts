import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Pure rules, mappings and the sandbox over loopback: no Redis.
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.int.test.ts', 'test/e2e/**', 'test/browser/**'],
          testTimeout: 20_000, // a machine that is busy with something else is no failure
          maxWorkers: 2,
          // No module keeps state of its own, and importing the SDKs anew for each file took longer than the tests.
          isolate: false,
        },
      },
      {
        // A real Redis, real HTTP, real BullMQ.
        test: {
          name: 'integration',
          include: ['test/**/*.int.test.ts'],
          globalSetup: ['test/support/redis-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 3, // they wait more than they compute
          sequence: { groupOrder: 1 },
        },
      },
      {
        // The whole hub against the sandbox, processes killed and services failing.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/redis-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Pages as people see them, in a real browser. Skipped, with a line that says so, where there is none.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/setup.mjs', 'test/support/redis-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
