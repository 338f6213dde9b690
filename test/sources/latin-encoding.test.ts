import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { fileOf, readSheetWhole } from './build-xlsx.ts'

let files = 0

async function read(text: string, written: string) {
  const file = await openSource(fileOf(`latin-${files++}.csv`, iconv.encode(text, written)), defaultSourceLimits)
  const source = await file.read(file.sheets[0] ?? '')
  return { encoding: source.details.encoding, how: source.details.how, ...(await readSheetWhole(source)) }
}
const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(';'))

describe('a list of one byte a letter in a language of Central Europe, the Baltic or Turkey is read as it was written, and stays a guess', () => {
  test.each([
    ['windows-1250', 'Imię;Miasto\nŁukasz Wójcik;Łódź\nŻaneta Gąsior;Kraków\nŚwiętosława Ćwik;Poznań\n'],
    ['iso-8859-2', 'Imię;Miasto\nŁukasz Wójcik;Łódź\nŻaneta Gąsior;Kraków\nŚwiętosława Ćwik;Poznań\n'],
    ['windows-1250', 'Jméno;Město\nJiří Dvořák;Plzeň\nTomáš Růžička;Ústí nad Labem\n'],
    ['windows-1250', 'Név;Város\nSzabó Győző;Székesfehérvár\nKovács Ödön;Győr\nErdős Tünde;Hódmezővásárhely\n'],
    ['windows-1254', 'Adı;İl\nAyşe Yılmaz;İstanbul\nÇağrı Öztürk;Muğla\nIşıl Güneş;Şırnak\n'],
    ['windows-1257', 'Vardas;Miestas\nŽygimantas Šukys;Šiauliai\nRūta Kėdainytė;Kėdainiai\nJūratė;Mažeikiai\n'],
  ])('%s: %s', async (encoding, text) => {
    expect(await read(text, encoding)).toMatchObject({ encoding, how: 'guess', rows: rowsOf(text) })
  })

  test.each([
    ['Icelandic', 'Nafn;Staður\nGuðrún Þórðardóttir;Reykjavík\nÝmir Sæmundsson;Ísafjörður\n'],
    ['Danish', 'Navn;By\nSøren Ærø;Århus\nMåns Bjørn;Nykøbing\n'],
    ['Portuguese', 'Nome;Cidade\nJoão Conceição;São Paulo\nInês Mourão;Évora\n'],
    ['French', 'Nom;Ville\nÉloïse Lefèvre;Orléans\nFrançois Prêtre;Besançon\nZoë;Nîmes\n'],
    ['firms of many countries', 'Name;Ort\nÅngström AB;Malmö\nCrème Brûlée;Nîmes\nPeña y Núñez;Logroño\nMüßig;Köln\n'],
  ])('%s in windows-1252 stays what it is', async (_, text) => {
    expect(await read(text, 'windows-1252')).toMatchObject({
      encoding: 'windows-1252',
      how: 'guess',
      rows: rowsOf(text),
    })
  })
})
