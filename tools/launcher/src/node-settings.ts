/**
 * How a service's Node keeps memory, here as in its image. V8 gives young objects up to 64 MiB where they live in 16 just
 * as well; and glibc keeps, for each thread, what argon2 has used once.
 */
export const NODE_FLAGS = ['--max-semi-space-size=8'];

export const MEMORY_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' };
