import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';

/** A span as OTLP's JSON has it, with the service that made it. */
export interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: unknown }[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string };
}

interface Export {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: Omit<ReceivedSpan, 'service'>[] }[];
  }[];
}

/** A receiver of traces (OTLP over HTTP, JSON) that keeps what it gets, and every byte of it as text. */
export class SpanReceiver {
  readonly spans: ReceivedSpan[] = [];
  text = '';
  private server?: Server;

  async open(port: number): Promise<void> {
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        this.take(body as Export);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private take(body: Export): void {
    this.text += JSON.stringify(body);
    for (const { resource, scopeSpans } of body.resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))));
    }
  }
}
