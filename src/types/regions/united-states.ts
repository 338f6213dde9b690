import { listed, type RegionSpelling } from './region-spelling.ts'

/**
 * Short forms besides the two letters of the post, which are those of the standard: code, name, how people shorten
 * it.
 */
const SHORT = `
  AL Alabama: ala; AZ Arizona: ariz; AR Arkansas: ark; CA California: calif, cal; CO Colorado: colo; CT
  Connecticut: conn; DE Delaware: del; DC District of Columbia: washington dc, washington d c, dist of columbia;
  FL Florida: fla, flor; GA Georgia: geo; HI Hawaii: hawai i; ID Idaho: ida; IL Illinois: ill, ills; IN Indiana:
  ind; IA Iowa: iowa; KS Kansas: kan, kans; KY Kentucky: ken, kent; LA Louisiana: lou; ME Maine: maine; MD
  Maryland: mary; MA Massachusetts: mass; MI Michigan: mich; MN Minnesota: minn; MS Mississippi: miss; MO
  Missouri: missouri; MT Montana: mont; NE Nebraska: neb, nebr; NV Nevada: nev; NH New Hampshire: n hampshire; NJ
  New Jersey: n jersey; NM New Mexico: n mexico, n mex; NY New York: n york, new york state; NC North Carolina: n
  carolina, n car; ND North Dakota: n dakota, n dak; OK Oklahoma: okla; OR Oregon: ore, oreg; PA Pennsylvania:
  penn, penna; PR Puerto Rico: p rico; RI Rhode Island: r island; SC South Carolina: s carolina, s car; SD South
  Dakota: s dakota, s dak; TN Tennessee: tenn; TX Texas: tex; VT Vermont: verm; VA Virginia: virg; WA Washington:
  wash, washington state; WV West Virginia: w virginia, w va; WI Wisconsin: wis, wisc; WY Wyoming: wyo`

/** The states of the United States and their short forms of old. */
export const UNITED_STATES: readonly RegionSpelling[] = SHORT.replace(/\s+/g, ' ')
  .split(';')
  .map((line) => {
    const [head = '', spellings = ''] = line.trim().split(': ')
    return { code: `US-${head.slice(0, 2)}`, name: head.slice(3), spellings: listed(spellings) }
  })
