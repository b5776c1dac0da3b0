import { LookUpTxt } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';

/** TXT records of the DNS, as the broker sees them: this service itself reaches nothing outside. */
@Injectable()
export class TxtRecords {
  constructor(private readonly ask: Ask) {}

  /** The records of a name. Refuses `dns_unavailable`. */
  async find(name: string): Promise<string[]> {
    return (await this.ask.to(LookUpTxt, { name })).records;
  }
}
