/** `nx g @portico/workspace:subscriber NAME --events=…`: a service of another team, with everything around it. */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { formatFiles, generateFiles, readJson, updateJson } = require('@nx/devkit');
const { checkName, chooseEvents } = require('./subscriber.rules.cjs');

/** The folder of the repository. */
const ROOT = join(__dirname, '../../..');

/** The events of the contracts, by their types: what they are called in code, and when they come. */
const readEvents = async () => {
  if (!existsSync(join(ROOT, 'libs/contracts/dist/index.js'))) {
    const nx = join(ROOT, 'node_modules/nx/dist/bin/nx.js');
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    spawnSync(process.execPath, [nx, 'build', '@portico/contracts'], { cwd: ROOT, env });
  }
  const contracts = await import('@portico/contracts');
  const types = new Set(Object.keys(contracts.EVENTS));
  return Object.entries(contracts)
    .filter(([, value]) => types.has(value?.type) && value === contracts.EVENTS[value.type])
    .map(([constant, { type, version, when }]) => ({ constant, type, version, when }));
};

/** The pins of the workspace, so that npm has nothing to fetch. */
const pinsOf = (tree, packages) => {
  const { dependencies, devDependencies } = readJson(tree, 'package.json');
  const known = { ...dependencies, ...devDependencies };
  return Object.fromEntries(packages.map((name) => [name, known[name]]));
};

const subscriber = async (tree, { name, events, directory = 'examples', skipInstall = false }) => {
  checkName(name);
  const chosen = chooseEvents(events, await readEvents());
  const folder = `${directory}/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} is there already: choose another name, or remove it.`);
  generateFiles(tree, join(__dirname, 'files'), folder, {
    tmpl: '',
    name,
    folder,
    events: chosen,
    eventList: chosen.map(({ type }) => type).join(','),
    database: name.replaceAll('-', '_'),
    tags: directory === 'apps' ? ['type:app', `scope:${name}`] : ['type:example', 'scope:example'],
    pins: pinsOf(tree, ['@nestjs/common', 'typeorm', 'zod']),
    testPins: pinsOf(tree, ['@nats-io/jetstream', '@nats-io/transport-node', '@nestjs/core']),
  });
  updateJson(tree, 'tsconfig.json', (config) => ({
    ...config,
    references: [...config.references, { path: folder }],
  }));
  await formatFiles(tree);
  return () => {
    if (!skipInstall) install(tree.root);
    console.log(whatNext(folder, name, chosen));
  };
};

/** Links the new workspace and writes it into the lock; everything that it needs is there already. */
const install = (root) => {
  const onWindows = process.platform === 'win32';
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: onWindows };
  const { status } = spawnSync(onWindows ? 'npm.cmd' : 'npm', args, options);
  if (status !== 0)
    console.error('npm install has failed: run it yourself, so that the lock knows the new project.');
};

const whatNext = (folder, name, events) => `
${folder} is there. Beside a running npm start:

  npm run -s portico -- subscriber add ${name} --events ${events.map(({ type }) => type).join(',')} --demo
  npm run example -- ${name}

Everything else is in ${folder}/README.md.
`;

module.exports = subscriber;
