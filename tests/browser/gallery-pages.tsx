import type { VNode } from 'preact'
import type { Language } from '#domain/language.ts'
import { MailOffPage } from '#web/console/settings/MailOffPage.tsx'
import { CodePage, type CodePageProps } from '#web/signing/CodePage.tsx'
import { ConfirmPage } from '#web/signing/ConfirmPage.tsx'
import { CopiesPage } from '#web/signing/CopiesPage.tsx'
import { CopyLinkPage } from '#web/signing/CopyLinkPage.tsx'
import { DeclinedPage } from '#web/signing/DeclinedPage.tsx'
import { DeclinePage } from '#web/signing/DeclinePage.tsx'
import { DonePage, type DonePageProps } from '#web/signing/DonePage.tsx'
import type { Download } from '#web/signing/Downloads.tsx'
import { MessagePage } from '#web/signing/MessagePage.tsx'
import type { MessageState } from '#web/signing/message-words.ts'
import { OpenPage } from '#web/signing/OpenPage.tsx'
import { PhonePage, type PhonePageProps } from '#web/signing/PhonePage.tsx'
import { PreparingPage } from '#web/signing/PreparingPage.tsx'
import { ReviewPage, type ReviewPageProps } from '#web/signing/ReviewPage.tsx'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import { TelRequestPage, type TelRequestPageProps } from '#web/signing/TelRequestPage.tsx'
import { dateAndTime } from '#web/signing/tokyo-time.ts'
import { transferPages } from './gallery-transfers.tsx'

const base = '/s/token'
const formToken = 'form-token'
const revision = '6f1c0a9be4d27c3358a1f0be77d9ac51e0c2b4f8d6a39e175b20c8f47a91d3e6'
const returnUrl = 'https://example.jp/return?document_id=01JD'

let assets: SigningChrome['assets'] = (name) => `/assets/${name}`

function chromeIn(lang: Language, more: Partial<SigningChrome> = {}): SigningChrome {
  return {
    lang,
    assets,
    sender: { name: '佐藤 美咲', organization: '株式会社あおぞら不動産' },
    path: base,
    evaluation: true,
    links: { terms: '/terms', privacy: '/privacy', contact: 'support@aozora.example' },
    framed: false,
    look: null,
    session: null,
    ...more,
  }
}

const downloads: Download[] = [
  { kind: 'sealed', name: '建物賃貸借契約書.pdf', url: `${base}/files/1` },
  { kind: 'certificate', name: '合意締結証明書.pdf', url: `${base}/certificate` },
  { kind: 'extract', name: '合意締結証明書（抄本）.pdf', url: `${base}/certificate/extract` },
]

const asked = {
  description: '運転免許証の両面の写真、または在留カードの写真をお送りください。',
  required: true,
  files: [],
  shown: '',
}

const sentIn = [
  { id: 'a1', name: '運転免許証（表）.jpg', bytes: 2_345_678 },
  {
    id: 'a2',
    name: '在留カード_両面をひとつにまとめたもの_2026年11月22日に撮影した写真.pdf',
    bytes: 812_345,
  },
]

function phone(lang: Language, more: Partial<PhonePageProps> = {}): VNode {
  const props = {
    chrome: chromeIn(lang),
    base,
    formToken,
    purpose: 'sign' as const,
    tel: '',
    error: null,
    probe: null,
  }
  return <PhonePage {...props} {...more} />
}

function code(lang: Language, more: Partial<CodePageProps> = {}): VNode {
  const props: CodePageProps = {
    chrome: chromeIn(lang),
    base,
    formToken,
    purpose: 'sign',
    lastDigits: '78',
    smsSender: '0005 1234 5678',
    lifeMinutes: 5,
    sms: 'sent',
    sentAt: '2026-11-22T10:12:00Z',
    spent: null,
    delivery: 'submitted',
    otherRoute: true,
    byVoice: false,
    canCall: false,
    resendInSeconds: 28,
    error: null,
    triesLeft: null,
  }
  return <CodePage {...props} {...more} />
}

function telRequest(lang: Language, more: Partial<TelRequestPageProps> = {}): VNode {
  const props: TelRequestPageProps = {
    chrome: chromeIn(lang),
    base,
    formToken,
    standing: null,
    matched: false,
    entry: { tel: '', reason: '' },
    error: null,
  }
  return <TelRequestPage {...props} {...more} />
}

