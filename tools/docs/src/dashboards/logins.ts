import { completedOf, type Dashboard, quantile, rate } from './panel.ts';

export const LOGINS: Dashboard = {
  uid: 'portico-logins',
  title: 'Portico: logins',
  says: 'Whether people get in, and where those who do not are stopped.',
  panels: [
    {
      title: 'Logins',
      says: 'Logins that ended, by result.',
      unit: 'ops',
      lines: [['{{result}}', `sum by (result) (${rate('portico_logins_total')})`]],
    },
    {
      title: 'Completed of all logins',
      says: 'Typing errors count too, so it is never quite 1; a fall is what to look at.',
      unit: 'percentunit',
      lines: [['{{method}}', completedOf('method', '')]],
    },
    {
      title: 'Failed logins by code',
      says: 'Why logins were refused, by the codes of the error catalogue.',
      unit: 'ops',
      lines: [['{{code}}', `sum by (code) (${rate('portico_logins_total{result="failed"}')})`]],
    },
    {
      title: 'Where failed logins ended',
      says: 'authorize: before the browser left; idp: at the provider; callback, token: its answer; match: the people; decide: the settings.',
      unit: 'ops',
      lines: [['{{hop}}', `sum by (hop) (${rate('portico_logins_total{result="failed"}')})`]],
    },
    {
      title: 'Time of the broker’s pages and endpoints (95 of 100)',
      says: 'From a request to its answer, a question to other services and identity providers included.',
      unit: 's',
      lines: [['{{route}}', quantile(0.95, 'portico_http_request_seconds', ['route'])]],
    },
    {
      title: 'Refusals',
      says: 'Everything that was refused on pages and in APIs, by code.',
      unit: 'ops',
      lines: [['{{code}}', `sum by (code) (${rate('portico_refusals_total')})`]],
    },
    {
      title: 'Answers to applications',
      says: 'What the authorization and token endpoints answered.',
      unit: 'ops',
      lines: [
        ['{{request}} {{result}}', `sum by (request, result) (${rate('portico_provider_answers_total')})`],
      ],
    },
    {
      title: 'Sessions',
      says: 'Sessions that began and ended.',
      unit: 'ops',
      lines: [
        ['began by {{method}}', `sum by (method) (${rate('portico_sessions_begun_total')})`],
        ['ended: {{reason}}', `sum by (reason) (${rate('portico_sessions_ended_total')})`],
      ],
    },
    {
      title: 'Too many attempts',
      says: 'Attempts that were refused by a limit, by the door.',
      unit: 'ops',
      quiet: true,
      lines: [['{{door}}', `sum by (door) (${rate('portico_throttled_total')})`]],
    },
    {
      title: 'Age of the settings',
      says: 'How long ago the freshest broker brought its projection up to date. Past 30 s passwords are refused.',
      unit: 's',
      lines: [
        ['freshest', 'min(portico_settings_age_seconds)'],
        ['oldest', 'max(portico_settings_age_seconds)'],
      ],
    },
  ],
};
