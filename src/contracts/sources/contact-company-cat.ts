import { defineContract, identifierValues } from '../define-contract.ts'

export const contactCompanyCat = defineContract({
  id: 'contact_company_cat',
  version: '1.0.0',
  title: 'Contact Database: Company_Cat',
  description: 'One company a row, as the sales team keeps them.',
  kind: 'source',
  owner: 'Sales team',
  fields: {
    c_id: {
      label: 'C_ID',
      required: true,
      primaryKey: true,
      values: identifierValues,
      description: 'Number of the company.',
      example: '101',
    },
    company: {
      label: 'Company',
      synonyms: ['Company Name'],
      required: true,
      description: 'Name as captured.',
      example: 'Blue Sky Aviation',
    },
    quicknooks_name: {
      label: 'QuickNooks_Name',
      description: 'Name in the bookkeeping system.',
      example: 'BLUE SKY AVIATION',
    },
    last_order_date: { label: 'Last_Order_Date', description: 'Date of the last order.', example: '2025-02-01' },
    category: { label: 'Category', description: 'What kind of organisation.', example: 'Charter' },
    strat: { label: 'Strat', description: 'Sales strategy code.', example: 'A' },
    priority: { label: 'Priority', description: 'High, Medium, Low.', example: 'High' },
    status: { label: 'Status', description: 'Active, Prospect, Dormant …', example: 'Active' },
    loaddate: { label: 'LoadDate', description: 'When the row was loaded; not an interaction.', example: '2025-01-10' },
    checked: { label: 'Checked', description: 'Checked by a person.', example: 'Y' },
    website: { label: 'Website', description: 'Web address as captured.', example: 'www.bluesky.example' },
  },
})
