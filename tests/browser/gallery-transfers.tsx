import type { VNode } from 'preact'
import { refusal } from '#domain/refusal.ts'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import {
  TransferConfirmPage,
  type TransferEntry,
  TransferPage,
  TransferredPage,
} from '#web/signing/TransferPage.tsx'

const nobody: TransferEntry = { email: '', name: '', organization: '', language: 'ja', message: '' }
const somebody: TransferEntry = {
  email: 'suzuki.ichiro.of.the.legal.department@group.example.co.jp',
  name: '鈴木 一郎',
  organization: '株式会社あおぞら商事 法務部契約管理グループ',
  language: 'en',
  message: 'お疲れさまです。\nこちらの契約の確認をお願いします。',
}

/** The pages of a transfer in every state. */
export function transferPages(chrome: SigningChrome): Record<string, VNode> {
  const form = { chrome, base: '/s/token', formToken: 'form-token' }
  return {
    transfer: <TransferPage {...form} entry={nobody} objections={[]} />,
    'transfer-missing': (
      <TransferPage
        {...form}
        entry={nobody}
        objections={[refusal('field_missing', 'email'), refusal('field_missing', 'name')]}
      />
    ),
    'transfer-refused': (
      <TransferPage
        {...form}
        entry={{ ...somebody, name: '鈴木\u200b一郎' }}
        objections={[
          refusal('transfer_address_taken', 'email', { whose: 'other' }),
          refusal('text_invisible_character', 'name', { character: 'U+200B' }),
          refusal('field_too_long', 'message', { limit: 500 }),
        ]}
      />
    ),
    'transfer-confirm': <TransferConfirmPage {...form} entry={somebody} hasEntries hasCode />,
    'transfer-confirm-plain': (
      <TransferConfirmPage
        {...form}
        entry={{ ...somebody, organization: '', message: '' }}
        hasEntries={false}
        hasCode={false}
      />
    ),
    transferred: <TransferredPage chrome={chrome} />,
  }
}
