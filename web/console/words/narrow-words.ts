import type { Language } from '#domain/language.ts'

type NarrowWords = {
  search: { members: string; clients: string }
  all: string
  find: string
  clear: string
  first: string
  next: string
  pages: string
  nothing: Record<'members' | 'clients' | 'approvals', string>
  nothingLead: string
  role: string
  state: string
  kind: string
  kinds: Record<'real' | 'test', string>
  sender: string
  asked: string
  /** Of approvals: the approver alone was named. */
  named: string
}

/** Of the lists of members, clients and approvals: what narrows them, and the ways through them. */
export const narrowWords: Record<Language, NarrowWords> = {
  ja: {
    search: { members: '名前・会社名・メールアドレス', clients: '名前・末尾の文字' },
    all: 'すべて',
    find: '絞り込む',
    clear: '条件を外す',
    first: '最初のページへ',
    next: '次のページ',
    pages: 'ページの移動',
    nothing: {
      members: '条件に合うメンバーはいません',
      clients: '条件に合うクライアントIDはありません',
      approvals: '条件に合う承認待ちの書類はありません',
    },
    nothingLead: '言葉を短くするか、条件を減らしてお試しください。',
    role: '役割',
    state: '状態',
    kind: '種類',
    kinds: { real: '本番', test: 'テスト' },
    sender: '送信者',
    asked: '依頼先',
    named: 'あなたを指名したもの',
  },
  en: {
    search: { members: 'Name, company or e-mail', clients: 'Name or last characters' },
    all: 'All',
    find: 'Filter',
    clear: 'Clear filters',
    first: 'First page',
    next: 'Next page',
    pages: 'Pages',
    nothing: {
      members: 'No members match',
      clients: 'No client IDs match',
      approvals: 'No documents that await approval match',
    },
    nothingLead: 'Try fewer words or fewer filters.',
    role: 'Role',
    state: 'Status',
    kind: 'Kind',
    kinds: { real: 'Production', test: 'Test' },
    sender: 'Sender',
    asked: 'Asked',
    named: 'You by name',
  },
}
