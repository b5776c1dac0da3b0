import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OVERLAYS, renderedFile } from './folders.ts';
import { findKustomize, NO_KUSTOMIZE, renderOverlay } from './kustomize.ts';
import { PROMETHEUS_RULE, renderPrometheusRule } from './prometheus-rule.ts';
import { withHeader } from './rendered.ts';
import { hashSources } from './sources.ts';

// `npm run k8s`: writes k8s/rendered/*.yaml, and before it what kustomize cannot make. `npm run docs`, which writes the
// dashboards, asks for it where it is possible.
const kustomize = findKustomize();
if (!kustomize) {
  process.stderr.write(`${NO_KUSTOMIZE}\n`);
  process.exit(process.argv.includes('--where-possible') ? 0 : 3);
}
writeFileSync(PROMETHEUS_RULE, renderPrometheusRule());
for (const overlay of OVERLAYS) {
  const file = renderedFile(overlay);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, withHeader(overlay, hashSources(overlay), renderOverlay(kustomize, overlay)));
  process.stdout.write(`k8s/rendered/${overlay}.yaml\n`);
}
