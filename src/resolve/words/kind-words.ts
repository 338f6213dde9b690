/** Words for kinds of organizations and places, folded: of one place and one name, a club and an academy are two. */
const KINDS = new Set(
  [
    'academy agency aerodrome airline airlines airport association bakery bank bar board bookshop branch brewery cafe campus',
    'care centre charity chemist church cinema clinic club college committee community company council creche dealer depot',
    'dispensary engineering estate factory farm federation foundation fund garage gallery guesthouse gym hall hangar hospice',
    'hospital hostel hotel house institute kindergarten laboratory lab library lodge maintenance market ministry mission',
    'museum nursery office orchestra park parish pharmacy police practice preschool project pub restaurant school shelter',
    'shop society station store studio stores supermarket surgery synagogue temple theatre trust union university warehouse',
    'winery workshop charter catering logistics training transport consulting property properties insurance travel',
    'verein schule klinik krankenhaus apotheke kirche stiftung werkstatt hochschule kindergarten gymnasium grundschule',
    'ecole college lycee hopital clinique pharmacie eglise fondation mairie boulangerie creche universite',
    'escuela colegio instituto hospital clinica farmacia iglesia fundacion universidad guarderia taller',
    'escola colegio faculdade clinica farmacia igreja fundacao universidade creche oficina posto',
    'scuola liceo ospedale clinica farmacia chiesa fondazione universita asilo officina azienda',
    'school ziekenhuis kliniek apotheek kerk stichting vereniging skool hospitaal kliniek apteek kollege',
    'okul okulu hastane hastanesi eczane eczanesi lise lisesi universite universitesi vakfi dernegi',
    'szkola szpital apteka kosciol fundacja przedszkole liceum uniwersytet stowarzyszenie',
  ].flatMap((words) => words.split(' ')),
)

/** @param word folded */
export const isKind = (word: string): boolean => KINDS.has(word)
