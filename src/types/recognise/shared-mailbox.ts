/** What addresses begin with that a firm has, and no person. */
const SHARED = new Set(
  (
    'info information contact contacts kontakt contacto contato contatti contatto office hello hallo hola admin administration administracion ' +
    'mail email post posta poststelle sales verkauf ventas vendite support service team reception recepcion rezeption enquiries inquiries ' +
    'biuro sekretariat secretariat secretaria segreteria bureau buero ufficio verwaltung bookings reservations prenotazioni club clinic'
  ).split(' '),
)

/** Whether an e-mail address is that of a firm's post and no person's: `info@`, `kontakt@`. */
export const isSharedMailbox = (address: string): boolean => {
  const [local = '', host] = address.trim().toLowerCase().split('@')
  return host !== undefined && SHARED.has(local.replace(/[._-]?\d+$/, ''))
}
