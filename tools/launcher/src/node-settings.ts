/** MiB of V8's young generation, half of it; services that do the work of a login have more of it at once. */
const YOUNG_MIB: Readonly<Record<string, number>> = { broker: 8, identity: 8 };

const TRACED = ['broker', 'dashboard', 'identity', 'sso-config'];

/** Before anything else, so that traces see every module; does nothing unless an OTEL_* variable wants traces. */
const TRACING = ['--import', './libs/service-kit/dist/tracing.js'];

/**
 * How a service's Node keeps memory, here as in its image: V8 gives young objects up to 64 MiB where they live in a
 * quarter of it just as well.
 */
export const nodeFlags = (service: string): string[] => [
  `--max-semi-space-size=${YOUNG_MIB[service] ?? 2}`,
  ...(TRACED.includes(service) ? TRACING : []),
];

/** glibc keeps, for each thread, what argon2 has used once. */
export const MEMORY_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' };
