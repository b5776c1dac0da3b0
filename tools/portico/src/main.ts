import { runPortico } from './run-portico.js';

process.exitCode = await runPortico(process.argv.slice(2));
