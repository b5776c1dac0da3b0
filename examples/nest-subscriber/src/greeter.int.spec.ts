import { jest } from '@jest/globals';
import { connect, headers, nkeyAuthenticator } from '@nats-io/transport-node';
import { ConsoleLogger, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LoginCompleted } from '@portico/contracts';
import {
  natsPublicKeyOf,
  natsServerConfig,
  newNatsSeed,
  permissionsOf,
  permissionsOfSubscriber,
} from '@portico/messaging';
import { startNats, type TestNats } from '@portico/testing';
import { AppModule } from './app.module.js';
import { NAME, natsOptions } from './options.js';

jest.setTimeout(20_000);

const TENANT = '0199d5a0-0000-7000-8000-000000000001';
const seeds = { broker: newNatsSeed(), [NAME]: newNatsSeed() };
const lines: string[] = [];
let nats: TestNats;
let app: INestMicroservice | undefined;

/** Keeps what is logged instead of printing it. */
class Listener extends ConsoleLogger {
  override log(message: unknown): void {
    lines.push(String(message));
  }
  override warn(message: unknown): void {
    lines.push(String(message));
  }
}

const start = async (): Promise<void> => {
  const options = natsOptions(nats.url, seeds[NAME] ?? '');
  app = await NestFactory.createMicroservice(AppModule, { ...options, logger: new Listener() });
  await app.listen();
};
const stop = async (): Promise<void> => {
  await app?.close();
  app = undefined;
};

const publish = async (body: unknown): Promise<void> => {
  const connection = await connect({
    servers: nats.url,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seeds.broker)),
    inboxPrefix: '_INBOX_broker',
  });
  const attributes = headers();
  attributes.set('ce-id', 'of-this-event');
  attributes.set('ce-tenantid', TENANT);
  connection.publish(LoginCompleted.type, JSON.stringify(body), { headers: attributes });
  await connection.drain();
};

const heard = async (text: string): Promise<void> => {
  while (!lines.some((line) => line.includes(text))) await new Promise((resolve) => setTimeout(resolve, 20));
};

beforeAll(async () => {
  const permissions = {
    broker: permissionsOf('broker'),
    [NAME]: permissionsOfSubscriber(NAME, [], [LoginCompleted.type]),
  };
  const users = (['broker', NAME] as const).map((name) => ({
    name,
    publicKey: natsPublicKeyOf(seeds[name] ?? ''),
    permissions: permissions[name] ?? { publish: [], subscribe: [] },
  }));
  nats = await startNats({ config: (place) => natsServerConfig({ ...place, users }) });
});
beforeEach(() => void lines.splice(0));
afterAll(async () => {
  await stop();
  await nats.stop();
});

describe('a stock Nest subscriber', () => {
  it('hears an event with its headers, although Nest did not send it', async () => {
    await start();
    await publish(LoginCompleted.example);
    await heard(`OTTER-2719 of tenant ${TENANT} is signed in`);
  });

  it('tells of an event that does not fit the contract, and goes on with the next', async () => {
    await publish({ reference: 'nonsense' });
    await publish(LoginCompleted.example);
    await heard('OTTER-2719');
    expect(lines).toContain('an event that does not fit its contract: of-this-event');
  });

  it('never hears what was told while it was away', async () => {
    await stop();
    await publish({ ...(LoginCompleted.example as object), reference: 'HERON-0042' });
    await start();
    await publish(LoginCompleted.example);
    await heard('OTTER-2719');
    expect(lines.filter((line) => line.includes('HERON-0042'))).toEqual([]);
  });
});
