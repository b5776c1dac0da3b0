import {
  type Application,
  type ApplicationCreated,
  AppError,
  CreateApplication as CreateApplicationBody,
} from '@portico/contracts';
import { AccessTokenGuard, NeedsScope } from '@portico/service-kit';
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

  /** Registers an application; its secret is in this answer only. Refuses `application_id_taken`. */
  @Post()
  @NeedsScope('applications:write')
  async create(
    @Body({ schema: CreateApplicationBody }) body: CreateApplicationBody,
  ): Promise<ApplicationCreated> {
    return await this.createApplication.run(body);
  }

  /** Every application, by id. */
  @Get()
  @NeedsScope('applications:read')
  async list(): Promise<{ applications: Application[] }> {
    return { applications: await this.readApplications.run() };
  }

  /** One application. Refuses `not_found`. */
  @Get(':applicationId')
  @NeedsScope('applications:read')
  async get(@Param('applicationId') applicationId: string): Promise<Application> {
    const [application] = await this.readApplications.run(applicationId);
    if (!application) throw new AppError('not_found');
    return application;
  }
}
