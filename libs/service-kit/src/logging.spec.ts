import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { logRequests, withoutSecrets } from './logging.js';

describe(withoutSecrets.name, () => {
  it('A05 drops the query, in which codes and tokens travel', () => {
    expect(withoutSecrets('/oauth2/idpresponse/1?code=tell-nobody&state=x')).toBe('/oauth2/idpresponse/1');
  });

  it('A05 drops the secret of a link, which is a part of the path', () => {
    const secret = 'q8m1w0Zr5oYw3cX9bJ2kT7vN4sL6hD1fG0aE8uI5pRt';
    expect(withoutSecrets(`/set-up/${secret}`)).toBe('/set-up/…');
    expect(withoutSecrets(`/tests/0199d5a0-0000-7000-8000-000000000001/${secret}/x`)).toBe(
      '/tests/0199d5a0-0000-7000-8000-000000000001/…/x',
    );
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
