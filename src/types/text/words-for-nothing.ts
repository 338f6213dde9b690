/** What people of each language write into a cell that they must not leave empty. Every form that grammar gives the word. */
export const WORDS_FOR_NOTHING: Readonly<Record<string, string>> = {
  en:
    'vacant, vacancy, position vacant, post vacant, not publicly listed, not publicly available, not public, not listed, not disclosed, undisclosed, ' +
    'withheld, not stated, not given, not specified, unspecified, not recorded, not found, not supplied, not set, not known yet, no name, no value, ' +
    'no info, no information, as above, see above, same as above, ditto, idem, test, to be appointed, to be announced, to follow, unknown unknown, ' +
    'not yet known, not on file, no record, none given, none known, nothing',
  af:
    'onbekend, onbekende, geen, nie beskikbaar, nie bekend, nie van toepassing, nvt, vakant, ongespesifiseer, niks, ' +
    'nie beskikbaar nie, nie bekend nie, nie openbaar nie, nog nie aangestel nie',
  nl:
    'onbekend, onbekende, geen, geen een, nvt, niet van toepassing, niet bekend, niet beschikbaar, niet opgegeven, ongekend, ' +
    'niet openbaar, niet bekendgemaakt, niet ingevuld, vacant, vacature, nog te benoemen',
  de:
    'unbekannt, unbekannte, unbekannter, unbekanntes, keine, keine angabe, keine angaben, k a, ohne, ohne angabe, nicht bekannt, ' +
    'nicht zutreffend, nicht verfügbar, nicht vorhanden, entfällt, unbesetzt, vakant, ' +
    'nicht öffentlich, nicht bekannt gegeben, nicht angegeben, nicht veröffentlicht, nicht besetzt, noch offen, wird noch benannt',
  fr:
    'inconnu, inconnue, inconnus, inconnues, aucun, aucune, sans objet, non renseigné, non renseignée, non communiqué, non connu, ' +
    'néant, non disponible, non applicable, à pourvoir, indisponible, non divulgué, non publié, non précisé, non attribué, ' +
    'poste vacant, poste à pourvoir, à désigner, à nommer',
  es:
    'desconocido, desconocida, desconocidos, desconocidas, ninguno, ninguna, sin datos, sin información, sin especificar, no aplica, ' +
    'no disponible, no consta, no conocido, vacante, no publicado, no divulgado, no informado, no especificado, no tiene, ' +
    'sin asignar, sin nombrar, por designar, por asignar, puesto vacante',
  pt:
    'desconhecido, desconhecida, desconhecidos, desconhecidas, nenhum, nenhuma, não aplicável, não informado, não informada, ' +
    'não disponível, sem informação, sem dados, não divulgado, não divulgada, não publicado, não especificado, não indicado, ' +
    'não consta, não tem, não existe, vago, vaga, cargo vago, a designar, por designar, a nomear, a definir',
  it:
    'sconosciuto, sconosciuta, ignoto, ignota, nessuno, nessuna, non applicabile, non pervenuto, non disponibile, non noto, non specificato, vacante, ' +
    'non divulgato, non pubblicato, non indicato, non comunicato, da nominare, da definire, posto vacante',
  pl: 'nieznany, nieznana, nieznane, brak, brak danych, nie dotyczy, nie podano, niepubliczne, nie ujawniono, wakat, do ustalenia',
  cs: 'neznámý, neznámá, neznámé, neuvedeno, není známo, žádný, žádné',
  sk: 'neznámy, neznáma, neznáme, neuvedené',
  hu: 'ismeretlen, nincs, nincs adat, nem ismert, n a',
  ro: 'necunoscut, necunoscută, nespecificat, niciunul, fără date',
  sv: 'okänd, okänt, okända, saknas, ej angivet, ej angiven, uppgift saknas, ej känt',
  da: 'ukendt, ikke oplyst, ikke angivet, ingen',
  no: 'ukjent, ikke oppgitt, ingen',
  fi: 'tuntematon, ei tiedossa, ei tiedetä, ei ole',
  et: 'teadmata, tundmatu, puudub',
  lv: 'nezināms, nezināma, nav zināms, nav datu',
  lt: 'nežinoma, nežinomas, nenurodyta, nėra duomenų',
  hr: 'nepoznato, nepoznat, nepoznata, nije poznato, nema podataka, neznano, непознато, непознат',
  tr: 'bilinmiyor, bilinmeyen, yok, belirtilmemiş, bilgi yok, boş, atanmadı, açıklanmadı, belirtilmedi, paylaşılmıyor',
  el: 'άγνωστο, άγνωστος, άγνωστη, δεν υπάρχει, κανένα',
  ru: 'неизвестно, неизвестный, неизвестная, неизвестен, нет данных, нет, не указано, не указан, отсутствует, вакансия, вакантно, не назначен, не назначена',
  uk: 'невідомо, невідомий, невідома, немає даних, не вказано',
  bg: 'неизвестно, неизвестен, неизвестна, няма данни',
  zh: '不明, 未知, 不详, 不詳, 无, 無, 没有, 暂无',
  ja: '不明, 無し, なし, 未定, 該当なし',
  ko: '없음, 미상, 알 수 없음, 해당 없음',
  ar: 'غير معروف, غير معروفة, لا يوجد, لا توجد, غير متوفر, مجهول',
  he: 'לא ידוע, לא ידועה, אין, לא זמין',
  fa: 'نامشخص, ندارد',
  hi: 'अज्ञात, लागू नहीं',
  th: 'ไม่ทราบ, ไม่มี',
  vi: 'không rõ, không biết, không có, chưa biết',
  id: 'tidak diketahui, tidak ada, tidak tersedia',
  sw: 'haijulikani, hakuna',
  zu: 'akwaziwa, ayaziwa, engaziwa',
}
