import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { logRequests, withoutQuery } from './logging.js';

describe(withoutQuery.name, () => {
  it('A05 drops the query, in which codes and tokens travel', () => {
    expect(withoutQuery('/oauth2/idpresponse/1?code=tell-nobody&state=x')).toBe('/oauth2/idpresponse/1');
  });
});

describe(logRequests.name, () => {
  const linesOf = (status: number, { level = 'info', finished = true } = {}): unknown[] => {
    const lines: unknown[] = [];
    const write = (name: string) => (line: object, message: string) => lines.push([name, line, message]);
    const logger = {
      isLevelEnabled: (asked: string) => level === 'info' || asked === 'error',
      info: write('info'),
      error: write('error'),
    };
    const response = Object.assign(new EventEmitter(), { statusCode: status, writableFinished: finished });
    const request = { method: 'GET', originalUrl: '/oauth2/idpresponse/1?code=tell-nobody' } as Request;
    logRequests(logger)(request, response as unknown as Response, () => undefined);
    response.emit('close');
    return lines;
  };

  it('A05 writes no query', () => {
    expect(JSON.stringify(linesOf(200))).not.toContain('tell-nobody');
  });

  it('writes one line a request, a failure of ours as an error', () => {
    const req = { method: 'GET', path: '/oauth2/idpresponse/1' };
    expect(linesOf(303)).toEqual([
      ['info', expect.objectContaining({ req, res: { status: 303 } }), 'request completed'],
    ]);
    expect(linesOf(500)).toEqual([['error', expect.anything(), 'request completed']]);
    expect(linesOf(200, { finished: false })).toEqual([['info', expect.anything(), 'request aborted']]);
  });

  it('writes nothing that the level leaves out, failures always', () => {
    expect(linesOf(200, { level: 'warn' })).toEqual([]);
    expect(linesOf(500, { level: 'warn' })).toHaveLength(1);
  });
});
