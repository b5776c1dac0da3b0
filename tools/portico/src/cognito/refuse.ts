import { EXIT, Failure } from '../failure.js';
import { type Item, note } from './report.rules.js';

/** Does something for an item; what Portico refuses becomes its note, and the import goes on with the next. */
export const refuse = async <Result>(
  item: Item,
  work: () => Promise<Result>,
): Promise<Result | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== EXIT.refused) throw error;
    item.outcome = 'refused';
    item.notes.push(note(error.problem?.code ?? 'refused', error.message));
    return undefined;
  }
};
