import { alertRoutes } from './alert-routes.ts'
import { approvalRoutes } from './approval-routes.ts'
import { attachmentRoutes } from './attachment-routes.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { bulkUploadRoutes } from './bulk-upload-routes.ts'
import { cabinetRoutes } from './cabinet-routes.ts'
import { chosenRoutes } from './chosen-routes.ts'
import { clientRoutes } from './client-routes.ts'
import { contactRoutes } from './contact-routes.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { departmentRoutes } from './department-routes.ts'
import { displayRoutes } from './display-routes.ts'
import { documentActRoutes } from './document-act-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { downloadRoutes } from './download-routes.ts'
import { draftRoutes } from './draft-routes.ts'
import { draftTextRoutes } from './draft-text-routes.ts'
import { factorRoutes } from './factor-routes.ts'
import { factorStepRoutes } from './factor-step-routes.ts'
import { fieldChangeRoutes } from './field-change-routes.ts'
import { fieldRoutes } from './field-routes.ts'
import { filingRoutes } from './filing-routes.ts'
import { handingRoutes } from './handing-routes.ts'
import { historyRoutes } from './history-routes.ts'
import { homeRoutes } from './home-routes.ts'
import { informationRoutes } from './information-routes.ts'
import { integratorRoutes } from './integrator-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { listRoutes } from './list-routes.ts'
import { lookRoutes } from './look-routes.ts'
import { lostPasswordRoutes } from './lost-password-routes.ts'
import { meRoutes } from './me-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { messageLogRoutes } from './message-log-routes.ts'
import { parkedRoutes } from './parked-routes.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { previewRoutes } from './preview-routes.ts'
import { registerRoutes } from './register-routes.ts'
import { reminderRoutes } from './reminder-routes.ts'
import { replaceFileRoutes } from './replace-file-routes.ts'
import { reporteeRoutes } from './reportee-routes.ts'
import { retentionRoutes } from './retention-routes.ts'
import type { ConsoleRoute } from './route.ts'
import { saveTemplateRoutes } from './save-template-routes.ts'
import { sendRoutes } from './send-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { signInRuleRoutes } from './sign-in-rule-routes.ts'
import { smsRoutes } from './sms-routes.ts'
import { telRequestRoutes } from './tel-request-routes.ts'
import { templateRoutes } from './template-routes.ts'
import { testMessageRoutes } from './test-message-routes.ts'
import { useTemplateRoutes } from './use-template-routes.ts'
import { webhookActRoutes } from './webhook-act-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Every route of the console, with what is checked before it answers. */
export const consoleRoutes: ConsoleRoute[] = [
  ...signInRoutes,
  ...homeRoutes,
  ...parkedRoutes,
  ...listRoutes,
  ...chosenRoutes,
  ...factorStepRoutes,
  ...lostPasswordRoutes,
  ...documentRoutes,
  ...informationRoutes,
  ...registerRoutes,
  ...draftRoutes,
  ...draftTextRoutes,
  ...peopleRoutes,
  ...reporteeRoutes,
  ...attachmentRoutes,
  ...previewRoutes,
  ...sendRoutes,
  ...approvalRoutes,
  ...handingRoutes,
  ...fieldRoutes,
  ...fieldChangeRoutes,
  ...contactRoutes,
  ...documentActRoutes,
  ...alertRoutes,
  ...telRequestRoutes,
  ...filingRoutes,
  ...reminderRoutes,
  ...downloadRoutes,
  ...saveTemplateRoutes,
  ...templateRoutes,
  ...replaceFileRoutes,
  ...useTemplateRoutes,
  ...bulkUploadRoutes,
  ...bulkRoutes,
  ...settingsRoutes,
  ...retentionRoutes,
  ...lookRoutes,
  ...displayRoutes,
  ...meRoutes,
  ...factorRoutes,
  ...passkeyRoutes,
  ...smsRoutes,
  ...memberRoutes,
  ...signInRuleRoutes,
  ...invitationRoutes,
  ...departmentRoutes,
  ...cabinetRoutes,
  ...clientRoutes,
  ...integratorRoutes,
  ...testMessageRoutes,
  ...messageLogRoutes,
  ...webhookRoutes,
  ...webhookActRoutes,
  ...deliveryRoutes,
  ...historyRoutes,
]
