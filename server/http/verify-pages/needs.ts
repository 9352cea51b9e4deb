import type { Ports } from '#server/usecases/ports.ts'

/** The checker that strangers run on their own machine. */
export interface Checker {
  /** With this server's certificates written into it, as it is served. */
  file(): Promise<{ bytes: Buffer; sha256: string }>
  /** The certificates alone, for a checker that came from elsewhere. */
  trust(): Promise<string>
}

/** What the verification page is given. */
export type VerifyNeeds = Pick<
  Ports,
  'database' | 'clock' | 'pdfWorker' | 'workspace' | 'trust' | 'testSealing' | 'limits'
> & {
  assets: (logicalName: string) => string
  /** Origin (and nothing else) under which people reach the page. */
  publicUrl: string
  evaluation: boolean
  checker: Checker
  /** Signs a statement with the operator's key (JWS). */
  signStatement: (payload: unknown) => Promise<string>
}
