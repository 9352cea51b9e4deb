import type { Language } from '#domain/language.ts'
export type StrayKind =
  | 'not_found'
  | 'method_not_allowed'
  | 'request_broken'
  | 'host_foreign'
  | 'too_large'
  | 'failed'
  | 'unavailable'

type Words = {
  language: { other: string; otherLang: Language }
  skip: string
  evaluation: string
  error: string
  product: string
  messages: Record<StrayKind, { title: string; lead: string; more: string }>
}

const ja: Words = {
  language: { other: 'English', otherLang: 'en' },
  skip: '本文へ進む',
  evaluation: '評価用の画面です。実際の契約には使えません。',
  error: 'エラー：',
  product: 'Musubi 電子契約',
  messages: {
    not_found: {
      title: 'このページは見つかりません',
      lead: 'アドレスが途中で切れているか、打ち間違いがあるようです。',
      more: 'SMSやメールで届いたリンクは、最初から最後まで全部をコピーして開いてください。リンクを開いてもこの画面になるときは、送信者へご連絡ください。',
    },
    method_not_allowed: {
      title: 'このアドレスは直接開けません',
      lead: '画面のボタンを押したときだけ使うアドレスです。',
      more: '前の画面に戻って、もう一度操作してください。',
    },
    request_broken: {
      title: 'アドレスか送られた内容を読み取れません',
      lead: '読み取れない文字が含まれています。',
      more: 'SMSやメールで届いたリンクから、もう一度開いてください。',
    },
    host_foreign: {
      title: 'このアドレスからは開けません',
      lead: '評価用のサーバーは、起動時に表示されたアドレスから開いてください。',
      more: '別の名前で開くには、環境変数 PUBLIC_URL か ALLOWED_HOSTS にその名前を書いて、起動し直してください。',
    },
    too_large: {
      title: '送られた内容が大きすぎます',
      lead: '一度に受け取れる大きさを超えています。',
      more: '前の画面に戻り、内容を減らすか、小さいファイルを選んでください。',
    },
    failed: {
      title: '表示できませんでした',
      lead: 'サーバー側の問題です。ご利用の端末やリンクに問題はありません。',
      more: '少し待ってから、もう一度開いてください。',
    },
    unavailable: {
      title: 'いまは表示できません',
      lead: 'サーバーが一時的に混み合っているか、点検中です。',
      more: '1分ほど待ってから、もう一度開いてください。',
    },
  },
}

const en: Words = {
  language: { other: '日本語', otherLang: 'ja' },
  skip: 'Skip to the content',
  evaluation: 'This is an evaluation server. Nothing here is a real contract.',
  error: 'Error: ',
  product: 'Musubi e-signature',
  messages: {
    not_found: {
      title: 'There is no such page',
      lead: 'The address seems to be cut off or mistyped.',
      more: 'If it came by SMS or e-mail, copy the whole link from beginning to end. If the link itself leads here, please ask the sender.',
    },
    method_not_allowed: {
      title: 'This address cannot be opened by itself',
      lead: 'It is only used when a button on a page is pressed.',
      more: 'Go back to the page before and try again.',
    },
    request_broken: {
      title: 'The address or what was sent cannot be read',
      lead: 'It contains characters that cannot be read.',
      more: 'Please open it again from the link in the SMS or e-mail.',
    },
    host_foreign: {
      title: 'This server cannot be opened under this address',
      lead: 'Open the evaluation server at the address that it printed when it started.',
      more: 'To open it under another name, put that name into PUBLIC_URL or ALLOWED_HOSTS and start it again.',
    },
    too_large: {
      title: 'What was sent is too large',
      lead: 'It is more than can be taken at once.',
      more: 'Go back, and send less or choose a smaller file.',
    },
    failed: {
      title: 'The page could not be shown',
      lead: 'The problem is on our side. Your device and your link are fine.',
      more: 'Please wait a little and open it again.',
    },
    unavailable: {
      title: 'The page cannot be shown right now',
      lead: 'The server is busy or under maintenance for a moment.',
      more: 'Please wait about a minute and open it again.',
    },
  },
}

export function wordsIn(lang: Language): Words {
  return lang === 'ja' ? ja : en
}
