import { isObservable, lastValueFrom } from 'rxjs';

/** What a handler of Nest comes to, which may be a value, a promise or an observable. */
export const settle = async (result: unknown): Promise<unknown> => {
  const value = await result;
  return isObservable(value) ? await lastValueFrom(value, { defaultValue: undefined }) : value;
};
