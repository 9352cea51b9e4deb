import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AgreementEvidence } from '#domain/agreement-evidence.ts'
import { createWorkspace } from '#server/adapters/storage/workspace.ts'
import type { Config } from '#server/config/config.ts'
import { createPdfWorker } from '#server/pdf/worker/pdf-worker.ts'
import type { Clock } from '#server/usecases/ports.ts'
import { type Finding, fail, findings, ok } from './finding.ts'

/** Lets the PDF worker draw a certificate of agreement, with its fonts and in Japanese, and throws it away. */
export function examinePdfWorker(config: Config, pdfWorkerChild: string, clock: Clock): Promise<Finding[]> {
  const check = 'PDF worker'
  const cure = 'build again (npm run build), look at memory and at the log of a server (pdf_worker)'
  return findings(check, cure, async () => {
    const workDirectory = join(config.dataDirectory, 'work')
    const workspace = await createWorkspace(workDirectory)
    const pdfWorker = createPdfWorker({ childScript: pdfWorkerChild, workDirectory, log: () => undefined })
    const file = await workspace.newFile()
    try {
      const at = clock.now()
      await pdfWorker.prepareCertificate({
        targetPath: file.path,
        evidence: exampleEvidence(config.publicUrl, at.toISOString()),
        attached: [],
        signature: { name: 'doctor', reason: 'doctor', contactInfo: 'doctor', at },
      })
      const { size } = await stat(file.path)
      if (size === 0) return fail(check, 'It drew an empty file.', cure)
      return ok(check, `It drew a page with its fonts (${Math.ceil(size / 1024)} KB).`)
    } finally {
      await file.dispose()
      await pdfWorker.close()
    }
  })
}

function exampleEvidence(verificationUrl: string, at: string): AgreementEvidence {
  return {
    schema: 'musubi-evidence-1',
    language: 'ja',
    evaluation: true,
    issuedAt: at,
    issuer: { name: '点検', address: null, contact: null, capacity: 'witness' },
    document: { id: 'doctor', title: '点検用の書類', sentAt: null, agreedAt: at },
    parties: [],
    files: [],
    signatures: { level: 'PAdES-B-B', certificates: [] },
    trail: { head: '0'.repeat(64), rows: 0 },
    terms: [],
    verificationUrl,
  }
}
