import type { Language } from '#domain/language.ts'

/** Whose documents a list shows. */
export const lists = ['own', 'received', 'team'] as const
export type WhoseList = (typeof lists)[number]

/** What stands beside them, with a page of its own: what waits for an approver. */
export type OfferedList = WhoseList | 'approvals'

type ListWords = {
  /** Names the choice of a list. */
  whose: string
  own: string
  received: string
  team: string
  /** What waits for an approver's yes, a page of its own. */
  approvals: string
  /** The column that says whose they are. */
  sender: string
  empty: Record<'received' | 'team', { title: string; lead: string }>
  /** On the page of a document that is another's. */
  readOnly: Record<'supervised' | 'received', string>
  /** It is the reader's turn. */
  yourTurn: string
}

export const listWords: Record<Language, ListWords> = {
  ja: {
    whose: '書類の一覧を選ぶ',
    own: '自分の書類',
    received: '受け取った書類',
    team: 'チームの書類',
    approvals: '承認待ち',
    sender: '送信者',
    empty: {
      received: {
        title: '受け取った書類はまだありません',
        lead: 'あなたのメールアドレス宛に届いた書類が、順番が来たときからここに並びます。',
      },
      team: {
        title: 'チームの書類はまだありません',
        lead: 'チームのメンバーが送信した書類のうち、あなたの役割で見られるものがここに並びます。',
      },
    },
    readOnly: {
      supervised: '書類管理者として表示しています。送信や取消などの操作は、送信者だけができます。',
      received: 'あなたが受け取った書類です。',
    },
    yourTurn: 'あなたの確認を待っています。届いたメールのリンクを開いて、同意または却下してください。',
  },
  en: {
    whose: 'Choose a list',
    own: 'My documents',
    received: 'Received',
    team: 'Team documents',
    approvals: 'To approve',
    sender: 'Sender',
    empty: {
      received: {
        title: 'No received documents yet',
        lead: 'Documents sent to your e-mail address appear here once it is your turn.',
      },
      team: {
        title: 'No team documents yet',
        lead: 'Documents that members of your team sent appear here, as far as your role lets you see them.',
      },
    },
    readOnly: {
      supervised: 'Shown to you as a document administrator. Only the sender can send or cancel it.',
      received: 'You received this document.',
    },
    yourTurn: 'It is waiting for you. Open the link in the e-mail you received to consent or decline.',
  },
}
