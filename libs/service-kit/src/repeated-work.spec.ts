import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { RepeatsEvery, RepeatWork } from './repeated-work.js';

@Injectable()
@RepeatsEvery(0.01)
class CountSheep {
  turns = 0;
  atOnce = 0;
  mostAtOnce = 0;

  async run(): Promise<void> {
    this.turns += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await sleep(20);
    this.atOnce -= 1;
    if (this.turns === 1) throw new Error('the first sheep stumbles');
  }
}

@Module({ imports: [DiscoveryModule], providers: [CountSheep, RepeatWork] })
class Meadow {}

describe(RepeatWork.name, () => {
  it('goes on after a failure, one turn after another, until the service stops', async () => {
    Logger.overrideLogger(false);
    const meadow = await NestFactory.createApplicationContext(Meadow, { logger: false });
    const work = meadow.get(CountSheep);
    while (work.turns < 3) await sleep(5);
    await meadow.close();
    await sleep(40);
    const { turns } = work;
    await sleep(60);
    expect({ turns: work.turns, mostAtOnce: work.mostAtOnce }).toEqual({ turns, mostAtOnce: 1 });
  });
});
