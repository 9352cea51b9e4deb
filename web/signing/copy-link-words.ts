import type { Language } from '#domain/language.ts'

const ja = {
  careful: 'このリンクを知っている方は、どなたでも書類を受け取れます。転送はお控えください。',
  ask: '新しいリンクをメールで受け取る',
  ended: {
    heading: 'リンクの有効期限が切れています',
    what: '書類は、新しいリンクから受け取れます。前と同じメールアドレスにお送りします。',
  },
  sent: {
    heading: 'メールをお送りします',
    what: '新しいリンクを、前と同じメールアドレスにお送りします。届かないときは、10分ほどおいてからもう一度お試しください。',
  },
  over: {
    heading: '書類を受け取れる期間が終わりました',
    what: '書類が必要なときは、送信者にお問い合わせください。',
  },
}

const en: typeof ja = {
  careful: 'Whoever has this link can get the document. Please do not forward it.',
  ask: 'Send me a new link',
  ended: {
    heading: 'This link has expired',
    what: 'You can still get the document by a new link. It is sent to the same address as before.',
  },
  sent: {
    heading: 'A mail is on its way',
    what: 'The new link is sent to the same address as before. If it does not arrive, please try again in ten minutes.',
  },
  over: {
    heading: 'The document can no longer be fetched here',
    what: 'If you need it, please ask the sender.',
  },
}

/** What the page of a link to sealed files says. */
export const copyLinkWords: Record<Language, typeof ja> = { ja, en }
