import {
  Application,
  ApplicationCreated,
  ApplicationList,
  AppError,
  CreateApplication as CreateApplicationBody,
} from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { CreateApplication } from './create-application.js';
import { ReadApplications } from './read-applications.js';

@Controller('v1/applications')
@UseGuards(AccessTokenGuard)
export class ApplicationsController {
  constructor(
    private readonly createApplication: CreateApplication,
    private readonly readApplications: ReadApplications,
  ) {}

  @Post()
  @Operation('addApplication', {
    summary: 'Registers an application; its secret is in this answer only.',
    answers: ApplicationCreated,
    refuses: ['application_id_taken'],
  })
  @NeedsScope('applications:write')
  async create(
    @Body({ schema: CreateApplicationBody }) body: CreateApplicationBody,
  ): Promise<ApplicationCreated> {
    return await this.createApplication.run(body);
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
}
