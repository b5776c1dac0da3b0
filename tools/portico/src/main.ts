import { buildContracts } from './build-contracts.ts';

// Everything else needs the built contracts, so it is loaded after them.
buildContracts();
const { runPortico } = await import('./run-portico.ts');
process.exitCode = await runPortico(process.argv.slice(2));
