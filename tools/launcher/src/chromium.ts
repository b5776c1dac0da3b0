import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LauncherEnvironment } from './env.ts';
import { TOOLS } from './folders.ts';
import type { ProcessGroup } from './process-group.ts';
import { findProgram, isExecutable, isRoot, succeeds } from './programs.ts';
import type { Progress } from './progress.ts';
import { Refusal } from './refusal.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC_FOLDERS = [
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
];
const MAC_NAMES = ['Google Chrome', 'Chromium'];
const PACKAGE = '@sparticuz/chromium';
const PACKAGE_VERSION = '153.0.0';
const MISSING =
  'No Chromium was found and none can be installed here: install Chromium or Google Chrome, or set CHROMIUM_BIN to its path.';

/** The path of a Chromium for the browser tests; installs one where the system has none. */
export const chromiumBinary = async (
  group: ProcessGroup,
  environment: LauncherEnvironment,
  progress: Progress,
): Promise<string> => {
  const named = environment.chromiumBin;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Refusal(`CHROMIUM_BIN is ${named}, which is not a program: correct it or unset it.`);
  }
  const present = findProgram(NAMES, environment.path) ?? findProgram(MAC_NAMES, MAC_FOLDERS);
  if (present) return present;
  return (
    (await fromDebian(group, environment, progress)) ??
    (await fromNpm(group, environment, progress)) ??
    refuse()
  );
};

const refuse = (): never => {
  throw new Refusal(MISSING);
};

/** As root on Debian nobody needs to be asked; Ubuntu's package is only a pointer to a snap. */
const fromDebian = async (
  group: ProcessGroup,
  { path, installing }: LauncherEnvironment,
  progress: Progress,
): Promise<string | undefined> => {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!isRoot() || !/^ID=debian$/m.test(release)) return undefined;
  progress.note('Chromium is not installed: apt-get install chromium (download about 100 MB)');
  const env = { ...installing, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = async (...args: string[]): Promise<boolean> =>
    (await group.tryToRun({ name: 'apt-get', command: 'apt-get', args: ['-q', ...args], env })).code === 0;
  const install = (): Promise<boolean> => apt('install', '-y', '--no-install-recommends', 'chromium');
  const done = (await install()) || ((await apt('update')) && (await install()));
  return done ? findProgram(NAMES, path) : undefined;
};

/** A Chromium for Linux from npm, which unpacks itself; it needs the system's libnss3. */
const fromNpm = async (
  group: ProcessGroup,
  { installing: env, path }: LauncherEnvironment,
  progress: Progress,
): Promise<string | undefined> => {
  const npm = findProgram(['npm'], path);
  if (process.platform !== 'linux' || !npm) return undefined;
  const folder = join(TOOLS, 'chromium');
  const entry = join(folder, 'node_modules', PACKAGE, 'build', 'index.js');
  if (!existsSync(entry)) {
    progress.note(
      `Chromium is not installed: ${PACKAGE} ${PACKAGE_VERSION} from npm into .tools/ (download 70 MB)`,
    );
    const args = [
      'install',
      '--no-save',
      '--ignore-scripts',
      '--no-fund',
      '--no-audit',
      '--prefix',
      folder,
      `${PACKAGE}@${PACKAGE_VERSION}`,
    ];
    if ((await group.tryToRun({ name: 'npm install', command: npm, args, env })).code !== 0) return undefined;
  }
  // It unpacks itself into the folder for temporary files, where somebody else's could lie.
  const script = `import(${JSON.stringify(pathToFileURL(entry).href)}).then((m) => m.default.executablePath()).then(console.log)`;
  const unpack = { name: 'unpacking Chromium', command: process.execPath, args: ['-e', script] };
  const { output } = await group.tryToRun({ ...unpack, env: { ...env, TMPDIR: folder } });
  const program = output.trim();
  return succeeds(program, ['--version', '--no-sandbox']) ? program : undefined;
};
