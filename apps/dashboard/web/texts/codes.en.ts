/** The error catalogue in English is the one of the contracts; it is a file of its own to be loaded late. */
export { CODES, isCode } from '@portico/contracts';
