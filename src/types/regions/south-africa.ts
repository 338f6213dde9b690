import type { RegionSpelling } from './region-spelling.ts'
import { listed } from './region-spelling.ts'

/**
 * The nine provinces of South Africa: the words that people write for them, and towns, cities, suburbs with
 * aerodromes and airports in each. Names that several provinces share (Richmond, Heidelberg, Middelburg, Virginia)
 * are left out: a wrong province is worse than none.
 */
export const SOUTH_AFRICA: readonly RegionSpelling[] = [
  {
    code: 'ZA-EC',
    name: 'Eastern Cape',
    spellings: listed('ec, ecape, e cape, east cape, oos kaap'),
    towns: listed(`
      gqeberha, bhisho, qonce, mthatha, umtata, uitenhage, kariega, makhanda, grahamstown, queenstown, komani,
      port elizabeth, pe, east london, kugompo city, king williams town, jeffreys bay, port alfred, cradock,
      nxuba, graaff reinet, somerset east, humansdorp, st francis bay, port st johns, butterworth, gcuwa, fort
      beaufort, stutterheim, aliwal north, maclear, matatiele, mdantsane, nelson mandela bay, buffalo city,
      chief dawid stuurman international airport, king phalo airport, bulembu, kirkwood, addo, bizana,
      lusikisiki`),
  },
  {
    code: 'ZA-FS',
    name: 'Free State',
    spellings: listed('fs, freestate, orange free state, ofs, vrystaat'),
    towns: listed(`
      bloemfontein, mangaung, welkom, bethlehem, kroonstad, sasolburg, parys, phuthaditjhaba, harrismith, bram
      fischer, bram fischer international airport, tempe, tempe airfield, odendaalsrus, botshabelo, thaba nchu,
      ficksburg, clarens, ladybrand, frankfort, heilbron, reitz, senekal, winburg, bothaville, viljoenskroon,
      vrede, bultfontein, hoopstad, brandfort, zastron, smithfield, trompsburg, springfontein, new tempe`),
  },
  {
    code: 'ZA-GP',
    name: 'Gauteng',
    spellings: listed('gp, gt, gau, gauteng gp, gpretoria, gjohannesburg, pwv'),
    towns: listed(`
      johannesburg, joburg, jhb, jnb, pretoria, pta, tshwane, midrand, centurion, sandton, randburg, roodepoort,
      soweto, benoni, boksburg, germiston, springs, brakpan, alberton, krugersdorp, randfontein, carletonville,
      vereeniging, vanderbijlpark, kempton park, edenvale, lanseria, lanseria airport, lanseria international
      airport, grand central, grand central airport, rand airport, rand airport germiston, wonderboom,
      wonderboom airport, or tambo, or tambo international, or tambo international airport, o r tambo,
      waterkloof, nigel, bronkhorstspruit, cullinan, hammanskraal, mamelodi, soshanguve, tembisa, ekurhuleni,
      east rand, west rand, fourways, bryanston, rosebank, muldersdrift, magaliesburg, meyerton, westonaria,
      brakpan airfield, petit, baragwanath, swartkop, kyalami, rivonia, honeydew, bedfordview`),
  },
  {
    code: 'ZA-KZN',
    name: 'KwaZulu-Natal',
    spellings: listed('kzn, kz, nl, kwazulu, kwa zulu natal, kwazulunatal, kwa zulu, natal, kn'),
    towns: listed(`
      durban, dbn, pietermaritzburg, pmb, ladysmith, newcastle, empangeni, ulundi, umhlanga, ballito, pinetown,
      richards bay, king shaka, king shaka international, king shaka international airport, margate, margate
      airport, port shepstone, scottburgh, amanzimtoti, westville, hillcrest, howick, estcourt, dundee, vryheid,
      kokstad, stanger, kwadukuza, eshowe, mtubatuba, hluhluwe, st lucia, pongola, greytown, mooi river, oribi,
      oribi airport, ethekwini, umlazi, phoenix, chatsworth, verulam, la mercy, underberg, hibberdene, virginia
      airport`),
  },
  {
    code: 'ZA-LP',
    name: 'Limpopo',
    spellings: listed('lp, lim, limp, northern transvaal'),
    towns: listed(`
      polokwane, pietersburg, tzaneen, mokopane, potgietersrus, thohoyandou, musina, messina, lephalale,
      ellisras, phalaborwa, hoedspruit, louis trichardt, makhado, bela bela, warmbaths, modimolle, nylstroom,
      mookgophong, naboomspruit, thabazimbi, giyani, burgersfort, groblersdal, marble hall, polokwane
      international airport, gateway airport, hendrik van eck airport, eastgate airport, vaalwater, lebowakgomo,
      seshego, alldays, dendron, duiwelskloof, modjadjiskloof`),
  },
  {
    code: 'ZA-MP',
    name: 'Mpumalanga',
    spellings: listed('mp, mpu, mpuma, mpumulanga, mpumalunga, eastern transvaal'),
    towns: listed(`
      nelspruit, mbombela, emalahleni, witbank, secunda, ermelo, komatipoort, barberton, sabie, lydenburg,
      mashishing, white river, witrivier, kruger mpumalanga international airport, kmia, hazyview, malelane,
      malalane, standerton, bethal, delmas, piet retief, emkhondo, volksrust, graskop, dullstroom, belfast,
      emakhazeni, kriel, ogies, evander, carolina, machadodorp, bushbuckridge, skukuza, skukuza airport,
      kwamhlanga, siyabuswa, pilgrims rest, balfour`),
  },
  {
    code: 'ZA-NW',
    name: 'North West',
    spellings: listed('nw, northwest, noordwes, north western'),
    towns: listed(`
      rustenburg, mahikeng, mafikeng, mmabatho, potchefstroom, klerksdorp, brits, vryburg, lichtenburg,
      hartbeespoort, hartebeespoort, hartbeespoort dam, sun city, pilanesberg, pilanesberg airport, pilanesberg
      international airport, orkney, stilfontein, wolmaransstad, zeerust, mogwase, schweizer reneke, christiana,
      bloemhof, koster, swartruggens, ventersdorp, coligny, delareyville, sannieshof, madikwe, mooinooi, taung`),
  },
  {
    code: 'ZA-NC',
    name: 'Northern Cape',
    spellings: listed('nc, ncape, n cape, north cape, noord kaap'),
    towns: listed(`
      kimberley, upington, springbok, kuruman, kathu, postmasburg, prieska, calvinia, colesberg, de aar,
      upington airport, kimberley airport, alexander bay, port nolloth, kakamas, keimoes, douglas, hartswater,
      jan kempdorp, warrenton, sutherland, carnarvon, victoria west, britstown, hopetown, sishen, sishen
      airport, pofadder, williston, fraserburg, danielskuil, barkly west, griquatown, augrabies, hotazel,
      noupoort, loeriesfontein, kleinzee`),
  },
  {
    code: 'ZA-WC',
    name: 'Western Cape',
    spellings: listed('wc, wcape, w cape, west cape, wes kaap'),
    towns: listed(`
      capetown, stellenbosch, paarl, worcester, knysna, oudtshoorn, cape town, cape town international airport,
      cpt, george, george airport, mossel bay, hermanus, somerset west, strand, bellville, durbanville,
      franschhoek, wellington, malmesbury, saldanha, saldanha bay, vredenburg, langebaan, langebaanweg,
      plettenberg bay, plett, swellendam, bredasdorp, caledon, ceres, robertson, montagu, beaufort west,
      vredendal, clanwilliam, citrusdal, moorreesburg, riversdale, stilbaai, still bay, kraaifontein,
      khayelitsha, mitchells plain, brackenfell, milnerton, fisantekraal, morningstar, overberg, grabouw,
      gansbaai, ysterplaat, cape winelands, cape winelands airport, simons town, table view`),
  },
]
