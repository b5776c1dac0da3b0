import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { env } from './env.js';
import { natsOptions } from './options.js';

const options = natsOptions(env.servers, readFileSync(env.keyFile, 'utf8'));
const app = await NestFactory.createMicroservice(AppModule, options);
app.enableShutdownHooks();
await app.listen();
