import type { Language } from '#domain/language.ts'
import type { Participant } from '#domain/participant.ts'
import { textWords } from './text-words.ts'

/** What the section of templates says. */
const ja = {
  section: 'テンプレート',
  lead: '同じ形の書類を何度も送るときに使います。下書きや送信した書類の画面で保存し、Web API またはこの画面から新しい下書きにします。',
  scopeLabel: '表示するテンプレート',
  scopes: { own: '自分のテンプレート', shared: 'チームで共有' },
  search: 'テンプレート名で探す',
  searchButton: '探す',
  clear: '条件を外す',
  caption: 'テンプレートの一覧',
  columns: {
    title: 'テンプレート名',
    recipients: '宛先',
    state: '公開範囲',
    maker: '作成者',
    date: '更新日時',
  },
  open: (n: number) => `空欄${n}件`,
  recipients: (n: number) => `宛先${n}名`,
  noRecipient: '宛先なし',
  state: { own: '自分だけ', shared: 'チームで共有' },
  next: '次のページ',
  first: '最初のページに戻る',
  pages: 'ページ送り',
  empty: {
    own: {
      title: 'テンプレートはまだありません',
      lead: '下書きの画面の「テンプレートとして保存」から作れます。',
      link: '下書きの一覧を見る',
    },
    shared: {
      title: '共有されたテンプレートはまだありません',
      lead: '自分のテンプレートの画面で「チームで共有する」を選ぶと、ここに並びます。',
      link: '自分のテンプレートを見る',
    },
  },
  nothingTitle: '条件に合うテンプレートはありません',
  nothingLead: '別の言葉で探すか、条件を外してください。',
  save: {
    act: 'テンプレートとして保存',
    title: 'テンプレートとして保存',
    lead: (title: string) => `「${title}」の内容を写して、テンプレートを作ります。下書きはそのまま残ります。`,
    name: 'テンプレート名',
    nameHint: '500文字まで。下書きにしたときの書類のタイトルにもなります。',
    recipients: '空欄にする宛先',
    recipientsHint:
      '選んだ宛先は、使うたびに指定します。入力項目はそのまま残ります。選ばない宛先は、連絡先も含めて保存します。',
    leadSent: (title: string) =>
      `「${title}」のファイル（送信前のもの）・入力項目・メッセージから、テンプレートを作ります。この書類は変わりません。`,
    allOpen: (n: number) =>
      `宛先${n}名は、すべて空欄の宛先になります。氏名・連絡先・記入された内容・共有先は残りません。`,
    openPlace: (order: number, name: string, organization: string) =>
      `${order}番目：${name}さん${organization === '' ? '' : `（${organization}）`}`,
    alreadyOpen: (order: number) => `${order}番目：いまも空欄です`,
    button: 'テンプレートとして保存する',
    back: '保存せずに戻る',
    errors: {
      ...textWords.ja,
      missing: 'テンプレート名を入力してください。',
      too_long: (limit: number) => `テンプレート名は${limit}文字以内で入力してください。`,
    },
  },
  page: {
    back: 'テンプレートの一覧',
    done: {
      saved: 'テンプレートとして保存しました。',
      shared: 'チームで共有しました。',
      unshared: '共有をやめました。',
      renamed: '名前を変えました。',
    } as Record<string, string>,
    createdAt: '作成',
    updatedAt: '更新',
    maker: '作成者',
    id: 'テンプレートID',
    use: {
      title: '使う',
      lead: '内容を写した下書きを作ります。送信者はあなたになります。',
      leadOpen: '次の画面で、空欄の宛先を入力します。',
      button: '下書きを作る',
      fillButton: '宛先を入力する',
    },
    content: {
      title: '内容',
      message: '宛先へのメッセージ',
      note: '社内用のメモ',
      private: '公開の制限',
      isPrivate: '非公開の書類になります',
      transfer: '転送',
      mayTransfer: '宛先の方が別の方へ転送できます',
      reportees: '共有先',
      attachment: '添付ファイルの依頼',
      asked: (who: string, required: boolean) => `${who}（${required ? '必須' : '任意'}）`,
      none: 'メッセージなどの設定はありません。',
    },
    people: {
      title: '宛先',
      none: '宛先はありません。下書きにしてから追加してください。',
      order: (n: number) => `${n}番目`,
      place: '空欄',
      how: '本人確認',
      placeHow: '使うときに指定',
      widgets: '入力項目',
      widgetCount: (n: number) => `${n}か所`,
      accessCode: 'アクセスコード',
      accessCodeSet: '設定あり',
    },
    files: {
      title: 'ファイル',
      none: 'ファイルはありません。下書きにしてから追加してください。',
      note: (pages: number, widgets: number, size: string) =>
        `${pages}ページ・入力項目${widgets}か所・${size}`,
    },
    share: {
      title: '公開範囲',
      own: 'このテンプレートは、あなただけが使えます。',
      shared: 'このテンプレートは、チームの全員が見て、使えます。',
      shareNote: '共有すると、書かれている連絡先やメモもチームの全員に見えます。アクセスコードは見えません。',
      share: 'チームで共有する',
      unshare: '共有をやめる',
    },
    rename: { title: '名前を変える', button: 'この名前に変える' },
    remove: 'テンプレートを削除する',
  },
  remove: {
    title: 'テンプレートの削除',
    lead: (title: string) => `「${title}」を削除します。`,
    consequence:
      'このテンプレートIDを使うシステムは、下書きを作れなくなります。作成済の書類はそのまま残ります。',
    button: '削除する',
    back: '削除せずに戻る',
  },
  removed: 'テンプレートを削除しました。',
  draft: {
    made: 'テンプレートから下書きを作りました。',
    placeHow: '未指定',
    open: (n: number) => `空欄の宛先が${n}件あります。送信の前に入力してください。`,
  },
  place: (n: number) => `空欄の宛先（_${n}）`,
}

