import { completedOf, type Dashboard, quantile, rate } from './panel.ts';

export const PROVIDERS: Dashboard = {
  uid: 'portico-providers',
  title: 'Portico: identity providers',
  says: 'How the customers’ identity providers answer, by kind; which company’s it is, stands in the logins’ own history.',
  panels: [
    {
      title: 'Logins by kind of provider',
      says: 'Federated logins that ended.',
      unit: 'ops',
      lines: [
        [
          '{{provider}} {{result}}',
          `sum by (provider, result) (${rate('portico_logins_total{method="sso"}')})`,
        ],
      ],
    },
    {
      title: 'Completed of federated logins',
      says: 'By kind of provider.',
      unit: 'percentunit',
      lines: [['{{provider}}', completedOf('provider', 'method="sso"')]],
    },
    {
      title: 'Connections that fail',
      says: 'Connections whose last three logins or more failed by their own fault, the most of any replica.',
      unit: 'short',
      lines: [['{{provider}}', 'max by (provider) (portico_connections_failing)']],
    },
    {
      title: 'Time of requests to providers (95 of 100)',
      says: 'By what was asked; the wall gives up after ten seconds.',
      unit: 's',
      lines: [['{{endpoint}}', quantile(0.95, 'portico_upstream_seconds', ['endpoint'])]],
    },
    {
      title: 'Time of requests by kind of provider (half)',
      says: 'The usual time of all requests.',
      unit: 's',
      lines: [['{{provider}}', quantile(0.5, 'portico_upstream_seconds', ['provider'])]],
    },
    {
      title: 'Requests to providers',
      says: 'By result: ok, an error that the provider answered with, or why there was no usable answer.',
      unit: 'ops',
      lines: [
        ['{{endpoint}} {{result}}', `sum by (endpoint, result) (${rate('portico_upstream_seconds_count')})`],
      ],
    },
    {
      title: 'Logout tokens to applications',
      says: 'Accepted, refused and tried again, or given up after a day.',
      unit: 'ops',
      quiet: true,
      lines: [['{{outcome}}', `sum by (outcome) (${rate('portico_logout_tokens_total')})`]],
    },
    {
      title: 'Next change of the signing keys',
      says: 'The time until the published keys change by themselves.',
      unit: 's',
      now: true,
      lines: [['next change', 'min(portico_signing_keys_change_timestamp_seconds) - time()']],
    },
  ],
};
