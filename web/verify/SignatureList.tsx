import type { JSX } from 'preact'
import { dateAndTime } from '#web/signing/tokyo-time.ts'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import type { SignatureShown } from './signatures.ts'
import type { Language, Words } from './words.ts'

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
        {signatures.map((each, index) => (
          <li key={each.fieldName} class="card">
            <div class="signature-head">
              <h3>{`${list.number(index + 1)}　${list.kinds[each.kind]}`}</h3>
              <StatusDot tone={each.valid ? 'success' : 'danger'}>
                {each.valid ? list.valid : list.invalid}
              </StatusDot>
            </div>
            {each.reason === '' ? null : <p class="reason">{each.reason}</p>}
            <dl class="facts">
              <Line name={list.at} value={time(each.at, list.unstated)} />
              <Line name={list.timestamp} value={time(each.timestampedAt, list.none)} />
              {each.tsaSubject === null ? null : <Line name={list.authority} value={each.tsaSubject} />}
              <Line name={list.signer} value={signerOf(each, operator, words)} />
              {each.contactInfo === '' ? null : <Line name={list.documentId} value={each.contactInfo} />}
            </dl>
          </li>
        ))}
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

function signerOf(signature: SignatureShown, operator: SignatureListProps['operator'], words: Words): string {
  const { operator: ours, otherSigner } = words.signatures
  const known = operator.signers.includes(signature.signerSha256)
  return `${signature.signerSubject}（${known ? ours : otherSigner}）`
}
