export { DEMO_KEY, isDemoKey } from './demo-keys.js';
export { findKeyFault, holdsDemoKey, type KeyFileKind } from './key-faults.js';
export { readKeySet, toPublicKeySet } from './key-files.js';
export { type CookieKeys, openCookie, readCookieKeys, sealCookie } from './sealed-cookie.js';
export { type KeySet, open, seal, SealError, type SealedPlace } from './sealing.js';
