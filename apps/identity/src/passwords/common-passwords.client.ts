import { Injectable } from '@nestjs/common';

/** The shortest that the rules admit: the list's shorter ones are refused anyway. */
const FEWEST = 12;

/** The passwords that most people choose, by the word list of zxcvbn; read on first use, as sign-ins need none. */
@Injectable()
export class CommonPasswords {
  private list: Promise<ReadonlySet<string>> | undefined;

  async all(): Promise<ReadonlySet<string>> {
    return await (this.list ??= load());
  }
}

const load = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].filter(({ length }) => length >= FEWEST));
};
