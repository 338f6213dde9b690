import { defineContract } from '../define-contract.ts'
import { identifier, requiredText, text } from '../field.ts'

/** Sheet `Company_Cat` of the contact database: one row a company. */
export const contactCompanyCat = defineContract({
  id: 'contact_company_cat',
  version: '1.0.0',
  title: 'Contact database companies',
  description: 'Sheet `Company_Cat` of the contact database: one row a company, with its category.',
  kind: 'source',
  fields: {
    c_id: identifier({
      label: 'C_ID',
      description: 'Identifier given by the sheet; the other sheets refer to it.',
      example: '204',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Company ID', 'CID'],
    }),
    company: requiredText({
      label: 'Company',
      description: 'Name as typed in the sheet.',
      example: 'Karoo Air Charter CC',
      pii: 'none',
      synonyms: ['Company Name', 'Organisation Name', 'Organization Name'],
    }),
    quicknooks_name: text({
      label: 'QuickNooks_Name',
      description: 'Name the bookkeeping system knows the company by.',
      example: 'Karoo Air',
      pii: 'none',
      synonyms: ['Quick Nooks Name', 'QuickBooks Name'],
    }),
    last_order_date: text({
      label: 'Last_Order_Date',
      description: 'Day of the last order.',
      example: '2024-11-02',
      pii: 'none',
      synonyms: ['Date of Last Order'],
    }),
    category: text({
      label: 'Category',
      description: 'Kind of company.',
      example: 'Charter',
      pii: 'none',
      synonyms: ['Company Category'],
    }),
    strat: text({
      label: 'Strat',
      description: 'Strategic group of the company.',
      example: 'A',
      pii: 'none',
      synonyms: ['Strategy'],
    }),
    priority: text({
      label: 'Priority',
      description: 'How soon to call on the company.',
      example: 'High',
      pii: 'none',
    }),
    status: text({
      label: 'Status',
      description: 'Standing of the company.',
      example: 'Active',
      pii: 'none',
      synonyms: ['Company Status'],
    }),
    loaddate: text({
      label: 'LoadDate',
      description: 'Day the row was loaded; says nothing of contact with the company.',
      example: '2025-01-20',
      pii: 'none',
      synonyms: ['Load Date', 'Date Loaded'],
    }),
    checked: text({
      label: 'Checked',
      description: 'Whether somebody checked the row.',
      example: 'Y',
      pii: 'none',
      synonyms: ['Is Checked'],
    }),
    website: text({
      label: 'Website',
      description: 'Web address as typed.',
      example: 'karooair.example',
      pii: 'none',
      synonyms: ['Web Site', 'Website URL', 'URL'],
    }),
  },
})
