import { defineContract } from '../define-contract.ts'
import { requiredText, text } from '../field.ts'

/** Sheet `10-10-25 Capture` of the contact database: one row a school. */
export const contactCapture = defineContract({
  id: 'contact_capture',
  version: '1.0.0',
  title: 'Contact database capture',
  description: 'Sheet `10-10-25 Capture` of the contact database: one row a school, as captured by hand.',
  kind: 'source',
  fields: {
    unnamed_0: text({
      label: 'Unnamed: 0',
      description: 'The first column, which has no header: a running number.',
      example: '1',
      pii: 'none',
    }),
    school: requiredText({
      label: 'School',
      description: 'Name of the school as typed.',
      example: 'Drakensberg Flying Academy',
      pii: 'none',
      primaryKey: true,
      synonyms: ['School Name', 'Flight School'],
    }),
    contact_person_role: text({
      label: 'Contact person (role)',
      description: 'A person, with the role in brackets.',
      example: 'Thandi Nkosi (CFI)',
      pii: 'personal',
      synonyms: ['Contact person', 'Contact'],
    }),
    phone: text({
      label: 'Phone',
      description: 'Phone number as typed, or several.',
      example: '033 123 4567',
      pii: 'personal',
      synonyms: ['Phone Number', 'Telephone', 'Tel', 'Contact Number'],
    }),
    email: text({
      label: 'Email',
      description: 'E-mail address as typed, or several.',
      example: 'thandi@drakensberg.example',
      pii: 'personal',
      synonyms: ['E-mail', 'Email Address', 'E-mail Address', 'Mail'],
    }),
    addresses: text({
      label: 'Addresses',
      description: 'Physical address as typed, or several.',
      example: 'Oribi Airport, Pietermaritzburg',
      pii: 'none',
      synonyms: ['Address', 'Physical Address'],
    }),
    planes: text({
      label: 'Planes',
      description: 'Aircraft the school flies.',
      example: 'C172; Sling 2',
      pii: 'none',
      synonyms: ['Aircraft', 'Fleet'],
    }),
    website: text({
      label: 'Website',
      description: 'Web address as typed.',
      example: 'https://drakensberg.example',
      pii: 'none',
      synonyms: ['Web Site', 'Website URL', 'URL'],
    }),
    description: text({
      label: 'Description',
      description: 'What the school does; free text that may speak of people.',
      example: 'PPL to ATPL',
      pii: 'personal',
    }),
    type: text({
      label: 'Type',
      description: 'Kind of school.',
      example: 'Flight School',
      pii: 'none',
      synonyms: ['School Type'],
    }),
  },
})
