/** Things without people: what is made belongs to who makes it, by key or by name. */
export const CATALOGUE = `
id: catalogue
country: FR
owner: Buying
entities:
  maker:
    dataset: makers
    id_prefix: mak
    attributes:
      maker_name: { type: organization_name, required: true }
      site: { type: website }
      seat: { type: region }
      products: { count: product }
      weights: { others: product, attribute: colour, than: flagship }
      flagship: { primary: product, attributes: { called: title, code: code, colours: colour } }
  product:
    dataset: products
    id_prefix: prd
    attributes:
      maker: { parent: maker }
      maker_title: { parent: maker, attribute: maker_name }
      maker_seat: { parent: maker, attribute: seat }
      title: { type: text, required: true }
      code: { type: identifier }
      colour: { type: text, keep: distinct }
      price: { type: money, keep: min }
      listed: { type: date, keep: latest }
      is_flagship: { chosen: maker, by: flagship }
sources:
  - id: house
    trust: 2
    files: ['house*.csv']
    tables:
      - id: house_products
        describes:
          - entity: product
            key: [Code]
            belongs_to: { maker: { key: [Maker no], or_named: Maker } }
            attributes:
              title: Title
              code: Code
              colour: [Colour, Second colour]
              price: Price
              listed: Listed
          - entity: maker
            key: [Maker no]
            called: maker
            when: { column: Maker, is: present }
            attributes:
              maker_name: Maker
              site: Site
              seat: Seat
  - id: fair
    trust: 1
    files: ['fair*.csv']
    tables:
      - id: fair
        describes:
          - entity: maker
            key: [Stand]
            attributes: { maker_name: Exhibitor, site: Web }
          - entity: product
            when: { column: Shows, is: present }
            belongs_to: { maker: { named: Exhibitor } }
            invalid: Withdrawn
            attributes: { title: Shows, price: Price }
`