function review(lang: Language, more: Partial<ReviewPageProps> = {}): VNode {
  const files = [
    {
      id: 'f1',
      name: '建物賃貸借契約書.pdf',
      pages: 12,
      sizes: '595x842*12',
      url: '/gallery/contract.pdf',
      source: '/gallery/contract.pdf',
    },
    {
      id: 'f2',
      name: '重要事項説明書.pdf',
      pages: 3,
      sizes: '595x842*3',
      url: '/gallery/explanation.pdf',
      source: '/gallery/explanation.pdf',
    },
  ]
  const widget = { fileId: 'f1', page: 0, fontSize: null, required: true, value: '' }
  const props: ReviewPageProps = {
    chrome: chromeIn(lang, { session: { base, idleMinutes: 30, oldInSeconds: 3600, idleMinutesWhenOld: 5 } }),
    base,
    formToken,
    revision,
    title: '建物賃貸借契約書（コーポ青空 203号室）',
    message:
      'このたびはお申し込みいただき、ありがとうございます。\n内容をご確認のうえ、ご同意をお願いいたします。',
    files,
    together: false,
    parties: [
      {
        name: '佐藤 美咲',
        organization: '株式会社あおぞら不動産',
        state: 'sent',
        at: dateAndTime('2026-11-22T09:12:00Z', lang),
      },
      { name: '山田 太郎', organization: null, state: 'you', at: null },
      { name: '鈴木 一郎', organization: '鈴木家主事務所', state: 'waiting', at: null },
    ],
    widgets: [
      { ...widget, id: 'w1', kind: 'text', x: 120, y: 640, w: 200, h: 24, label: 'ご住所' },
      {
        ...widget,
        id: 'w2',
        kind: 'checkbox',
        x: 72,
        y: 690,
        w: 16,
        h: 16,
        label: '重要事項の説明を受けました',
      },
      { ...widget, id: 'w3', kind: 'seal', x: 460, y: 630, w: 56, h: 56, label: 'ご署名' },
    ],
    attachment: null,
    upload: { problem: null, done: null },
    transfer: false,
    problems: [],
    showMissing: false,
    saved: false,
    preview: null,
  }
  return <ReviewPage {...props} {...more} />
}

function done(lang: Language, outcome: DonePageProps['outcome']): VNode {
  const ready = outcome === 'concluded' ? downloads : []
  return (
    <DonePage
      chrome={chromeIn(lang)}
      base={base}
      outcome={outcome}
      downloads={ready}
      returnUrl={returnUrl}
      copyDays={90}
    />
  )
}

const states: MessageState[] = [
  'url_unknown',
  'expired',
  'newer_mail',
  'transferred',
  'no_transfer',
  'too_many_transfers',
  'tel_corrected',
  'tel_settled',
  'too_many_requests',
  'locked',
  'paused',
  'cancelled',
  'declined',
  'already_done',
  'sealing_failed',
  'not_your_turn',
  'cookie_lost',
  'cookie_lost_frame',
  'cookie_lost_app',
  'session_ended',
  'session_replaced',
  'too_many_sms',
  'team_limit',
  'unavailable',
  'please_wait',
  'opened_already',
  'form_stale',
]

function message(lang: Language, state: MessageState): VNode {
  const chrome = state === 'url_unknown' ? chromeIn(lang, { sender: null }) : chromeIn(lang)
  const retryAt = state === 'paused' ? '2026-11-22T10:30:00Z' : null
  const next = ['url_unknown', 'newer_mail', 'transferred'].includes(state) ? null : { href: returnUrl }
  const notMyNumber = state === 'paused' ? base : null
  return <MessagePage {...{ chrome, state, next, retryAt, notMyNumber }} copies={null} />
}

const filled = (lang: Language): VNode => {
  const values = { w1: '東京都千代田区丸の内1-1-1', w2: '1', w3: '山田 太郎' } as Record<string, string>
  const page = review(lang) as VNode<ReviewPageProps>
  return (
    <ReviewPage
      {...page.props}
      saved
      widgets={page.props.widgets.map((w) => ({ ...w, value: values[w.id] ?? '' }))}
    />
  )
}

/** The review as it comes back with these values and refusals. */
const entered = (lang: Language, w1: string, w3: string, more: Partial<ReviewPageProps> = {}): VNode => {
  const page = review(lang, more) as VNode<ReviewPageProps>
  const values = { w1, w2: '1', w3 } as Record<string, string>
  const widgets = page.props.widgets.map((w) => ({ ...w, value: values[w.id] ?? '' }))
  return <ReviewPage {...page.props} widgets={widgets} />
}

