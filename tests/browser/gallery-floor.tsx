import type { VNode } from 'preact'
import { type Finding, findingOf } from '#domain/file-finding.ts'
import type { Language } from '#domain/language.ts'
import { StrayPage } from '#web/stray/StrayPage.tsx'
import type { StrayKind } from '#web/stray/words.ts'
import type { Examined, Issued, SignatureShown, Verdict } from '#web/verify/signatures.ts'
import { type VerifyOutcome, VerifyPage, type VerifyProblem } from '#web/verify/VerifyPage.tsx'

type Assets = (logicalName: string) => string

const strays: StrayKind[] = [
  'not_found',
  'method_not_allowed',
  'request_broken',
  'host_foreign',
  'too_large',
  'failed',
  'unavailable',
]
const problems: VerifyProblem[] = ['missing', 'too_large', 'not_pdf', 'hash_malformed', 'busy']
const ours = 'ab'.repeat(32)
const sha256 = '6f1c0a9be4d27c3358a1f0be77d9ac51e0c2b4f8d6a39e175b20c8f47a91d3e6'
const documentId = '01kb6h8q2m3n4p5r6s7t8v9w0x'
const at = new Date('2026-11-22T09:12:00Z')

const consent: SignatureShown = {
  fieldName: 'Musubi-2',
  kind: 'approval',
  name: '山田 太郎',
  reason: '山田 太郎がSMS認証のうえ、この書類の内容に同意しました。',
  contactInfo: documentId,
  at,
  timestampedAt: at,
  signerSubject: 'CN=Musubi 電子契約サービス 立会人, O=株式会社むすび, C=JP',
  signerSha256: ours,
  tsaSubject: 'CN=Musubi Evaluation TSA, O=Musubi',
  tsaKnown: true,
  valid: true,
}
const sending: SignatureShown = {
  ...consent,
  fieldName: 'Musubi-1',
  kind: 'certification',
  reason: '株式会社あおぞら不動産 佐藤 美咲がこの書類を送信しました。',
}
const stranger: SignatureShown = {
  ...consent,
  fieldName: 'Signature1',
  reason: '',
  contactInfo: '',
  tsaSubject: 'CN=Elsewhere Time Stamping, O=Elsewhere K.K., C=JP',
  tsaKnown: false,
  signerSubject: 'CN=Elsewhere Signing Service G3 Extended Validation, O=Elsewhere K.K., L=Chiyoda, C=JP',
  signerSha256: 'cd'.repeat(32),
}

function issuedAs(status: string, more: Partial<NonNullable<Issued>> = {}): Issued {
  return { documentId, kind: 'file', status, newest: true, renewed: false, at, test: false, ...more }
}

function read(more: Partial<Extract<Examined, { kind: 'read' }>> = {}): Examined {
  const signatures = [sending, consent]
  return { kind: 'read', signatures, moved: false, missing: [], part: null, ours: true, ...more }
}

function file(issued: Issued, examined: Examined, findings: Finding[] = []): VerifyOutcome {
  const judgement = {
    sha256,
    bytes: 81_234,
    answer: 'issued_whole' as const,
    verdict: 'whole' as const,
    ok: true,
    document: null,
    signatures: [],
    findings,
    missing: [],
  }
  return { kind: 'file', sha256, issued, examined, judgement, statement: 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmVk' }
}

/** Of each level, with a page, a signature and a field to name. */
const found = [
  findingOf('page_content', { page: 2, signature: 1 }),
  findingOf('page_content', { page: 3, signature: 1 }),
  findingOf('field_appearance_only', { field: 'rent', signature: 1 }),
  findingOf('filler_changed', { signature: 0 }),
  findingOf('validation_data_added', { signature: 1 }),
]

/** One upload or hash for each verdict. */
const verdicts: Record<Verdict, VerifyOutcome> = {
  concluded: file(issuedAs('concluded'), read()),
  certificate: file(issuedAs('concluded', { kind: 'certificate' }), read()),
  pending: file(issuedAs('awaiting'), read({ signatures: [sending] })),
  ended: file(issuedAs('declined'), read({ signatures: [sending] })),
  earlier: file(
    issuedAs('concluded', { newest: false }),
    read({ signatures: [sending], missing: ['山田 太郎', ''] }),
  ),
  bytes_added: file(null, read({ part: issuedAs('concluded') }), found),
  resaved: file(null, read({ moved: true, signatures: [{ ...consent, valid: false }] })),
  altered: file(null, read({ signatures: [sending, { ...consent, valid: false }] })),
  encrypted_copy: file(null, { kind: 'encrypted', ours: true }),
  foreign: file(null, read({ signatures: [stranger], ours: false }), [
    findingOf('signer_unknown', { signature: 0 }),
    findingOf('no_timestamp', { signature: 0 }),
  ]),
  unsigned: file(null, read({ signatures: [] })),
  unknown_hash: { kind: 'hash', sha256, issued: null },
  encrypted: file(null, { kind: 'encrypted', ours: false }),
  damaged: file(null, { kind: 'damaged' }),
}

/** The pages for which nobody needs an address of their own: /verify in each of its answers, and what a mistyped address meets. */
export function floorPages(lang: Language, assets: Assets): Record<string, VNode> {
  const operator = { name: '株式会社むすび', signers: [ours] }
  const verify = (outcome: VerifyOutcome, evaluation = false) => (
    <VerifyPage
      lang={lang}
      assets={assets}
      evaluation={evaluation}
      operator={operator}
      checkerSha256={ours}
      outcome={outcome}
    />
  )
  return {
    ...Object.fromEntries(
      strays.map((kind) => [
        `stray-${kind}`,
        <StrayPage key={kind} lang={lang} assets={assets} evaluation={kind === 'host_foreign'} kind={kind} />,
      ]),
    ),
    verify: verify({ kind: 'nothing' }, true),
    'verify-concluded-renewed': verify(file(issuedAs('concluded', { renewed: true }), read())),
    ...Object.fromEntries(
      problems.map((problem) => [`verify-problem-${problem}`, verify({ kind: 'problem', problem })]),
    ),
    ...Object.fromEntries(
      Object.entries(verdicts).map(([verdict, outcome]) => [
        `verify-${verdict}`,
        verify(outcome, verdict === 'concluded'),
      ]),
    ),
  }
}
