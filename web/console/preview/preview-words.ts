import type { Language } from '#domain/language.ts'

/** Where a look at what a recipient will see was begun, and ends again. */
export type PreviewedFrom = 'draft' | 'check' | 'fields' | 'approval' | 'template'

/** What is said around the page that a recipient will see. */
const ja = {
  label: 'プレビュー',
  open: '宛先の画面をプレビュー',
  lead: '宛先に表示される画面です。何も保存・送信されません。',
  said: 'プレビューのため、保存も送信もされません。',
  whose: '宛先',
  width: '画面の幅',
  widths: { phone: 'スマートフォン', desk: 'パソコン' },
  frame: (name: string): string => `${name}さんに表示される画面`,
  hash: '送信するときに決まります。',
  others: '点線の枠は、ほかの方の入力項目です。実際の画面では、先に記入された内容だけが見えます。',
  noFile: 'ファイルを追加すると、宛先に表示される画面を確かめられます。',
  noRecipient: '宛先を追加すると、その方に表示される画面を確かめられます。',
  back: {
    draft: '下書きに戻る',
    check: '送信前の確認に戻る',
    fields: '入力項目の配置に戻る',
    approval: '承認の確認に戻る',
    template: 'テンプレートに戻る',
  } satisfies Record<PreviewedFrom, string>,
}

type PreviewWords = typeof ja

const en: PreviewWords = {
  label: 'Preview',
  open: 'Preview the recipient’s page',
  lead: 'This is what the recipient will see. Nothing is saved or sent.',
  said: 'This is a preview: nothing is saved or sent.',
  whose: 'Recipient',
  width: 'Width of the screen',
  widths: { phone: 'Phone', desk: 'Computer' },
  frame: (name) => `The page that ${name} will see`,
  hash: 'It is known once the document is sent.',
  others:
    'Dashed outlines are fields of other people. The recipient will see only what has been filled in by then.',
  noFile: 'Add a file to see the page that a recipient will see.',
  noRecipient: 'Add a recipient to see the page that they will see.',
  back: {
    draft: 'Back to the draft',
    check: 'Back to the check before sending',
    fields: 'Back to placing fields',
    approval: 'Back to the approval',
    template: 'Back to the template',
  },
}

export function previewWords(lang: Language): PreviewWords {
  return lang === 'ja' ? ja : en
}