const address = '東京都千代田区丸の内一丁目一番一号'
/** The field of 200 × 24 points holds about 95 characters. */
const nearlyFull = `${address}${'コーポ青空二〇三号室'.repeat(7)}`
const tooMuch = `${address}${'コーポ青空二〇三号室'.repeat(12)}`

/** Every signing page in every state, by a name that says which. */
export function galleryPages(lang: Language, assetsOf: SigningChrome['assets']): Record<string, VNode> {
  assets = assetsOf
  const chrome = chromeIn(lang)
  const files = [{ name: '建物賃貸借契約書.pdf', pages: 12 }]
  return {
    phone: phone(lang),
    'phone-mismatch': phone(lang, { tel: '090-1234-5679', error: 'phone_mismatch' }),
    ...Object.fromEntries(
      (['letters', 'too_short', 'too_long', 'not_mobile'] as const).map((error) => [
        `phone-${error}`,
        phone(lang, { tel: '03-1234-5678', error }),
      ]),
    ),
    ...Object.fromEntries(
      (['cookie_lost', 'cookie_lost_frame', 'cookie_lost_app'] as const).map((state) => [
        `phone-${state}`,
        phone(lang, { probe: { cookie: 'musubi-probe', lost: { state, href: base } } }),
      ]),
    ),
    'phone-copy': phone(lang, { purpose: 'copy' }),
    'tel-request': telRequest(lang),
    'tel-request-refused-entry': telRequest(lang, {
      entry: { tel: '03-1234-5678', reason: '番号が変わりました' },
      error: { field: 'tel', problem: 'not_mobile' },
    }),
    'tel-request-same': telRequest(lang, {
      matched: true,
      entry: { tel: '090-1234-5678', reason: '' },
      error: { field: 'tel', problem: 'same' },
    }),
    'tel-request-open': telRequest(lang, { standing: { state: 'open', askedAt: '2026-11-30T05:30:00Z' } }),
    'tel-request-again': telRequest(lang, {
      standing: { state: 'open', askedAt: '2026-11-30T05:30:00Z' },
      entry: { tel: '090-1234-5678', reason: 'a\u200bb' },
      error: { field: 'reason', problem: { invisible: 'U+200B' } },
    }),
    'tel-request-refused': telRequest(lang, {
      matched: true,
      standing: { state: 'refused', askedAt: '2026-11-30T05:30:00Z' },
    }),
    code: code(lang),
    'code-wrong': code(lang, {
      error: 'code_wrong',
      triesLeft: 3,
      delivery: 'delivered',
      resendInSeconds: 0,
    }),
    'code-malformed': code(lang, { error: 'code_malformed', delivery: 'delivered', resendInSeconds: 0 }),
    'code-too-early': code(lang, { error: 'resend_too_early', delivery: 'submitted', resendInSeconds: 12 }),
    'code-failed': code(lang, { delivery: 'failed', resendInSeconds: 0, otherRoute: false }),
    'code-undelivered': code(lang, { delivery: 'undelivered', resendInSeconds: 0 }),
    'code-undelivered-call': code(lang, { delivery: 'undelivered', resendInSeconds: 0, canCall: true }),
    'code-call': code(lang, { byVoice: true, canCall: true, delivery: 'submitted' }),
    'code-call-missed': code(lang, {
      ...{ byVoice: true, canCall: true, delivery: 'undelivered', resendInSeconds: 0 },
    }),
    'code-sent-earlier': code(lang, { sms: 'sent_earlier', delivery: 'delivered', resendInSeconds: 21 }),
    'code-not-sent': code(lang, { sms: 'not_sent', sentAt: null, resendInSeconds: 17 }),
    'code-used-up': code(lang, { spent: 'used_up', error: 'code_wrong', triesLeft: 0, resendInSeconds: 0 }),
    'code-used-up-waiting': code(lang, { spent: 'used_up', resendInSeconds: 12 }),
    'code-expired': code(lang, { spent: 'expired', resendInSeconds: 0 }),
    'code-copy': code(lang, { purpose: 'copy' }),
    open: (
      <OpenPage
        chrome={chrome}
        base={base}
        formToken={formToken}
        accessCode={false}
        wrong={false}
        probe={null}
      />
    ),
    'open-access-code': (
      <OpenPage chrome={chrome} base={base} formToken={formToken} accessCode wrong probe={null} />
    ),
    preparing: <PreparingPage chrome={chrome} base={base} refreshSeconds={600} stuck={false} />,
    'preparing-stuck': <PreparingPage chrome={chrome} base={base} refreshSeconds={600} stuck />,
    review: review(lang),
    'review-missing': review(lang, {
      showMissing: true,
      problems: [{ widgetId: 'w1', kind: 'unprintable', character: '😀' }],
    }),
    'review-filled': filled(lang),
    'review-nearly-full': entered(lang, nearlyFull, '山田 太郎'),
    'review-over': entered(lang, tooMuch, '山田太郎左衛門尉藤原朝臣義経源九郎判官'),
    'review-variant': entered(lang, '辻\u{e0100}堂一丁目', '辻\u{e0100}'),
    'review-refused': entered(lang, tooMuch, '山田\u200b太郎', {
      problems: [
        { widgetId: 'w1', kind: 'does_not_fit', most: 95 },
        { widgetId: 'w3', kind: 'invisible', character: 'U+200B' },
      ],
    }),
    'review-plain': review(lang, { widgets: [], message: null }),
    'review-upload': review(lang, { attachment: asked }),
    'review-upload-missing': review(lang, { attachment: asked, showMissing: true }),
    'review-upload-refused': review(lang, {
      attachment: { ...asked, files: sentIn, shown: 'a1 a2' },
      upload: { problem: 'mismatch', done: null },
    }),
    'review-uploaded': review(lang, {
      widgets: [],
      attachment: { ...asked, files: sentIn, shown: 'a1 a2' },
      upload: { problem: null, done: 'added' },
    }),
    confirm: (
      <ConfirmPage
        chrome={chrome}
        base={base}
        formToken={formToken}
        revision={revision}
        title="建物賃貸借契約書"
        files={files}
        inputs={[]}
        uploads={null}
      />
    ),
    'confirm-with-inputs': (
      <ConfirmPage
        chrome={chrome}
        base={base}
        formToken={formToken}
        revision={revision}
        title="建物賃貸借契約書（コーポ青空 203号室）"
        files={[...files, { name: '重要事項説明書.pdf', pages: 3 }]}
        inputs={[{ id: 'w1', value: address }]}
        uploads={{ names: sentIn.map(({ name }) => name), shown: 'a1 a2' }}
      />
    ),
    'done-concluding': done(lang, 'concluding'),
    'done-concluded': done(lang, 'concluded'),
    'done-waiting': done(lang, 'waiting'),
    'done-delayed': done(lang, 'delayed'),
    'done-failed': done(lang, 'failed'),
    decline: <DeclinePage chrome={chrome} base={base} formToken={formToken} reason="" error={null} />,
    'decline-error': (
      <DeclinePage chrome={chrome} base={base} formToken={formToken} reason="長い" error="reason_too_long" />
    ),
    'decline-invisible': (
      <DeclinePage
        chrome={chrome}
        base={base}
        formToken={formToken}
        reason={'条件が\u200b違います'}
        error={{ invisible: 'U+200B' }}
      />
    ),
    declined: <DeclinedPage chrome={chrome} returnUrl={returnUrl} />,
    copies: (
      <CopiesPage
        chrome={chrome}
        title="建物賃貸借契約書"
        downloads={downloads}
        concludedAt="2026-11-22T09:30:00Z"
        availableUntil="2027-02-20T09:30:00Z"
      />
    ),
    ...Object.fromEntries(
      (['open', 'ended', 'sent', 'over'] as const).map((state) => [
        `copy-link-${state}`,
        <CopyLinkPage
          key={state}
          chrome={state === 'open' ? chrome : { ...chrome, sender: null, session: null }}
          state={state}
          action="/c/token"
          formToken={formToken}
          copies={
            state === 'open'
              ? {
                  title: '建物賃貸借契約書',
                  concludedAt: new Date('2026-11-22T09:30:00Z'),
                  until: new Date('2026-12-06T09:30:00Z'),
                  downloads,
                }
              : null
          }
        />,
      ]),
    ),
    'review-transfer': review(lang, { transfer: true }),
    ...transferPages(chrome),
    ...Object.fromEntries(
      [false, true].map((isOff) => [
        `mail-off-${isOff ? 'done' : 'ask'}`,
        <MailOffPage
          key={isOff}
          chrome={{ ...chrome, sender: null, session: null }}
          kind="mail_rejected"
          isOff={isOff}
          action="/u/token"
        />,
      ]),
    ),
    ...Object.fromEntries(states.map((state) => [`message-${state}`, message(lang, state)])),
  }
}
