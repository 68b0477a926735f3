import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createWorkMetrics, gaugeQueue } from '../../src/queue/work-metrics.ts';

test('attempts are counted by kind of work and how they ended', async () => {
  const registry = new Registry();
  const metrics = createWorkMetrics(registry);
  metrics.observe('milestone', 'completed', 120);
  metrics.observe('milestone', 'completed', 80);
  metrics.observe('sweep', 'bug', 5);
  const text = await registry.metrics();
  expect(text).toContain('milepost_work_attempts_total{work="milestone",end="completed"} 2');
  expect(text).toContain('milepost_work_attempts_total{work="sweep",end="bug"} 1');
  expect(text).toContain('milepost_work_duration_seconds_sum{work="milestone"} 0.2');
});

test('the queue is counted when asked, and missing counts do not break the page', async () => {
  const registry = new Registry();
  let away = false;
  gaugeQueue(registry, async () => {
    if (away) throw new Error('Redis does not answer');
    return { waiting: 3, active: 1, delayed: 0, failed: 0 };
  });
  expect(await registry.metrics()).toContain('milepost_queue_jobs{state="waiting"} 3');
  away = true;
  const text = await registry.metrics();
  expect(text).toContain('milepost_queue_jobs');
  expect(text).not.toContain('state="waiting"');
});