/** One table: every key has its words in both languages, or it does not compile. */
export type TemplateWords = typeof ja

const en: TemplateWords = {
  section: 'Templates',
  lead: 'For documents that you send again and again. Save a draft or a sent document as a template, then make new drafts from it here or through the Web API.',
  scopeLabel: 'Which templates to show',
  scopes: { own: 'My templates', shared: 'Shared with the team' },
  search: 'Search by name',
  searchButton: 'Search',
  clear: 'Clear filters',
  caption: 'List of templates',
  columns: {
    title: 'Name',
    recipients: 'Recipients',
    state: 'Available to',
    maker: 'Created by',
    date: 'Updated',
  },
  open: (n) => `${n} open`,
  recipients: (n) => `${n} ${n === 1 ? 'recipient' : 'recipients'}`,
  noRecipient: 'No recipient',
  state: { own: 'Only you', shared: 'The team' },
  next: 'Next page',
  first: 'Back to the first page',
  pages: 'Pages',
  empty: {
    own: {
      title: 'No templates yet',
      lead: 'Make one with “Save as a template” on the page of a draft.',
      link: 'See the drafts',
    },
    shared: {
      title: 'No shared templates yet',
      lead: 'Choose “Share with the team” on the page of one of your templates, and it appears here.',
      link: 'See my templates',
    },
  },
  nothingTitle: 'No templates match',
  nothingLead: 'Try other words, or clear the filters.',
  save: {
    act: 'Save as a template',
    title: 'Save as a template',
    lead: (title) => `Creates a template from “${title}”. The draft itself is not changed.`,
    name: 'Name of the template',
    nameHint: 'Up to 500 characters. Drafts that are made from it begin with this title.',
    recipients: 'Recipients to leave open',
    recipientsHint:
      'Selected recipients are entered each time the template is used; their fields are kept. The others are saved with their contact details.',
    leadSent: (title) =>
      `Creates a template from the files (as they were before sending), fields and message of “${title}”. The document itself is not changed.`,
    allOpen: (n) =>
      `${n === 1 ? 'The place of its recipient is' : `The places of its ${n} recipients are`} left open. Names, contact details, entries and people to inform are not kept.`,
    openPlace: (order, name, organization) =>
      `No. ${order}: ${name}${organization === '' ? '' : ` (${organization})`}`,
    alreadyOpen: (order) => `No. ${order}: open already`,
    button: 'Save as a template',
    back: 'Go back without saving',
    errors: {
      ...textWords.en,
      missing: 'Enter a name.',
      too_long: (limit) => `Enter a name of at most ${limit} characters.`,
    },
  },
  page: {
    back: 'Templates',
    done: {
      saved: 'The template was saved.',
      shared: 'The template is now shared with the team.',
      unshared: 'The template is no longer shared.',
      renamed: 'The template was renamed.',
    },
    createdAt: 'Created',
    updatedAt: 'Updated',
    maker: 'Created by',
    id: 'Template ID',
    use: {
      title: 'Use it',
      lead: 'Creates a draft with this content. You will be the sender.',
      leadOpen: 'You enter the open recipients on the next page.',
      button: 'Make a draft',
      fillButton: 'Enter the recipients',
    },
    content: {
      title: 'Content',
      message: 'Message to the recipients',
      note: 'Internal note',
      private: 'Access',
      isPrivate: 'Becomes a private document',
      transfer: 'Passing on',
      mayTransfer: 'Recipients may pass it on',
      reportees: 'People to inform',
      attachment: 'Requested file',
      asked: (who, required) => `${who} (${required ? 'required' : 'optional'})`,
      none: 'No message and no other settings.',
    },
    people: {
      title: 'Recipients',
      none: 'No recipients. Add them once it is a draft.',
      order: (n) => `No. ${n}`,
      place: 'Open',
      how: 'Identification',
      placeHow: 'Chosen when used',
      widgets: 'Fields',
      widgetCount: (n) => `${n}`,
      accessCode: 'Access code',
      accessCodeSet: 'Set',
    },
    files: {
      title: 'Files',
      none: 'No files. Add them once it is a draft.',
      note: (pages, widgets, size) =>
        `${pages} ${pages === 1 ? 'page' : 'pages'}, ${widgets} ${widgets === 1 ? 'field' : 'fields'}, ${size}`,
    },
    share: {
      title: 'Available to',
      own: 'Only you can use this template.',
      shared: 'Everyone in the team can see and use this template.',
      shareNote:
        'Once shared, everyone in the team can also see the contact details and notes in it, but not the access codes.',
      share: 'Share with the team',
      unshare: 'Stop sharing',
    },
    rename: { title: 'Rename', button: 'Rename' },
    remove: 'Delete the template',
  },
  remove: {
    title: 'Delete the template',
    lead: (title) => `You are about to delete “${title}”.`,
    consequence:
      'Systems that use this template’s ID can no longer create drafts from it. Existing documents are not affected.',
    button: 'Delete',
    back: 'Go back without deleting',
  },
  removed: 'The template was deleted.',
  draft: {
    made: 'A draft was made from the template.',
    placeHow: 'Not yet chosen',
    open: (n) =>
      `${n === 1 ? 'One recipient is' : `${n} recipients are`} still open. Fill ${n === 1 ? 'it' : 'them'} in before sending.`,
  },
  place: (n) => `Open recipient (_${n})`,
}

/** What the section of templates says in this language. */
export function templateWords(language: Language): TemplateWords {
  return language === 'ja' ? ja : en
}

/** A participant's name, or which open place it is. */
export function personName(person: Pick<Participant, 'name' | 'slot'>, language: Language): string {
  return person.slot === null ? person.name : templateWords(language).place(person.slot)
}
