import { type Dashboard, rate } from './panel.ts';

export const RESOURCES: Dashboard = {
  uid: 'portico-resources',
  title: 'Portico: resources',
  says: 'What the processes use, and what they wait for.',
  panels: [
    {
      title: 'Processes',
      says: 'How many of each service answer the scrape, and how many are connected to NATS.',
      unit: 'short',
      lines: [
        ['{{job}} up', 'sum by (job) (up{job=~"(portico-)?(broker|identity|sso-config|dashboard)"})'],
        ['{{job}} at NATS', 'sum by (job) (portico_nats_connected)'],
      ],
    },
    {
      title: 'Requests',
      says: 'HTTP requests that were answered, by class of status.',
      unit: 'ops',
      lines: [
        ['{{job}}', `sum by (job) (${rate('portico_http_request_seconds_count')})`],
        ['{{job}} 5xx', `sum by (job) (${rate('portico_http_request_seconds_count{status=~"5.."}')})`],
      ],
    },
    {
      title: 'CPU',
      says: 'Cores in use. One process uses one core and a little.',
      unit: 'short',
      lines: [['{{job}} {{instance}}', `sum by (job, instance) (${rate('process_cpu_seconds_total')})`]],
    },
    {
      title: 'Memory',
      says: 'Resident memory of each process.',
      unit: 'bytes',
      lines: [['{{job}} {{instance}}', 'process_resident_memory_bytes']],
    },
    {
      title: 'Event-loop delay (99 of 100)',
      says: 'Beyond the 100 ms between two looks, which the figure itself includes. Above 0.1 s pages are felt to be slow.',
      unit: 's',
      lines: [['{{job}} {{instance}}', 'clamp_min(nodejs_eventloop_lag_p99_seconds - 0.1, 0)']],
    },
    {
      title: 'Garbage collection',
      says: 'Part of the time that V8 spends on it.',
      unit: 'percentunit',
      lines: [['{{job}} {{instance}}', `sum by (job, instance) (${rate('nodejs_gc_duration_seconds_sum')})`]],
    },
    {
      title: 'Database connections',
      says: 'In use, idle, and requests that wait for one. The pool has ten.',
      unit: 'short',
      lines: [['{{job}} {{state}}', 'sum by (job, state) (portico_database_connections)']],
    },
    {
      title: 'Part of the pool in use',
      says: 'At 1 requests wait, and after a second they are refused.',
      unit: 'percentunit',
      lines: [
        [
          '{{job}} {{instance}}',
          'sum by (job, instance) (portico_database_connections{state="used"}) / sum by (job, instance) (portico_database_connections_most)',
        ],
      ],
    },
    {
      title: 'Transactions without a connection',
      says: 'Refused, as none was free within a second or the database was away.',
      unit: 'ops',
      lines: [['{{job}}', `sum by (job) (${rate('portico_database_acquire_failures_total')})`]],
    },
  ],
};
