import { vocabulary } from '../types/normalise/vocabulary.ts'

/** The standing of an organization, from a closed list; anything else is null with issue `unknown_status`. */
export const normaliseStatus = vocabulary('status', {
  Active: ['currently active', 'current', 'operational', 'operating', 'in operation', 'trading', 'aktief'],
  Inactive: ['not active', 'in-active', 'non-active', 'not operating', 'not operational', 'lapsed', 'onaktief'],
  Dormant: ['sleeping'],
  Prospect: ['prospective', 'prospects', 'lead', 'potential', 'potential client'],
  Invalid: ['not valid', 'in-valid'],
  Closed: ['closed down', 'permanently closed', 'ceased', 'defunct', 'liquidated', 'deregistered', 'shut down'],
  Pending: ['in progress', 'awaiting', 'awaiting reply'],
})
