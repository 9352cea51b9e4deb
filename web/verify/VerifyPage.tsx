import type { JSX } from 'preact'
import type { FileJudgement } from '#domain/file-judgement.ts'
import type { Language } from '#domain/language.ts'
import { dateAndTime } from '#web/signing/tokyo-time.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileField, pdfFiles } from '#web/ui/FileField.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { FindingList } from './FindingList.tsx'
import { OwnMachine } from './OwnMachine.tsx'
import { SignatureList } from './SignatureList.tsx'
import { answers, type Examined, type Issued, type Verdict, verdictOn } from './signatures.ts'
import { type Words, wordsIn } from './words.ts'

export type VerifyProblem = keyof Words['problems']

export type VerifyOutcome =
  | { kind: 'nothing' }
  | { kind: 'problem'; problem: VerifyProblem }
  | { kind: 'hash'; sha256: string; issued: Issued }
  | {
      kind: 'file'
      sha256: string
      issued: Issued
      examined: Examined
      /** What was found by the file's bytes alone; null where that could not be said. */
      judgement: FileJudgement | null
      /** The same, signed (JWS). */
      statement: string | null
    }

export type VerifyPageProps = {
  lang: Language
  assets: (logicalName: string) => string
  evaluation: boolean
  /** Who signs here, and the SHA-256 of their certificates. */
  operator: { name: string; signers: string[] }
  /** Of the checker that strangers run. */
  checkerSha256: string
  outcome: VerifyOutcome
}

/** Anyone checks a file here: what was found first, then the form. */
export function VerifyPage(props: VerifyPageProps): JSX.Element {
  const { lang, assets, evaluation, operator, outcome, checkerSha256 } = props
  const words = wordsIn(lang)
  const found = outcome.kind === 'hash' || outcome.kind === 'file'
  const inError = outcome.kind === 'problem'
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{`${inError ? words.error : ''}${words.title} | Musubi`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, email=no, address=no" />
        <link rel="icon" type="image/svg+xml" href={assets('favicon.svg')} />
        <link rel="stylesheet" href={assets('verify.css')} />
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        {evaluation ? <p class="evaluation">{words.evaluation}</p> : null}
        <header class="top">
          <a class="brand" href="/verify">
            <Logo size={28} />
            <span>Musubi</span>
          </a>
          <a class="language" href={switchPath(outcome, words)} lang={words.language.otherLang}>
            {words.language.other}
          </a>
        </header>
        <main id="main" tabindex={-1}>
          <h1>{words.title}</h1>
          {found ? (
            <Found outcome={outcome} operator={operator} evaluation={evaluation} words={words} lang={lang} />
          ) : (
            <p class="lead">{words.lead}</p>
          )}
          <Forms outcome={outcome} words={words} again={found} />
          <OwnMachine sha256={checkerSha256} words={words} />
        </main>
      </body>
    </html>
  )
}

type FoundProps = {
  outcome: Extract<VerifyOutcome, { kind: 'hash' | 'file' }>
  operator: VerifyPageProps['operator']
  evaluation: boolean
  words: Words
  lang: Language
}

