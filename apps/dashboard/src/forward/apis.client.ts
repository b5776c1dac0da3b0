import { AppError } from '@portico/contracts';
import { currentTraceparent } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';

/** A request as the service gets it. */
export interface ApiRequest {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: Buffer | ReadableStream<Uint8Array> | undefined;
  accessToken: string;
  /** Ends the request: the browser is gone. */
  gone: AbortSignal;
}

/** For everything but streams, which have Node's limits on silence: five minutes. */
const TIMEOUT_MS = 30_000;

/** The services' APIs, asked with the bearer token of a session: they decide what it may do. */
@Injectable()
export class Apis {
  /** The answer, its body still to come. Refuses `try_again` where the service cannot be reached. */
  async ask({ url, method, headers, body, accessToken, gone }: ApiRequest): Promise<Response> {
    const streams = body instanceof ReadableStream;
    const traceparent = currentTraceparent();
    try {
      return await fetch(url, {
        method,
        headers: {
          ...headers,
          ...(traceparent && { traceparent }),
          'accept-encoding': 'identity',
          authorization: `Bearer ${accessToken}`,
        },
        body: body as RequestInit['body'],
        ...(streams && { duplex: 'half' }),
        redirect: 'manual',
        signal: streams ? gone : AbortSignal.any([gone, AbortSignal.timeout(TIMEOUT_MS)]),
      });
    } catch (error) {
      throw new AppError('try_again', { detail: `${url.pathname} cannot be reached`, cause: error });
    }
  }
}
