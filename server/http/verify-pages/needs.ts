import type { Ports } from '#server/usecases/ports.ts'

/** What the verification page is given. */
export type VerifyNeeds = Pick<
  Ports,
  'database' | 'clock' | 'pdfWorker' | 'workspace' | 'trust' | 'testSealing' | 'limits'
> & {
  assets: (logicalName: string) => string
  /** Origin (and nothing else) under which people reach the page. */
  publicUrl: string
  evaluation: boolean
}
