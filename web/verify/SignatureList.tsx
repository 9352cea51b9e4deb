import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { dateAndTime } from '#web/signing/tokyo-time.ts'
import { bracketed } from '#web/ui/bracketed.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import type { SignatureShown } from './signatures.ts'
import type { Words } from './words.ts'

export type SignatureListProps = {
  signatures: SignatureShown[]
  operator: { name: string; signers: string[] }
  words: Words
  lang: Language
}

/** Every signature in the order in which they were made: whose act, when, and whether it holds. */
export function SignatureList({ signatures, operator, words, lang }: SignatureListProps): JSX.Element {
  const list = words.signatures
  const time = (instant: Date | null, none: string) => (instant === null ? none : dateAndTime(instant, lang))
  return (
    <section class="signatures" aria-labelledby="signatures-heading">
      <h2 id="signatures-heading">{list.title(signatures.length)}</h2>
      <ol>
        {signatures.map((each, index) => {
          const ours = operator.signers.includes(each.signerSha256)
          return (
            <li key={each.fieldName} class="card">
              <div class="signature-head">
                <h3>{`${list.number(index + 1)}${lang === 'ja' ? '　' : ': '}${kindOf(each, ours, words)}`}</h3>
                <StatusDot tone={!each.valid ? 'danger' : ours ? 'success' : 'quiet'}>
                  {!each.valid ? list.invalid : ours ? list.valid : list.unchanged}
                </StatusDot>
              </div>
              {each.reason === '' ? null : <p class="reason">{each.reason}</p>}
              <dl class="facts">
                <Line name={list.at} value={time(each.at, list.unstated)} />
                <Line name={list.timestamp} value={time(each.timestampedAt, list.none)} />
                {each.tsaSubject === null ? null : (
                  <Line name={list.authority} value={authorityOf(each, each.tsaSubject, words, lang)} />
                )}
                <Line name={list.signer} value={signerOf(each, ours, words, lang)} />
                {each.contactInfo === '' ? null : <Line name={list.documentId} value={each.contactInfo} />}
              </dl>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Line({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function signerOf(signature: SignatureShown, ours: boolean, words: Words, lang: Language): string {
  const { operator, otherSigner } = words.signatures
  return bracketed(signature.signerSubject, ours ? operator : otherSigner, lang)
}

/** What a signature of somebody else was for, this server does not know. */
function kindOf({ kind }: SignatureShown, ours: boolean, words: Words): string {
  const { kinds, otherKind } = words.signatures
  return ours || kind === 'document_timestamp' ? kinds[kind] : otherKind
}

/** Anyone can run an authority: of one that is not known here, the time is only what it says. */
function authorityOf({ tsaKnown }: SignatureShown, subject: string, words: Words, lang: Language): string {
  return tsaKnown ? subject : bracketed(subject, words.signatures.otherAuthority, lang)
}
