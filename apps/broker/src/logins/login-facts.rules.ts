import { type Code, LoginCompleted, LoginFailed, type UserSnapshot } from '@portico/contracts';
import { fact, type FactDraft } from '@portico/messaging';
import type { LoginEntity } from './login.entity.js';

const toFields = ({
  id,
  reference,
  applicationId,
  method,
  connectionId,
  provider,
  startedAt,
}: LoginEntity) => ({
  loginId: id,
  reference,
  applicationId,
  method,
  connectionId: connectionId ?? undefined,
  provider: provider ?? undefined,
  startedAt: startedAt.toISOString(),
});

export const loginCompleted = (login: LoginEntity, { userId, externalId }: UserSnapshot): FactDraft =>
  fact(LoginCompleted, {
    tenantId: login.tenantId,
    subject: login.id,
    data: { ...toFields(login), userId, externalId },
  });

export const loginFailed = (login: LoginEntity, code: Code, userId: string | undefined): FactDraft =>
  fact(LoginFailed, {
    tenantId: login.tenantId,
    subject: login.id,
    data: { ...toFields(login), code, userId },
  });
