import type { Language } from '#domain/language.ts'

const ja = {
  title: 'アドレス帳',
  lead: 'この管理画面から書類を送った宛先です。あなただけに見えます。',
  off: 'このチームでは、アドレス帳を使いません。宛先は残していません。',
  caption: 'アドレス帳',
  search: '名前や連絡先で探す',
  searchButton: '探す',
  columns: { name: '名前', reach: '連絡先', usedAt: '最後に送った日', act: '操作' },
  forget: '削除する',
  forgetLabel: (name: string) => `${name}さんを削除する`,
  forgotten: 'アドレス帳から削除しました。送った書類は変わりません。',
  emptyTitle: 'アドレス帳には、まだだれもいません',
  emptyLead: '書類を送ると、宛先の名前・会社名・連絡先がここに残り、次から選べます。',
  nothing: '当てはまる人はいません。別の言葉でお探しください。',
  all: {
    act: 'すべて削除する',
    title: 'アドレス帳をすべて削除',
    lead: (count: number) => `アドレス帳の${count}名をすべて削除します。`,
    consequence: '元に戻せません。送った書類は、そのまま残ります。',
    button: 'すべて削除する',
    back: '削除せずに戻る',
  },
  team: {
    title: 'チームの設定',
    on: 'このチームではアドレス帳を使っています。',
    offNow: 'このチームではアドレス帳を使っていません。',
    switchOff: '使わないようにする',
    switchOffHint: '全員のアドレス帳が削除され、これからも残りません。元に戻せません。',
    switchOn: '使うようにする',
    done: 'アドレス帳の設定を変えました。',
    confirm: {
      title: 'アドレス帳を使わない',
      lead: 'このチームでアドレス帳を使わないようにします。',
      consequence: 'メンバー全員のアドレス帳が削除されます。元に戻せません。',
      button: '使わないようにする',
      back: 'そのままにする',
    },
  },
  choose: {
    link: 'アドレス帳から選ぶ',
    title: 'アドレス帳から選ぶ',
    lead: '選ぶと、宛先の入力欄に入ります。確かめてから追加してください。',
    use: '選ぶ',
    useLabel: (name: string) => `${name}さんを選ぶ`,
    back: '下書きに戻る',
    manage: 'アドレス帳を整理する',
  },
  offered: (count: number) => `アドレス帳に候補が${count}名います。上下の矢印キーで選べます。`,
}

export type ContactWords = typeof ja

const en: ContactWords = {
  title: 'Address book',
  lead: 'People to whom you have sent documents from this console. Only you see them.',
  off: 'This team does without address books. Nobody is kept.',
  caption: 'Address book',
  search: 'Search by name or address',
  searchButton: 'Search',
  columns: { name: 'Name', reach: 'Reached by', usedAt: 'Last sent to', act: 'Action' },
  forget: 'Delete',
  forgetLabel: (name: string) => `Delete ${name}`,
  forgotten: 'Deleted from the address book. Documents stay as they are.',
  emptyTitle: 'Nobody is in the address book yet',
  emptyLead: 'When you send a document, its recipients are kept here, to be chosen next time.',
  nothing: 'Nobody fits. Try other words.',
  all: {
    act: 'Delete all',
    title: 'Delete the whole address book',
    lead: (count: number) => `All ${count} people of the address book are deleted.`,
    consequence: 'This cannot be undone. Documents stay as they are.',
    button: 'Delete all',
    back: 'Go back without deleting',
  },
  team: {
    title: 'For the team',
    on: 'This team uses address books.',
    offNow: 'This team does without address books.',
    switchOff: 'Do without them',
    switchOffHint:
      'Everybody’s address book is deleted, and none is kept from now on. This cannot be undone.',
    switchOn: 'Use them',
    done: 'The setting was changed.',
    confirm: {
      title: 'Do without address books',
      lead: 'This team will do without address books.',
      consequence: 'The address books of all members are deleted. This cannot be undone.',
      button: 'Do without them',
      back: 'Leave it as it is',
    },
  },
  choose: {
    link: 'Choose from the address book',
    title: 'Choose from the address book',
    lead: 'Whoever you choose is put into the form of the recipient. Look it through, then add them.',
    use: 'Choose',
    useLabel: (name: string) => `Choose ${name}`,
    back: 'Back to the draft',
    manage: 'Tidy the address book',
  },
  offered: (count: number) => `${count} in the address book. Choose with the arrow keys.`,
}

/** What address books say. */
export const contactWords = { ja, en } satisfies Record<Language, ContactWords>
