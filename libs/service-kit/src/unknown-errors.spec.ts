import { AppError } from '@portico/contracts';
import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { z } from 'zod';
import { toAppError, toFieldFaults } from './unknown-errors.rules.js';

const aDatabaseAnswer = (code: string): QueryFailedError =>
  new QueryFailedError('SELECT 1', [], Object.assign(new pg.DatabaseError('no', 2, 'error'), { code }));

describe(toAppError.name, () => {
  it.each<[string, unknown, string]>([
    ['a refusal as itself', new AppError('user_unknown'), 'user_unknown'],
    ['a database that shuts down as a moment to wait', aDatabaseAnswer('57P01'), 'try_again'],
    ['a database with too many connections as a moment to wait', aDatabaseAnswer('53300'), 'try_again'],
    [
      'a broken connection as a moment to wait',
      new QueryFailedError('SELECT 1', [], new Error('gone')),
      'try_again',
    ],
    ['a violated constraint as an error of ours', aDatabaseAnswer('23505'), 'internal_error'],
    ['an unknown address', new NotFoundException(), 'not_found'],
    ['a body that is too large as a faulty request', new PayloadTooLargeException(), 'request_invalid'],
    ['anything else as an error of ours', 'a string', 'internal_error'],
  ])('names %s', (_, error, code) => {
    expect(toAppError(error).code).toBe(code);
  });

  it('keeps the cause for the log', () => {
    const cause = new Error('why');
    expect(toAppError(cause).cause).toBe(cause);
  });
});

describe(toFieldFaults.name, () => {
  it('points at a field as RFC 6901 writes it', () => {
    const [fault] = toFieldFaults([{ path: ['a/b', 0, { key: 'c~d' }], message: 'no' }]);
    expect(fault).toEqual({ pointer: '/a~1b/0/c~0d', message: 'no' });
  });

  it('A13 names every field that the schema does not know', () => {
    const { error } = z
      .strictObject({ name: z.string() })
      .safeParse({ name: 'acme', tenantId: '1', status: 'active' });
    const pointers = toFieldFaults(error?.issues ?? []).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/tenantId', '/status']);
  });
});
