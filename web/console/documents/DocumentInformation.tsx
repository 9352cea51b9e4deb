import type { JSX } from 'preact'
import type { Attribute } from '#domain/attribute.ts'
import type { Language } from '#domain/language.ts'
import { informationWords } from './information-words.ts'

type DocumentInformationProps = {
  documentId: string
  information: Attribute | null
  lang: Language
}

/** What is recorded about the document for its management, and the way to change it and to its history. */
export function DocumentInformation({
  documentId,
  information,
  lang,
}: DocumentInformationProps): JSX.Element {
  const words = informationWords[lang]
  const { fields } = words
  const facts: [string, string][] =
    information === null
      ? []
      : [
          [fields.counterparty, information.counterparty],
          [fields.contract_at, information.contractAt ?? ''],
          [fields.amount, information.amount?.toLocaleString('en') ?? ''],
          [fields.title, information.title],
          [fields.validity_start_at, information.validityStartAt ?? ''],
          [fields.validity_end_at, information.validityEndAt ?? ''],
          [fields.validity_end_notice_at, information.validityEndNoticeAt ?? ''],
          [fields.local_id, information.localId],
          [
            fields.auto_update,
            information.autoUpdate === 'unset' ? '' : words.renewal[information.autoUpdate],
          ],
          ...information.options.map(({ order, content }): [string, string] => [
            words.options.one(order),
            content,
          ]),
        ]
  const said = facts.filter(([, value]) => value !== '')
  return (
    <section class="card" aria-labelledby="information-heading">
      <h2 id="information-heading">{words.title}</h2>
      {said.length === 0 ? (
        <p class="note">{words.none}</p>
      ) : (
        <dl class="facts">
          {said.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>
        <a href={`/console/documents/${documentId}/information`}>{words.change}</a>
      </p>
    </section>
  )
}
