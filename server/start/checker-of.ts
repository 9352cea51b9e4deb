import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Checker } from '#server/http/verify-pages/needs.ts'
import { writeTrust } from '#server/offline-checker/given-trust.ts'
import type { Trust } from '#server/usecases/sealing-ports.ts'

/** What the build leaves open in the checker for the certificates of the server that serves it. */
const PLACE = '@@MUSUBI_TRUST@@'

/** The checker that strangers run, with the certificates of this installation written into it. */
export function checkerOf(path: string, trust: Trust): Checker {
  let source: Promise<string> | null = null
  let made: { written: string; bytes: Buffer; sha256: string } | null = null

  async function written(): Promise<string> {
    const { certificates, tsas } = await trust.trusted()
    return writeTrust({ operator: trust.operator, signers: certificates, tsas })
  }

  return {
    trust: written,
    async file() {
      const certificates = await written()
      if (made?.written === certificates) return made
      source ??= readFile(path, 'utf8')
      const text = (await source).replaceAll(PLACE, Buffer.from(certificates, 'utf8').toString('base64'))
      const bytes = Buffer.from(text, 'utf8')
      made = { written: certificates, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
      return made
    },
  }
}
