import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createCmsIdentity, signDetached } from '#server/adapters/signer/cms.ts'
import type { Sealer, Signer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'

/** Signs as releases before 0.2 did: whatever the time, also when the certificate has ended. */
export function recklessSealer(signer: Signer, timestamps: TimestampAuthority | null): Pick<Sealer, 'seal'> {
  const identity = createCmsIdentity(signer)
  return {
    async seal({ path, byteRange: [, gapStart, gapEnd] }) {
      const bytes = await readFile(path)
      const digest = createHash(identity.digest)
        .update(bytes.subarray(0, gapStart))
        .update(bytes.subarray(gapEnd))
        .digest()
      const timestamp = timestamps && ((sha256: Uint8Array) => timestamps.timestamp(sha256))
      const cms = await signDetached(identity, digest, timestamp)
      bytes.write(Buffer.from(cms).toString('hex'), gapStart + 1, 'latin1')
      await writeFile(path, bytes)
      return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    },
  }
}
