const isPackage = ([path, entry]) =>
  path.startsWith('node_modules/') || path.includes('/node_modules/') ? !entry.extraneous : false;

/**
 * Whether `node_modules` holds what the lock says: compares `package-lock.json` with the record that npm keeps of
 * what it has installed. Packages of other platforms may be absent.
 */
export const matchesLock = (lock, record) => {
  const found = record?.packages ?? {};
  return Object.entries(lock.packages)
    .filter(isPackage)
    .every(([path, entry]) => {
      const present = found[path];
      if (!present) return Boolean(entry.optional);
      return present.version === entry.version && present.integrity === entry.integrity;
    });
};
