import { RotateSecret as RotateSecretBody, SecretRotated } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { RemoveSecret } from './remove-secret.js';
import { RotateSecret } from './rotate-secret.js';

@Controller('v1/applications/:applicationId/secrets')
@UseGuards(AccessTokenGuard)
export class ApplicationSecretsController {
  constructor(
    private readonly rotateSecret: RotateSecret,
    private readonly removeSecret: RemoveSecret,
  ) {}

  @Post()
  @Operation('rotateApplicationSecret', {
    summary: 'Makes a new secret, which is in this answer only; the older ones go on for the overlap.',
    description: 'An overlap of 0 ends them at once. Not more than five secrets are alive at a time.',
    answers: SecretRotated,
    refuses: ['secret_not_used', 'secret_limit_reached'],
  })
  @NeedsScope('applications:write')
  async post(
    @Param('applicationId') applicationId: string,
    @Body({ schema: RotateSecretBody }) body: RotateSecretBody,
  ): Promise<SecretRotated> {
    return await this.rotateSecret.run(applicationId, body);
  }

  @Delete(':secretId')
  @Operation('removeApplicationSecret', {
    summary: 'Ends a secret at once; the only one that does not end by itself stays.',
    refuses: ['secret_is_last'],
  })
  @HttpCode(204)
  @NeedsScope('applications:write')
  async delete(
    @Param('applicationId') applicationId: string,
    @Param('secretId') secretId: string,
  ): Promise<void> {
    await this.removeSecret.run(applicationId, secretId);
  }
}
