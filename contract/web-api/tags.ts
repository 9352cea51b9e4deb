import type { Operation } from './operation.ts'

const tags = {
  token: { ja: 'アクセストークン', en: 'Access token' },
  documents: { ja: '書類', en: 'Documents' },
  files: { ja: 'ファイル', en: 'Files' },
  participants: { ja: '関係者と同意用URL', en: 'Participants and consent URLs' },
  widgets: { ja: '入力項目', en: 'Widgets' },
  reportees: { ja: '共有先', en: 'Reportees' },
  attachments: { ja: '宛先への添付依頼', en: 'Requests for a file' },
  attribute: { ja: '書類情報', en: 'Attributes' },
  alert: { ja: 'アラート', en: 'Alerts' },
  imported_documents: { ja: 'インポート書類', en: 'Imported documents' },
  bulk_sends: { ja: '一括送信', en: 'Bulk sending' },
  team: { ja: 'チーム', en: 'Team' },
} as const

export type Tag = keyof typeof tags

export const tagWords: Record<Tag, { ja: string; en: string }> = tags

/** Under which heading a call stands: the innermost thing that its path names. */
export function tagOf({ path }: Pick<Operation, 'path'>): Tag {
  const things = path.split('/').filter((part) => Object.hasOwn(tags, part))
  return (things.at(-1) as Tag | undefined) ?? 'team'
}
