import type { Signer } from '#server/usecases/sealing-ports.ts'
import { createPemSigner, KeyRefused } from './pem-signer.ts'

/** A PKCS#12 file (.p12, .pfx) with one key and its chain. */
export type Pkcs12Key = { pkcs12: Uint8Array; passphrase: string }

/**
 * As `createPemSigner`, with a key from a PKCS#12 file. Files of the old kind (RC2, 3DES, which OpenSSL calls legacy)
 * are refused with `key_unreadable`: convert them once, `openssl pkcs12 -legacy -in old.p12 | openssl pkcs12 -export`.
 */
export async function createPkcs12Signer({ pkcs12, passphrase }: Pkcs12Key): Promise<Signer> {
  const { keys, certificates } = await open(pkcs12, passphrase)
  const [key] = keys
  if (!key || keys.length > 1) {
    throw new KeyRefused('key_unreadable', `The PKCS#12 file holds ${keys.length} keys instead of one.`)
  }
  return firstThatMatches(key, certificates)
}

/** The bags have no order, so the key's own certificate is looked for; the others follow it. */
function firstThatMatches(keyPem: string, certificates: string[]): Signer {
  for (const leaf of certificates) {
    const chain = [leaf, ...certificates.filter((other) => other !== leaf)]
    try {
      return createPemSigner({ keyPem, chainPem: chain.join('') })
    } catch (error) {
      if (!(error instanceof KeyRefused && error.code === 'key_does_not_match')) throw error
    }
  }
  throw new KeyRefused('key_does_not_match', 'The PKCS#12 file holds no certificate of its key.')
}

async function open(
  pkcs12: Uint8Array,
  passphrase: string,
): Promise<{ keys: string[]; certificates: string[] }> {
  // Loaded only by those who have such a file: it is large, and the server starts without it.
  const pkijs = await import('pkijs')
  try {
    const password = Uint8Array.from(Buffer.from(passphrase, 'utf8')).buffer
    const pfx = pkijs.PFX.fromBER(Uint8Array.from(pkcs12).buffer)
    await pfx.parseInternalValues({ password, checkIntegrity: true })
    const safe = pfx.parsedValue?.authenticatedSafe
    if (!safe) throw new RangeError('no authenticated safe')
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) })
    const contents: { value: InstanceType<typeof pkijs.SafeContents> }[] = safe.parsedValue.safeContents
    const keys: string[] = []
    const certificates: string[] = []
    for (const { bagValue } of contents.flatMap(({ value }) => value.safeBags)) {
      if (bagValue instanceof pkijs.PKCS8ShroudedKeyBag) {
        // Protected in the types of pkijs, although nothing else opens the bag.
        await Reflect.apply(Reflect.get(bagValue, 'parseInternalValues'), bagValue, [{ password }])
        if (bagValue.parsedValue) keys.push(pem('PRIVATE KEY', bagValue.parsedValue.toSchema().toBER()))
      } else if (bagValue instanceof pkijs.PrivateKeyInfo) {
        keys.push(pem('PRIVATE KEY', bagValue.toSchema().toBER()))
      } else if (bagValue instanceof pkijs.CertBag && bagValue.parsedValue instanceof pkijs.Certificate) {
        certificates.push(pem('CERTIFICATE', bagValue.parsedValue.toSchema(false).toBER()))
      }
    }
    return { keys, certificates }
  } catch (cause) {
    const message =
      'The PKCS#12 file is not readable, of the old RC2 or 3DES kind, or its passphrase is wrong.'
    throw new KeyRefused('key_unreadable', message, { cause })
  }
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
