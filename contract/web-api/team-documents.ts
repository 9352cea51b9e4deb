import { instant } from './forms.ts'
import { documentListAnswer, page, yes } from './list-fields.ts'
import { operation } from './operation.ts'

export const listTeamDocumentsCall = operation({
  name: 'listTeamDocuments',
  summary: { ja: 'チームの書類の一覧を取得する', en: "List all members' documents" },
  method: 'GET',
  path: '/team_documents',
  request: 'form',
  // Unlike on `GET /documents` there is no `status`, and every `with_*` is off unless it is `y`.
  form: {
    page: page(),
    with_files: yes(),
    with_participants: yes(),
    with_reportees: yes(),
    with_attachment: yes(),
    from: instant(),
    to: instant(),
  },
  answer: documentListAnswer,
})
