import type { Proof } from './proof.ts';

const prod = 'k8s/rendered/prod.yaml';
const arrows = 'tools/k8s/src/arrows';

/** The manifests of Kubernetes: who reaches whom, and what a process of ours may do to its node. */
export const K8S: Proof[] = [
  {
    defence: 'what no policy draws is closed',
    file: prod,
    text: '  name: default-deny\n  namespace: portico\nspec:\n  podSelector: {}',
    replacement:
      '  name: default-deny\n  namespace: portico\nspec:\n  podSelector: {matchLabels: {nobody: here}}',
    tests: arrows,
    name: 'let in those who call',
  },
  {
    defence: 'the broker never reaches the metadata of a cloud',
    file: prod,
    text: '        - 169.254.0.0/16\n',
    replacement: '',
    tests: arrows,
    name: 'leads to 169.254.169.254',
  },
  {
    defence: 'the dashboard has no way to NATS',
    file: prod,
    text: 'values:\n      - broker\n      - identity\n      - sso-config\n      - migration\n  policyTypes',
    replacement:
      'values:\n      - broker\n      - dashboard\n      - identity\n      - sso-config\n      - migration\n  policyTypes',
    tests: arrows,
    name: 'let every process reach what it talks to',
  },
  {
    defence: 'sso-config never sees the private half of the sealing keys',
    file: prod,
    text: '              - key: sealing-public.json\n                path: sealing-public.json\n',
    replacement: '              - key: sealing.json\n                path: sealing-public.json\n',
    tests: 'tools/k8s/src/rules/secrets',
    name: 'finds nothing in prod',
  },
  {
    defence: 'Kubernetes refuses a pod that may do more than ours',
    file: prod,
    text: '    pod-security.kubernetes.io/enforce: restricted\n',
    replacement: '',
    tests: 'tools/k8s/src/rules/references',
    name: 'finds nothing in prod',
  },
  {
    defence: 'the issuer is the address that the Ingress serves',
    file: prod,
    text: 'PORTICO_PUBLIC_URL: https://login.example.com\n',
    replacement: 'PORTICO_PUBLIC_URL: https://login.other.example\n',
    tests: 'tools/k8s/src/rules/addresses',
    name: 'finds nothing in prod',
  },
];
