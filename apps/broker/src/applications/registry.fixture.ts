import {
  API_AUDIENCE,
  type ApplicationCreated,
  CreateApplication as WantedApplication,
  Scope,
} from '@portico/contracts';
import { newId } from '@portico/service-kit';
import { type BrokerHouse, startBrokerHouse } from '../broker-house.fixture.js';
import type { BrokerEnvironment } from '../env.js';
import { Issuer } from '../issuer/issuer.js';
import { CreateApplication } from './create-application.js';

/** An answer of the broker; refusals are problem details, or OAuth errors at the token endpoint. */
export interface RegistryAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** A house, and a machine application that may do everything with its applications. */
export interface Registry {
  house: BrokerHouse;
  url: string;
  call: (method: string, path: string, body?: unknown, token?: string) => Promise<RegistryAnswer>;
  /** A call that must succeed. */
  done: <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) => Promise<Body>;
  /** A machine application with a token for these scopes. */
  addMachine: (scopes: Scope[], tenantId?: string) => Promise<ApplicationCreated & { token: string }>;
  /** Asks for a token with a secret, by HTTP basic. */
  askToken: (clientId: string, clientSecret: string, scopes?: string[]) => Promise<RegistryAnswer>;
}

/** An id that no other application has. */
export const anId = (): string => `app-${newId()}`;

export const startRegistry = async (wishes: Partial<BrokerEnvironment> = {}): Promise<Registry> => {
  const house = await startBrokerHouse(wishes);
  const { url } = house.app.get(Issuer);
  const request = async (path: string, init: RequestInit): Promise<RegistryAnswer> => {
    const answer = await fetch(`${url}${path}`, init);
    const text = await answer.text();
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body };
  };
  const askToken: Registry['askToken'] = async (id, secret, scopes = ['applications:read']) =>
    await request('/oauth2/token', {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: scopes.join(' '),
        resource: API_AUDIENCE,
      }),
    });
  const addMachine: Registry['addMachine'] = async (apiScopes, tenantId) => {
    const machine = await house.app.get(CreateApplication).run(
      WantedApplication.parse({
        id: anId(),
        name: 'Machine',
        kind: 'machine',
        apiScopes,
        tenantIds: tenantId === undefined ? null : [tenantId],
      }),
    );
    const { body } = await askToken(machine.id, machine.clientSecret ?? '', apiScopes);
    return { ...machine, token: String(body['access_token']) };
  };
  const all = await addMachine([...Scope.options]);
  const call: Registry['call'] = async (method, path, body, token = all.token) =>
    await request(path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    house,
    url,
    call,
    done: async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
      const answer = await call(method, path, body);
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
      return answer.body as Body;
    },
    addMachine,
    askToken,
  };
};

/** The fields that a problem names. */
export const pointersOf = ({ body }: RegistryAnswer): string[] =>
  ((body['errors'] ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
