import type { Document } from '#domain/document.ts'
import type { Revision } from '#domain/seal.ts'
import type { Ports } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import type { FinalExpectation, SignatureSeen, TrustedCertificates } from '../sealing-ports.ts'

type Needs = Pick<Ports, 'storage' | 'pdfWorker' | 'workspace'>

/** What the file must hold. `originalKey`: of the upload beneath it; null, with `pages`, where there is none. */
export type Expected = { originalKey: string | null; pages: number | null } & Pick<
  FinalExpectation,
  'acts' | 'archives' | 'begins'
>

/** The acts of a document, as its files must hold them. */
export function expectedActs({ acts }: Pick<Document, 'acts'>): Expected['acts'] {
  return acts.map(({ number, participantId, at }) => ({
    participantId: number === 0 ? null : participantId,
    at,
  }))
}

/**
 * What was stored is read back and judged by code that did not make it. `late`: which act (by place) was signed by a
 * certificate that was not in force, if that is all that is wrong; null where nothing is. Throws `FileRefused`.
 */
export async function verifyFinished(
  { storage, pdfWorker, workspace }: Needs,
  trusted: TrustedCertificates,
  stored: Omit<Revision, 'fileId'>,
  expected: Expected,
): Promise<{ late: number | null; signatures: SignatureSeen[] }> {
  const finished = await storage.localCopy(stored.storageKey)
  const original = expected.originalKey === null ? null : await storage.localCopy(expected.originalKey)
  try {
    const { sha256, bytes } = await workspace.read(finished.path)
    if (sha256 !== stored.sha256) {
      throw new FileRefused('the stored file is not the file that was sealed')
    }
    const report = await pdfWorker.verifyFinal({
      ...{ path: finished.path, bytes },
      originalPath: original?.path ?? null,
      pages: expected.pages,
      acts: expected.acts,
      archives: expected.archives ?? 0,
      ...(expected.begins === undefined ? {} : { begins: expected.begins }),
      trustedSigners: trusted.signers,
      trustedTsas: trusted.tsas,
    })
    const { signatures } = report
    if (report.ok) return { late: null, signatures }
    const late = report.problems.flatMap(({ check, act }) =>
      check === 'signer_out_of_time' ? [act ?? 0] : [],
    )
    // Without a time stamp only the act's own time counts, and no later certificate would be in force then.
    if (late.length === report.problems.length && trusted.tsas !== null)
      return { late: Math.min(...late), signatures }
    throw new FileRefused(report.problems.map(({ check, detail }) => `${check}: ${detail}`).join('; '))
  } finally {
    await finished.dispose()
    await original?.dispose()
  }
}
