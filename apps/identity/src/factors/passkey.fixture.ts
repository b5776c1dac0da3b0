import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

type Options = Record<string, unknown>;

/** What a passkey may do otherwise than it should. */
interface Deviation {
  origin?: string;
  challenge?: string;
  rpId?: string;
  /** The count that it tells; the next one unless said. */
  count?: number;
}

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

/** A passkey without a device (Web Authentication Level 3 §6.1, §6.5.1): ES256, no attestation. */
export class SoftPasskey {
  private readonly id = randomBytes(16);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private count = 0;

  constructor(
    private readonly origin: string,
    private readonly rpId = new URL(origin).hostname,
  ) {}

  /** Answers the options to make it. */
  make(options: Options, deviation: Deviation = {}): Options {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' }) as { x?: string; y?: string };
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, isoCBOR.encode(cose)]);
    const authData = new Uint8Array(Buffer.concat([this.head(0x41, deviation), attested]));
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return this.answer({
      clientDataJSON: base64url(this.clientData('webauthn.create', options, deviation)),
      attestationObject: base64url(isoCBOR.encode(attestation)),
      transports: ['usb'],
    });
  }

  /** Answers the options to use it. */
  use(options: Options, deviation: Deviation = {}): Options {
    const authData = this.head(0x01, deviation);
    const clientData = this.clientData('webauthn.get', options, deviation);
    const signer = createSign('sha256').update(Buffer.concat([authData, sha256(clientData)]));
    return this.answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signer.sign(this.keys.privateKey)),
    });
  }

  private head(flags: number, { rpId = this.rpId, count = this.count + 1 }: Deviation): Buffer {
    this.count = count;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(count);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter]);
  }

  private clientData(type: string, options: Options, deviation: Deviation): Buffer {
    const { origin = this.origin, challenge = options['challenge'] } = deviation;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private answer(response: Options): Options {
    const id = base64url(this.id);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