function Found({ outcome, operator, evaluation, words, lang }: FoundProps): JSX.Element {
  const { sha256 } = outcome
  const examined = outcome.kind === 'file' ? outcome.examined : undefined
  const read = examined?.kind === 'read' ? examined : undefined
  const signatures = read?.signatures
  const verdict = verdictOn(outcome.issued, examined)
  const { title, lead } = words.verdicts[verdict]
  const issued = outcome.issued ?? read?.part ?? null
  const invalid = signatures?.filter((each) => !each.valid).length ?? 0
  const test = issued?.test === true
  // Nothing about a test is as good as it would be otherwise.
  const tone = test && tones[verdict] === 'good' ? 'plain' : tones[verdict]
  const missing = issued !== null && answers[verdict] !== 'issued_whole' ? (read?.missing ?? []) : []
  return (
    <>
      <section class={`verdict ${tone}`} aria-labelledby="verdict" tabindex={-1} autofocus>
        <VerdictMark tone={tone} />
        <div>
          <p class="verdict-answer" data-verdict={verdict}>
            {words.answers[answers[verdict]]}
          </p>
          <h2 id="verdict">
            {test ? words.test : evaluation && issued !== null ? words.valued : ''}
            {title}
          </h2>
          {test ? <p class="verdict-test">{words.testLead}</p> : null}
          <p>{lead}</p>
          {issued?.renewed === true && tone !== 'bad' ? <p data-renewed>{words.renewed}</p> : null}
          {missing.length === 0 ? null : <p>{words.missing(missing)}</p>}
          {invalid === 0 ? null : <p class="verdict-invalid">{words.invalid(invalid)}</p>}
        </div>
      </section>
      <dl class="facts">
        {issued === null ? null : (
          <>
            <div>
              <dt>{words.facts.documentId}</dt>
              <dd>
                <code>{issued.documentId}</code>
              </dd>
            </div>
            <div>
              <dt>{words.facts.issuedAt}</dt>
              <dd>{dateAndTime(issued.at, lang)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>{words.facts.sha256}</dt>
          <dd>
            <code>{sha256}</code>
          </dd>
        </div>
      </dl>
      {outcome.kind === 'file' && outcome.judgement !== null ? (
        <FindingList
          findings={outcome.judgement.findings}
          known={issued !== null}
          evaluation={evaluation}
          words={words}
          lang={lang}
        />
      ) : null}
      {signatures === undefined || signatures.length === 0 ? null : (
        <SignatureList signatures={signatures} operator={operator} words={words} lang={lang} />
      )}
      {outcome.kind === 'file' && outcome.statement !== null ? (
        <Statement statement={outcome.statement} sha256={sha256} words={words} />
      ) : null}
    </>
  )
}

type StatementProps = { statement: string; sha256: string; words: Words }

/** The file is gone already, so the statement travels with the page. */
function Statement({ statement, sha256, words }: StatementProps): JSX.Element {
  const bytes = Buffer.from(statement, 'ascii').toString('base64')
  return (
    <section class="statement" aria-labelledby="statement">
      <h2 id="statement">{words.statement.title}</h2>
      <p class="note">{words.statement.lead}</p>
      <a
        class="button quiet"
        href={`data:application/octet-stream;base64,${bytes}`}
        download={`verification-${sha256.slice(0, 12)}.jws`}
      >
        {words.statement.button}
      </a>
    </section>
  )
}

const tones: Record<Verdict, 'good' | 'plain' | 'bad'> = {
  concluded: 'good',
  certificate: 'good',
  pending: 'plain',
  ended: 'plain',
  earlier: 'bad',
  bytes_added: 'bad',
  resaved: 'bad',
  altered: 'bad',
  encrypted_copy: 'bad',
  foreign: 'plain',
  unsigned: 'plain',
  unknown_hash: 'plain',
  encrypted: 'plain',
  damaged: 'plain',
}

const marks = { good: 'M12 24.5l8 8 16-17', plain: 'M24 13v14M24 33v1.5', bad: 'M15 15l18 18M33 15L15 33' }

function VerdictMark({ tone }: { tone: 'good' | 'plain' | 'bad' }): JSX.Element {
  return (
    <svg width="48" height="48" viewBox="0 0 48 48" fill="none" aria-hidden="true">
      <circle cx="24" cy="24" r="23" fill="currentColor" />
      <path d={marks[tone]} class="on-mark" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  )
}

type FormsProps = { outcome: VerifyOutcome; words: Words; again: boolean }

function Forms({ outcome, words, again }: FormsProps): JSX.Element {
  const problem = outcome.kind === 'problem' ? outcome.problem : null
  const hashProblem = problem === 'hash_malformed'
  const fileProblem = problem === null || hashProblem ? null : words.problems[problem]
  return (
    <div class="forms">
      {again ? <h2>{words.again}</h2> : null}
      <form method="post" action="/verify" encType="multipart/form-data" class="card">
        <FileField id="file" label={words.file} hint={words.fileHint} error={fileProblem} accept={pdfFiles} />
        <Button>{words.button}</Button>
        <p class="note">{words.privacy}</p>
      </form>
      <details class="by-hash" {...(hashProblem ? { open: true } : {})}>
        <summary>{words.hashTitle}</summary>
        <form method="get" action="/verify">
          <p class="note">{words.hashLead}</p>
          <Field
            id="sha256"
            name="sha256"
            label={words.hashLabel}
            hint={null}
            error={hashProblem ? words.problems.hash_malformed : null}
            value=""
            autocomplete="off"
            maxlength={100}
            class="hash"
          />
          <Button kind="quiet">{words.hashButton}</Button>
        </form>
      </details>
    </div>
  )
}

/** A file is not kept, so after an upload the switch leads to its hash. */
function switchPath(outcome: VerifyOutcome, words: Words): string {
  const hash = outcome.kind === 'hash' || outcome.kind === 'file' ? `sha256=${outcome.sha256}&` : ''
  return `/verify?${hash}lang=${words.language.otherLang}`
}
