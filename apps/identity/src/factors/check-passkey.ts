import { AppError } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { FactorRow } from './factor.entity.js';
import { FactorStore } from './factor.store.js';
import type { PasskeyAttempt } from './finish-passkey.js';
import { PasskeySite } from './passkey-site.js';
import { refusePasskey } from './passkey.rules.js';

/** Checks what a user's passkey has signed; tells whether it is bound to a device. */
@Injectable()
export class CheckPasskey {
  constructor(
    private readonly database: Database,
    private readonly factors: FactorStore,
    private readonly site: PasskeySite,
  ) {}

  async run(attempt: PasskeyAttempt, challenge: string): Promise<boolean> {
    const { tenantId, userId, attemptId, answer } = attempt;
    return await this.database.inTenant(tenantId, async (tx) => {
      const passkey = (await this.factors.list(tx, { tenantId, userId })).find(
        ({ credentialId }) => credentialId !== null && credentialId === answer['id'],
      );
      if (!passkey) throw new AppError('passkey_invalid', { detail: 'it is not of this user' });
      const signCount = await this.verify(attempt, challenge, passkey);
      if (!(await this.factors.usePasskey(tx, passkey, { signCount, usedBy: attemptId })))
        throw new AppError('passkey_invalid', { detail: 'its counter did not go on' });
      return passkey.deviceBound;
    });
  }

  private async verify(
    { answer, attemptId }: PasskeyAttempt,
    expectedChallenge: string,
    { credentialId, publicKey, signCount, usedBy }: FactorRow,
  ): Promise<number> {
    const { origin, rpID } = this.site;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: false,
      credential: {
        id: credentialId ?? '',
        publicKey: new Uint8Array(publicKey ?? []),
        // The same attempt once more has the count that it left behind.
        counter: usedBy === attemptId ? 0 : Number(signCount),
      },
    }).catch(refusePasskey);
    if (!verified) throw new AppError('passkey_invalid', { detail: 'the signature is not right' });
    return authenticationInfo.newCounter;
  }
}
