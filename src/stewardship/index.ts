/** The door of the stewardship room: what others may take of it. */
export { certificatePrefix, type ErasureCertificate, readCertificates } from './erasure/certificate.ts'
export { forget } from './erasure/forget.ts'
export { peoplePort } from './people-port.ts'
export { readCorrectionWorkbook, writeCorrectionWorkbook } from './readmission/correction-workbook.ts'
export { type OriginalRow, originalRows } from './readmission/original-rows.ts'
export { quarantinedRows, runsWithQuarantine } from './readmission/quarantined-rows.ts'
export { type Readmission, readmit } from './readmission/readmit.ts'
