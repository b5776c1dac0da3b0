import { Module } from '@nestjs/common';
import { LoginsController } from './logins.controller.js';

@Module({ controllers: [LoginsController] })
export class AppModule {}
