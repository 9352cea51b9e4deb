import { stat } from 'node:fs/promises'
import { join } from 'node:path'
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
        documentId: 'doctor',
        title: '点検用の書類',
        evaluation: true,
        operator: '点検',
        concludedAt: at,
        files: [],
        parties: [],
        attached: [],
        auditHead: '0'.repeat(64),
        verifyUrl: config.publicUrl,
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
