import { accountLetters } from './account-letters.ts'
import { headed, type LetterTable } from './letter-words.ts'
import { longDay } from './long-day.ts'

const unexpected = '如果您对此并不知情，请忽略并删除本邮件。'

export const simplifiedChinese: LetterTable = {
  greeting: (name) => `${name}，您好：`,
  actHelp: '如果按钮无法使用，请在浏览器中打开以下网址：',
  choice: '您可以在管理页面的“E-mail settings”中选择是否接收此类邮件。',
  automatic: '本邮件由电子合同服务 Musubi 自动发送，请勿直接回复。',
  quotes: {
    message: '发件人留言',
    words: '转交人留言',
    reason: '拒签原因',
    comment: '发件人备注',
    memo: '提醒备注',
    answer: '审批人的意见',
  },
  requested: ({ sender, again, from, words }) => ({
    subject: `${again ? '【再次提醒】' : ''}【请您确认】`,
    heading: again ? '请您确认文件（再次提醒）' : '请您确认文件',
    says: [
      `${sender} ${again ? '再次' : ''}请您确认一份文件。`,
      ...(from === '' ? [] : [`${from} 已将这份文件转交给您。`]),
    ],
    quote: words === '' ? 'message' : 'words',
    act: {
      lead: `请通过以下链接查看并确认内容（10天内有效）。${again ? '此前邮件中的链接已失效。' : ''}`,
      label: '查看并确认',
    },
    notes: [unexpected],
  }),
  concluded: ({ url, copies }) => ({
    subject: '【签署完成】',
    heading: '文件已签署完成',
    says: [
      '各方均已确认，文件已签署完成。',
      {
        attached: '签署完成的文件已附在本邮件中。',
        too_large: '由于文件较大，签署完成的文件未随本邮件附上，您可以在以下页面下载。',
        on_page: '您可以在以下页面下载签署完成的文件。',
        linked: '您可以下载签署完成的文件和签署证明书（合意締結証明書）。',
      }[copies],
    ],
    ...(url === ''
      ? {}
      : {
          act:
            copies === 'linked'
              ? { lead: '请通过以下链接下载（14天内有效）：', label: '下载文件' }
              : { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
        }),
    ...(copies === 'linked' ? { notes: ['任何持有此链接的人都可以下载文件，请勿转发。'] } : {}),
  }),
  declined: ({ sends }) =>
    sends
      ? {
          subject: '【已拒签】',
          heading: '收件人已拒签',
          says: ['收件人拒绝签署这份文件。'],
          quote: 'reason',
          act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
        }
      : {
          subject: '【已拒签】',
          heading: '文件未能完成签署',
          says: ['由于其他签署方未同意，您已确认的文件未能完成签署。您无需进行任何操作。'],
        },
  cancelled: ({ sender }) => ({
    subject: '【已撤销】',
    heading: '文件已被撤销',
    says: [`${sender} 已撤销这份文件。您无需进行任何操作。`],
    quote: 'comment',
  }),
  sealing_failed: ({ url }) => ({
    subject: '【暂未完成签署】',
    heading: '文件暂未完成签署',
    says: [
      '各方的同意均已保存，但未能为文件添加电子签名，因此文件尚未完成签署。',
      url === ''
        ? '发件人或服务运营方将会处理，您目前无需进行任何操作。'
        : '服务运营方解决问题后，文件将自动完成签署。',
    ],
    ...(url === ''
      ? {}
      : {
          act: {
            lead: '如果您急需处理，可以在以下页面终止这份文件，并用其他文件重新发送：',
            label: '查看文件',
          },
        }),
  }),
  alert: ({ day }) => ({
    subject: '【提醒】',
    heading: '已到提醒日期',
    says: [`您为这份文件设置的提醒日期（${longDay(day, 'zh-Hans')}）已到。`],
    quote: 'memo',
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  contract_end: ({ day, renews }) => ({
    subject: '【合同到期日】',
    heading: '合同期限已到',
    says: [
      `文件信息中记录的合同到期日（${longDay(day, 'zh-Hans')}）已到。`,
      ...(renews ? ['记录为自动续约。'] : []),
    ],
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  notice_end: ({ day, renews }) => ({
    subject: '【解约通知期限】',
    heading: '解约通知期限已到',
    says: [
      `文件信息中记录的解约通知期限（${longDay(day, 'zh-Hans')}）已到。`,
      ...(renews ? ['记录为自动续约。如不再续约，请确认是否需要通知对方。'] : []),
    ],
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  mail_rejected: ({ who }) => ({
    subject: '【邮件未送达】',
    heading: '确认邮件未能送达',
    says: [
      `发送给 ${who} 的确认邮件被对方的邮件服务器拒收。`,
      '如果邮箱地址有误，请撤销这份文件，并使用正确的地址重新发送。',
    ],
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  sms_undelivered: ({ who }) => ({
    subject: '【短信未送达】',
    heading: '短信未能送达',
    says: [`发送给 ${who} 的短信未能送达对方手机。`, '如果电话号码有误，您可以在文件页面更正。'],
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  transferred: ({ who, whom, code }) => ({
    subject: '【已转交】',
    heading: '文件已被转交',
    says: [
      `${who} 已将这份文件转交给 ${whom} 确认，确认邮件已发送给 ${whom}。`,
      ...(code ? ['该收件人设有访问码，请将同一访问码告知新的收件人。'] : []),
      '如果您不认识对方，请撤销这份文件。',
    ],
    act: { lead: '您可以在以下页面查看文件详情：', label: '查看文件' },
  }),
  tel_requested: ({ who }) => ({
    subject: '【请求更正电话号码】',
    heading: '有人请求更正电话号码',
    says: [
      `有人打开了 ${who} 的签署链接，请求更正登记的电话号码。`,
      '对方不一定是本人。请先通过您原有的其他联系方式向本人核实，再作答复。在您答复之前，系统不会向新号码发送任何内容。',
    ],
    act: { lead: '请在以下页面查看请求内容。', label: '查看请求' },
  }),
  approval_requested: ({ sender }) => ({
    subject: '请审批：',
    heading: '有文件等待您审批',
    says: [`${sender}请您在发送前审批此文件。`],
    quote: 'comment',
    act: { lead: '请在此页面确认内容，然后批准或退回。', label: '查看文件' },
  }),
  approved: () => ({
    subject: '已批准：',
    heading: '您的文件已获批准',
    says: ['可以按批准的内容发送。如有更改，需要重新审批。'],
    act: { lead: '请在此页面发送：', label: '打开文件' },
  }),
  returned: () => ({
    subject: '已退回：',
    heading: '您的文件被退回',
    says: ['审批人退回了此文件。请修改后重新申请审批。'],
    quote: 'answer',
    act: { lead: '请在此页面修改：', label: '打开文件' },
  }),
  invitation: ({ team }) => ({
    subject: '【Musubi】请设置密码',
    heading: '请设置密码',
    says: [`您已被添加为“${team}”的成员，设置密码后即可使用 Musubi 的管理页面。`],
    act: {
      lead: '请打开以下链接并设置密码（7天内有效，仅可使用一次）。',
      label: '设置密码',
    },
    notes: [unexpected],
  }),
  access_reset: ({ team }) => ({
    subject: '【Musubi】请重新设置密码',
    heading: '重新设置密码',
    says: [
      `“${team}”的管理员为您生成了一个链接，用于重新设置 Musubi 管理页面的密码。`,
      '在重新设置之前，您仍可使用当前密码。',
    ],
    act: {
      lead: '请打开以下链接并设置新密码（7天内有效，仅可使用一次）。',
      label: '重新设置密码',
    },
    notes: ['如果您并不知悉此事，请告知团队管理员。'],
  }),
  ...accountLetters['zh-CHS'],
  webhook_trouble: ({ host, why, gone }) => ({
    ...headed(gone ? 'Webhook 已停用' : 'Webhook 未能送达'),
    says: [
      gone
        ? `${host} 返回了 HTTP 410，表示该网址已停用，因此我们已停止向其发送。停用期间的事件均会保留。`
        : `发送至 ${host} 的部分 Webhook 未能送达（原因：${why}）。未送达的内容均已保留，可随时重新发送。`,
    ],
    act: { lead: '请在以下页面查看原因：', label: '查看发送记录' },
    notes: ['请以团队管理员身份登录后查看该页面。'],
  }),
  sms_limit: ({ limit, used }) => ({
    ...(limit === 0
      ? { ...headed('今日短信已停止发送'), says: ['每日短信上限已改为0条，收件人将无法收到新的验证码。'] }
      : used === 'all'
        ? {
            ...headed('今日短信已达上限'),
            says: [
              `今日可发送的短信已达上限（${limit}条）。在日本时间零点之前，收件人将无法收到新的验证码。`,
            ],
          }
        : {
            ...headed('今日短信即将达到上限'),
            says: [`今日可发送的短信（上限${limit}条）已使用八成。达到上限后，收件人将无法收到新的验证码。`],
          }),
    act: {
      lead: '如果您不清楚原因，请在以下页面查看每日发送数量。上限可在团队设置中更改。',
      label: '查看短信使用情况',
    },
    notes: ['请以团队管理员身份登录后查看该页面。'],
  }),
  retention_near: ({ count, day }) => ({
    ...headed('部分文件的保存期限即将届满'),
    says: [
      `您团队中有${count}份文件的保存期限即将届满，届满后将被删除。最早届满的文件保存至${longDay(day, 'zh-Hans')}。`,
      '删除后无法恢复。如有需要，请下载文件或将其设为保全。',
    ],
    act: { lead: '请在以下页面确认相关文件：', label: '查看即将届满的文件' },
    notes: ['请以团队管理员身份登录后查看该页面。'],
  }),
}
