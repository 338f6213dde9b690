/** People alone: several of them in one row, part rows, sources named by a column, and a keep of every kind. */
export const MEMBERS = `
id: members
country: DE
date_order: dmy
owner: Office
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      full_name: { type: person_name, required: true }
      called: { slug: full_name }
      also_called: { of: full_name }
      born: { type: date_of_birth }
      mail: { type: email, keep: first }
      mail_status: { status: mail }
      mobiles: { type: phone, keep: distinct }
      mobile: { first: mobiles }
      home: { type: address }
      land: { type: country }
      joined: { type: date, keep: earliest }
      last_seen: { type: date, keep: latest }
      most_paid: { type: number, keep: max }
      least_paid: { type: number, keep: min }
      is_active: { type: flag, keep: any }
      has_paid: { type: flag, keep: all }
      remark: { type: text, keep: longest }
      chapter: { type: text, keep: most_common }
      reach: { confidence: { member: [mail, mobiles] } }
      whole: { score: { mail: 1, mobile: 1, home: 2, reach: 1 } }
      missing: { flags: { no_mail: mail, no_home: home } }
      is_wrong: { marked: invalid }
      told_by: { sources: titles }
sources:
  - id: club
    title: Club list
    trust: 2
    files: ['club*.xlsx']
    tables:
      - id: club_members
        sheet: Members
        source: { column: Branch, trust: { north: 5 } }
        describes:
          - entity: member
            key: [No]
            when: { column: Kind, equals: [full, junior] }
            invalid: { column: Struck off, of: [mail] }
            attributes:
              full_name: { parts: { given: First, family: Last } }
              born: Born
              mail: [Mail, Second mail]
              mobiles: [Mobile, { column: Landline, quiet: true }]
              home: { parts: { street: Street, city: Town, postcode: Postcode } }
              land: [Land, { infer: country }]
              joined: { column: Joined, order: ymd }
              last_seen: Seen
              is_active: Active
              has_paid: Paid
              chapter: [{ constant: General }, Chapter]
          # Who pays for a junior, and has no number of their own.
          - entity: member
            role: unless_known
            called: payer
            attributes:
              full_name: Payer
              mobiles: Payer phone
              remark: { match: { column: Payer note, pattern: '^(?<what>[a-z ]+):', group: what } }
      - id: club_notes
        sheet: Notes
        describes:
          - entity: member
            role: part
            called: note
            belongs_to: { member: { key: [No], or_named: Name } }
            attributes:
              remark: { join: [Subject, Text], with: ': ' }
              most_paid: Amount
              least_paid: Amount
              home: Address
  - id: shop
    title: Shop
    trust: 1
    unique: true
    files: ['shop*.csv']
    tables:
      - id: shop
        describes:
          - entity: member
            key: [Customer, Till]
            attributes:
              full_name: [Name, { column: Old name, quiet: true }]
              mail: Mail
              mobiles: Phone
              land: { infer: country }
              last_seen: Last order
              is_active: { constant: 'yes' }
`
