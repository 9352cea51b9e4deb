import { accountLetters } from './account-letters.ts'
import { headed, type LetterTable } from './letter-words.ts'
import { longDay } from './long-day.ts'

const unexpected = '如果您對此並不知情，請忽略並刪除本郵件。'

export const traditionalChinese: LetterTable = {
  greeting: (name) => `${name} 您好：`,
  actHelp: '如果無法點選按鈕，請在瀏覽器中開啟以下網址：',
  choice: '您可以在管理頁面的「E-mail settings」中選擇是否接收此類郵件。',
  automatic: '本郵件由電子合約服務 Musubi 自動寄送，請勿直接回覆。',
  quotes: {
    message: '寄件人留言',
    words: '轉交人留言',
    reason: '拒簽原因',
    comment: '寄件人備註',
    memo: '提醒備註',
    answer: '審批人的意見',
  },
  requested: ({ sender, again, from, words }) => ({
    subject: `${again ? '【再次提醒】' : ''}【請您確認】`,
    heading: again ? '請您確認文件（再次提醒）' : '請您確認文件',
    says: [
      `${sender} ${again ? '再次' : ''}請您確認一份文件。`,
      ...(from === '' ? [] : [`${from} 已將這份文件轉交給您。`]),
    ],
    quote: words === '' ? 'message' : 'words',
    act: {
      lead: `請透過以下連結檢視並確認內容（10天內有效）。${again ? '先前郵件中的連結已失效。' : ''}`,
      label: '檢視並確認',
    },
    notes: [unexpected],
  }),
  concluded: ({ url, copies }) => ({
    subject: '【簽署完成】',
    heading: '文件已簽署完成',
    says: [
      '各方均已確認，文件已簽署完成。',
      {
        attached: '簽署完成的文件已附於本郵件。',
        too_large: '由於檔案較大，簽署完成的文件未隨本郵件附上，您可以在以下頁面下載。',
        on_page: '您可以在以下頁面下載簽署完成的文件。',
        linked: '您可以下載簽署完成的文件與簽署證明書（合意締結証明書）。',
      }[copies],
    ],
    ...(url === ''
      ? {}
      : {
          act:
            copies === 'linked'
              ? { lead: '請透過以下連結下載（14天內有效）：', label: '下載文件' }
              : { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
        }),
    ...(copies === 'linked' ? { notes: ['任何持有此連結的人都可以下載文件，請勿轉寄。'] } : {}),
  }),
  declined: ({ sends }) =>
    sends
      ? {
          subject: '【已拒簽】',
          heading: '收件人已拒簽',
          says: ['收件人拒絕簽署這份文件。'],
          quote: 'reason',
          act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
        }
      : {
          subject: '【已拒簽】',
          heading: '文件未能完成簽署',
          says: ['由於其他簽署方未同意，您已確認的文件未能完成簽署。您無須進行任何操作。'],
        },
  cancelled: ({ sender }) => ({
    subject: '【已取消】',
    heading: '文件已被取消',
    says: [`${sender} 已取消這份文件。您無須進行任何操作。`],
    quote: 'comment',
  }),
  sealing_failed: ({ url }) => ({
    subject: '【尚未完成簽署】',
    heading: '文件尚未完成簽署',
    says: [
      '各方的同意均已保存，但無法為文件加上電子簽章，因此文件尚未完成簽署。',
      url === ''
        ? '寄件人或服務營運方將會處理，您目前無須進行任何操作。'
        : '服務營運方解決問題後，文件將自動完成簽署。',
    ],
    ...(url === ''
      ? {}
      : {
          act: {
            lead: '如果您急需處理，可以在以下頁面終止這份文件，並以其他檔案重新寄送：',
            label: '檢視文件',
          },
        }),
  }),
  alert: ({ day }) => ({
    subject: '【提醒】',
    heading: '已到提醒日期',
    says: [`您為這份文件設定的提醒日期（${longDay(day, 'zh-Hant')}）已到。`],
    quote: 'memo',
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  contract_end: ({ day, renews }) => ({
    subject: '【契約到期日】',
    heading: '契約期限已到',
    says: [
      `文件資訊中記錄的契約到期日（${longDay(day, 'zh-Hant')}）已到。`,
      ...(renews ? ['記錄為自動續約。'] : []),
    ],
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  notice_end: ({ day, renews }) => ({
    subject: '【解約通知期限】',
    heading: '解約通知期限已到',
    says: [
      `文件資訊中記錄的解約通知期限（${longDay(day, 'zh-Hant')}）已到。`,
      ...(renews ? ['記錄為自動續約。如不再續約，請確認是否需要通知對方。'] : []),
    ],
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  mail_rejected: ({ who }) => ({
    subject: '【郵件未送達】',
    heading: '確認郵件未能送達',
    says: [
      `寄給 ${who} 的確認郵件遭對方的郵件伺服器拒收。`,
      '如果電子郵件地址有誤，請取消這份文件，並以正確的地址重新寄送。',
    ],
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  sms_undelivered: ({ who }) => ({
    subject: '【簡訊未送達】',
    heading: '簡訊未能送達',
    says: [`寄給 ${who} 的簡訊未能送達對方手機。`, '如果電話號碼有誤，您可以在文件頁面更正。'],
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  transferred: ({ who, whom, code }) => ({
    subject: '【已轉交】',
    heading: '文件已被轉交',
    says: [
      `${who} 已將這份文件轉交給 ${whom} 確認，確認郵件已寄送給 ${whom}。`,
      ...(code ? ['該收件人設有存取碼，請將同一存取碼告知新的收件人。'] : []),
      '如果您不認識對方，請取消這份文件。',
    ],
    act: { lead: '您可以在以下頁面檢視文件詳情：', label: '檢視文件' },
  }),
  tel_requested: ({ who }) => ({
    subject: '【請求更正電話號碼】',
    heading: '有人請求更正電話號碼',
    says: [
      `有人開啟了 ${who} 的簽署連結，請求更正登記的電話號碼。`,
      '對方不一定是本人。請先透過您原有的其他聯絡方式向本人確認，再行回覆。在您回覆之前，系統不會向新號碼傳送任何內容。',
    ],
    act: { lead: '請在以下頁面查看請求內容。', label: '查看請求' },
  }),
  approval_requested: ({ sender }) => ({
    subject: '請審批：',
    heading: '有文件等待您審批',
    says: [`${sender}請您在傳送前審批此文件。`],
    quote: 'comment',
    act: { lead: '請在此頁面確認內容，然後核准或退回。', label: '查看文件' },
  }),
  approved: () => ({
    subject: '已核准：',
    heading: '您的文件已獲核准',
    says: ['可以按核准的內容傳送。如有更改，需要重新審批。'],
    act: { lead: '請在此頁面傳送：', label: '開啟文件' },
  }),
  returned: () => ({
    subject: '已退回：',
    heading: '您的文件被退回',
    says: ['審批人退回了此文件。請修改後重新申請審批。'],
    quote: 'answer',
    act: { lead: '請在此頁面修改：', label: '開啟文件' },
  }),
  invitation: ({ team }) => ({
    subject: '【Musubi】請設定密碼',
    heading: '請設定密碼',
    says: [`您已被加入「${team}」成為成員，設定密碼後即可使用 Musubi 的管理頁面。`],
    act: {
      lead: '請開啟以下連結並設定密碼（7天內有效，僅可使用一次）。',
      label: '設定密碼',
    },
    notes: [unexpected],
  }),
  access_reset: ({ team }) => ({
    subject: '【Musubi】請重新設定密碼',
    heading: '重新設定密碼',
    says: [
      `「${team}」的管理員為您建立了一個連結，用於重新設定 Musubi 管理頁面的密碼。`,
      '在重新設定之前，您仍可使用目前的密碼。',
    ],
    act: {
      lead: '請開啟以下連結並設定新密碼（7天內有效，僅可使用一次）。',
      label: '重新設定密碼',
    },
    notes: ['如果您對此並不知情，請告知團隊管理員。'],
  }),
  ...accountLetters['zh-CHT'],
  webhook_trouble: ({ host, why, gone }) => ({
    ...headed(gone ? 'Webhook 已停用' : 'Webhook 未能送達'),
    says: [
      gone
        ? `${host} 回傳了 HTTP 410，表示該網址已停用，因此我們已停止向其傳送。停用期間的事件均會保留。`
        : `傳送至 ${host} 的部分 Webhook 未能送達（原因：${why}）。未送達的內容均已保留，可隨時重新傳送。`,
    ],
    act: { lead: '請在以下頁面檢視原因：', label: '檢視傳送紀錄' },
    notes: ['請以團隊管理員身分登入後檢視該頁面。'],
  }),
  sms_limit: ({ limit, used }) => ({
    ...(limit === 0
      ? { ...headed('今日簡訊已停止傳送'), says: ['每日簡訊上限已改為0則，收件人將無法收到新的驗證碼。'] }
      : used === 'all'
        ? {
            ...headed('今日簡訊已達上限'),
            says: [
              `今日可傳送的簡訊已達上限（${limit}則）。在日本時間午夜零時之前，收件人將無法收到新的驗證碼。`,
            ],
          }
        : {
            ...headed('今日簡訊即將達到上限'),
            says: [`今日可傳送的簡訊（上限${limit}則）已使用八成。達到上限後，收件人將無法收到新的驗證碼。`],
          }),
    act: {
      lead: '如果您不清楚原因，請在以下頁面檢視每日傳送數量。上限可在團隊設定中變更。',
      label: '檢視簡訊使用情況',
    },
    notes: ['請以團隊管理員身分登入後檢視該頁面。'],
  }),
  retention_near: ({ count, day }) => ({
    ...headed('部分文件的保存期限即將屆滿'),
    says: [
      `您團隊中有${count}份文件的保存期限即將屆滿，屆滿後將被刪除。最早屆滿的文件保存至${longDay(day, 'zh-Hant')}。`,
      '刪除後無法復原。如有需要，請下載文件或將其設為保全。',
    ],
    act: { lead: '請在以下頁面確認相關文件：', label: '檢視即將屆滿的文件' },
    notes: ['請以團隊管理員身分登入後檢視該頁面。'],
  }),
}
