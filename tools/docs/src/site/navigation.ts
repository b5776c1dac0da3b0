import { posix } from 'node:path';

/** A source, or a folder with everything in it (`docs/runbooks/*`). */
export interface NavigationGroup {
  title?: string;
  sources: string[];
}

export interface NavigationSection {
  title: string;
  groups: NavigationGroup[];
}

/** The side bar. What nothing here names stands under "More" in the last section, so that no page is ever lost. */
export const NAVIGATION: NavigationSection[] = [
  { title: 'Tour', groups: [{ sources: ['docs/README.md', 'docs/tour.md'] }] },
  {
    title: 'Concepts',
    groups: [
      {
        sources: [
          'docs/concepts.md',
          'docs/glossary.md',
          'docs/architecture.md',
          'docs/sessions.md',
          'docs/signing-out.md',
          'docs/rehearsal.md',
          'docs/testing-connections.md',
          'docs/set-up-links.md',
          'docs/dashboard.md',
        ],
      },
    ],
  },
  {
    title: 'Tasks',
    groups: [
      {
        title: 'Use SSO',
        sources: ['docs/how-to/for-users.md', 'docs/how-to/for-admins.md', 'docs/guides/en/*'],
      },
      {
        title: 'Deploy it',
        sources: ['docs/install.md', 'docs/compose.md', 'k8s/README.md', 'docs/images.md', 'docs/sizing.md'],
      },
      {
        title: 'Run it',
        sources: [
          'docs/upgrade.md',
          'docs/backup.md',
          'docs/observability.md',
          'docs/support.md',
          'docs/security/signing-keys.md',
        ],
      },
      { title: 'Runbooks', sources: ['docs/runbooks/*'] },
      {
        title: 'Build on it',
        sources: [
          'docs/applications.md',
          'docs/subscribing.md',
          'docs/setting-up-sso-by-api.md',
          'docs/moving-from-cognito.md',
          'libs/contracts/README.md',
          'examples/*',
        ],
      },
    ],
  },
  {
    title: 'Reference',
    groups: [
      {
        sources: [
          'docs/configuration.md',
          'docs/command-line.md',
          'docs/errors.md',
          'docs/events.md',
          'docs/asyncapi.yaml',
          'docs/stability.md',
          'docs/metrics.md',
          'docs/providers.md',
          'docs/conformance.md',
          'docs/benchmarks.md',
          'docs/reliability.md',
        ],
      },
      { title: 'APIs', sources: ['docs/openapi/*'] },
      { title: 'Security', sources: ['SECURITY.md', 'docs/security/*'] },
      { title: 'Anleitungen auf Deutsch', sources: ['docs/guides/de/*'] },
      { title: 'Decisions', sources: ['docs/decisions/*'] },
      {
        title: 'The repository',
        sources: ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'apps/*', 'libs/*', 'tools/*'],
      },
    ],
  },
];

const isNamed = (entry: string, source: string): boolean =>
  entry.endsWith('/*') ? source.startsWith(entry.slice(0, -1)) : source === entry;

/** A folder's own page comes first. */
const byFolder = (a: string, b: string): number =>
  Number(posix.basename(b) === 'README.md') - Number(posix.basename(a) === 'README.md') || (a < b ? -1 : 1);

/** The side bar of these sources: each stands where it is named first, by itself before by its folder. */
export const arrange = (sources: string[]): NavigationSection[] => {
  const named = new Set(NAVIGATION.flatMap(({ groups }) => groups.flatMap((group) => group.sources)));
  const left = new Set(sources);
  const take = (entry: string): string[] => {
    const found = [...left].filter(
      (source) => isNamed(entry, source) && (source === entry || !named.has(source)),
    );
    for (const source of found) left.delete(source);
    return found.sort(byFolder);
  };
  const sections = NAVIGATION.map(({ title, groups }) => ({
    title,
    groups: groups.map((group) => ({ ...group, sources: group.sources.flatMap(take) })),
  }));
  if (left.size > 0) sections.at(-1)?.groups.push({ title: 'More', sources: [...left].sort(byFolder) });
  return sections.map(({ title, groups }) => ({
    title,
    groups: groups.filter((group) => group.sources.length > 0),
  }));
};
