import type { Ports } from '#server/usecases/ports.ts'

/** What the signing pages are given. */
export type SigningNeeds = Pick<
  Ports,
  | 'database'
  | 'clock'
  | 'random'
  | 'secrets'
  | 'limits'
  | 'storage'
  | 'reading'
  | 'pdfWorker'
  | 'sealer'
  | 'testSealing'
  | 'testOutbox'
  | 'mail'
> & {
  sms: Pick<Ports['sms'], 'hasOther' | 'canCall'>
  publicUrl: string
  evaluation: boolean
  /** Public address of a built asset by its logical name. */
  assets: (logicalName: string) => string
  /** The operator's terms, where a team has none of its own. */
  termsUrl: string | null
}
