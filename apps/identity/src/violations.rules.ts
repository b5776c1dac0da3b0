/** The constraint of the database that a statement broke; undefined where the error is another one. */
export const violatedConstraint = (error: unknown): string | undefined =>
  // TypeORM keeps the answer of the server, which alone names a constraint.
  (error as { driverError?: { constraint?: string } } | undefined)?.driverError?.constraint;

/** Another transaction wrote the same row first; the work starts again and finds it. */
export class WrittenMeanwhile extends Error {
  override readonly name = 'WrittenMeanwhile';
}
