import { readCompany } from './env.ts';
import { Portico, Refused } from './portico.ts';
import { SetUpTenant } from './set-up-tenant.ts';

const started = performance.now();
let last = started;

const say = (step: string, what: string): void => {
  const now = performance.now();
  process.stdout.write(`${step.padEnd(12)}${`${(now - last).toFixed(0)} ms`.padStart(8)}  ${what}\n`);
  last = now;
};

try {
  const company = readCompany();
  const portico = await Portico.open();
  say('token', 'by client credentials');
  await new SetUpTenant(portico, company, say).run();
  process.stdout.write(`done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Refused ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
