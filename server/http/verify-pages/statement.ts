import type { FileJudgement } from '#domain/file-judgement.ts'
import { answers, type Issued, verdictOn } from '#web/verify/signatures.ts'
import type { VerifyOutcome } from '#web/verify/VerifyPage.tsx'
import type { VerifyNeeds } from './needs.ts'

/** What a statement is about; null where there is nothing to state. */
type Stated = Extract<VerifyOutcome, { kind: 'file' }>

type Needs = Pick<VerifyNeeds, 'signStatement' | 'publicUrl' | 'clock'>

/**
 * What was found, as a JWS that anybody can check later with the certificates in it. It says nothing that the page does not
 * show to whoever brought the file.
 */
export function statementOn(needs: Needs, outcome: Stated): Promise<string> {
  const { sha256, issued, examined, judgement } = outcome
  const verdict = verdictOn(issued, examined)
  const part = issued ?? (examined.kind === 'read' ? examined.part : null)
  return needs.signStatement({
    iss: needs.publicUrl,
    iat: Math.floor(needs.clock.now().getTime() / 1000),
    schema: 'musubi-verification-statement-1',
    file: { sha256, bytes: judgement?.bytes ?? null },
    answer: answers[verdict],
    verdict,
    document: part && documentOf(part),
    signatures: judgement?.signatures.map(signatureOf) ?? [],
    findings: judgement?.findings ?? [],
    missing: judgement?.missing ?? [],
  })
}

function documentOf({ documentId, kind, status, at, test }: NonNullable<Issued>) {
  return { documentId, kind, status, at, test }
}

/** Without the texts of the signature: they name people, and the file itself says them. */
function signatureOf({
  field,
  kind,
  ours,
  valid,
  covers,
  at,
  timestampedAt,
  signer,
  tsa,
}: FileJudgement['signatures'][number]) {
  return { field, kind, ours, valid, covers, at, timestampedAt, signer, tsa }
}
