import {
  Application,
  ApplicationCreated,
  ApplicationList,
  ApplicationUpdated,
  AppError,
  CreateApplication as CreateApplicationBody,
  type Principal,
  UpdateApplication as UpdateApplicationBody,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { CreateApplication } from './create-application.js';
import { ReadApplications } from './read-applications.js';
import { RemoveApplication } from './remove-application.js';
import { UpdateApplication } from './update-application.js';

@Controller('v1/applications')
@UseGuards(AccessTokenGuard)
export class ApplicationsController {
  constructor(
    private readonly createApplication: CreateApplication,
    private readonly readApplications: ReadApplications,
    private readonly updateApplication: UpdateApplication,
    private readonly removeApplication: RemoveApplication,
  ) {}

  @Post()
  @Operation('addApplication', {
    summary: 'Registers an application; its secret is in this answer only.',
    description:
      '`resources` names audiences and scopes of registered resource servers. A machine application gives no ' +
      '`apiScopes` that it has not itself.',
    answers: ApplicationCreated,
    refuses: ['application_id_taken'],
  })
  @NeedsScope('applications:write')
  async create(
    @Body({ schema: CreateApplicationBody }) body: CreateApplicationBody,
    @Bearer() bearer: Principal,
  ): Promise<ApplicationCreated> {
    return await this.createApplication.run(body, bearer);
  }

  @Get()
  @Operation('listApplications', { summary: 'Every application, by id.', answers: ApplicationList })
  @NeedsScope('applications:read')
  async list(): Promise<ApplicationList> {
    return { applications: await this.readApplications.run() };
  }

  @Get(':applicationId')
  @Operation('getApplication', { summary: 'One application.', answers: Application })
  @NeedsScope('applications:read')
  async get(@Param('applicationId') applicationId: string): Promise<Application> {
    const [application] = await this.readApplications.run(applicationId);
    if (!application) throw new AppError('not_found');
    return application;
  }

  @Patch(':applicationId')
  @Operation('changeApplication', {
    summary: 'Changes what is given; it is in force within two seconds.',
    description:
      'What comes of it must be an application that could be registered: keys go with `private_key_jwt` and with ' +
      'nothing else, and what its kind does not have is refused. An application that goes over from a key to a secret ' +
      'gets its first secret in this answer.',
    answers: ApplicationUpdated,
  })
  @NeedsScope('applications:write')
  async patch(
    @Param('applicationId') applicationId: string,
    @Body({ schema: UpdateApplicationBody }) body: UpdateApplicationBody,
    @Bearer() bearer: Principal,
  ): Promise<ApplicationUpdated> {
    return await this.updateApplication.run(applicationId, body, bearer);
  }

  @Delete(':applicationId')
  @Operation('removeApplication', {
    summary: 'Removes an application with its codes and tokens; sessions of people go on.',
    description:
      "It gets nothing more from the next two seconds on, and Portico's own APIs refuse its tokens within 30. An access " +
      'token that a resource server verifies by itself lives five minutes at most.',
  })
  @HttpCode(204)
  @NeedsScope('applications:write')
  async delete(@Param('applicationId') applicationId: string): Promise<void> {
    await this.removeApplication.run(applicationId);
  }
}
