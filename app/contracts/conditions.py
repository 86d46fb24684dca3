"""The general conditions that stand on a contract, as numbered paragraphs in the customer's language. Pure.

They are short and usual; a company that has its own puts them into its own Word template.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.contracts.coverage import ContractType
from app.core.languages import language_of


@dataclass(frozen=True)
class Condition:
    """One numbered paragraph."""

    number: str
    heading: str
    text: str


# Paragraphs are divided by empty lines; what stands before the bar is the type, or the heading.
_SCOPES: Mapping[str, str] = {
    "en": """
warranty | The Supplier repairs or replaces, free of charge, the products listed above that show a defect of
material or workmanship. Labour and spare parts are included.

maintenance | The Supplier performs the services listed above up to the hours stated for each. Further hours, spare
parts and travel are charged at the Supplier's rates on the day of the service.

flat_rate | The Supplier performs the services listed above as often as needed for a fixed price. Spare parts and
consumables are not included.

time_and_material | The Supplier performs the services listed above at the Customer's request. Time, spare parts and
travel are charged as actually used, at the prices listed above.
""",
    "it": """
warranty | Il Fornitore ripara o sostituisce gratuitamente i prodotti sopra elencati che presentino difetti di
materiale o di lavorazione. Sono inclusi manodopera e ricambi.

maintenance | Il Fornitore esegue i servizi sopra elencati fino alle ore indicate per ciascuno. Le ore eccedenti, i
ricambi e le trasferte sono fatturati alle tariffe del Fornitore in vigore il giorno dell'intervento.

flat_rate | Il Fornitore esegue i servizi sopra elencati ogni volta che occorre, a prezzo fisso. Ricambi e materiali
di consumo non sono inclusi.

time_and_material | Il Fornitore esegue i servizi sopra elencati su richiesta del Cliente. Tempo, ricambi e
trasferte sono fatturati a consuntivo, ai prezzi sopra indicati.
""",
    "ro": """
warranty | Prestatorul repară sau înlocuiește gratuit produsele enumerate mai sus care prezintă defecte de material
sau de fabricație. Manopera și piesele de schimb sunt incluse.

maintenance | Prestatorul execută serviciile enumerate mai sus în limita orelor indicate pentru fiecare. Orele
suplimentare, piesele de schimb și deplasările se facturează la tarifele Prestatorului din ziua intervenției.

flat_rate | Prestatorul execută serviciile enumerate mai sus ori de câte ori este nevoie, la preț fix. Piesele de
schimb și consumabilele nu sunt incluse.

time_and_material | Prestatorul execută serviciile enumerate mai sus la cererea Clientului. Timpul, piesele de
schimb și deplasările se facturează conform consumului efectiv, la prețurile de mai sus.
""",
    "cs": """
warranty | Dodavatel bezplatně opraví nebo vymění výše uvedené výrobky, které mají vadu materiálu nebo zpracování.
Práce a náhradní díly jsou zahrnuty.

maintenance | Dodavatel provádí výše uvedené služby v rozsahu hodin uvedených u každé z nich. Další hodiny, náhradní
díly a cestovné se účtují podle sazeb dodavatele platných v den zásahu.

flat_rate | Dodavatel provádí výše uvedené služby tak často, jak je třeba, za pevnou cenu. Náhradní díly a spotřební
materiál nejsou zahrnuty.

time_and_material | Dodavatel provádí výše uvedené služby na žádost zákazníka. Čas, náhradní díly a cestovné se
účtují podle skutečnosti za výše uvedené ceny.
""",
}

_COMMON: Mapping[str, str] = {
    "en": """
Scope | {scope}

Requests | The Customer asks for a service by telephone, by mail or on the Supplier's page and names the product and
its serial number. The Supplier answers within one working day and agrees on a date.

Access | The Customer gives access to the products, a safe place of work, and a person who signs the work report.

Not included | Damage by improper use, accidents, work of third parties or force majeure is not covered, unless it
is agreed in writing.

Price and payment | Invoicing: {billing}. Invoices are payable as stated above. For late payment the interest of
Directive 2011/7/EU is due.

Duration and termination | The contract runs {time}. Either party may terminate it in writing with 60 days' notice,
and at once if the other does not remedy a serious breach within 30 days of being asked to.

Confidentiality and data | Both parties keep confidential what they learn of each other, and use personal data only
to perform this contract.

Law and court | The law of the Supplier's seat applies; the courts of the Supplier's seat ({city}) are competent.
Changes are made in writing.
""",
    "it": """
Oggetto delle prestazioni | {scope}

Richieste | Il Cliente richiede l'intervento per telefono, per e-mail o sulla pagina del Fornitore indicando il
prodotto e la matricola. Il Fornitore risponde entro un giorno lavorativo e concorda la data.

Accesso | Il Cliente garantisce l'accesso ai prodotti, un luogo di lavoro sicuro e una persona che firmi il rapporto
di lavoro.

Esclusioni | Non sono coperti i danni dovuti a uso improprio, incidenti, interventi di terzi o forza maggiore, salvo
diverso accordo scritto.

Prezzo e pagamento | Fatturazione: {billing}. Il pagamento avviene come sopra indicato. In caso di ritardo sono
dovuti gli interessi di cui al D.Lgs. 231/2002.

Durata e recesso | Il contratto decorre {time}. Ciascuna parte può recedere per iscritto con preavviso di 60 giorni,
e con effetto immediato se l'altra non rimedia a un grave inadempimento entro 30 giorni dalla richiesta.

Riservatezza e dati | Le parti mantengono riservate le informazioni reciproche e trattano i dati personali solo per
eseguire il presente contratto.

Legge e foro | Si applica la legge della sede del Fornitore; è competente il foro della sede del Fornitore ({city}).
Le modifiche richiedono la forma scritta.
""",
    "ro": """
Obiectul prestațiilor | {scope}

Solicitări | Clientul solicită intervenția telefonic, prin e-mail sau pe pagina Prestatorului, indicând produsul și
seria acestuia. Prestatorul răspunde în cel mult o zi lucrătoare și convine data.

Acces | Clientul asigură accesul la produse, un loc de muncă sigur și o persoană care semnează raportul de lucru.

Excluderi | Nu sunt acoperite daunele cauzate de utilizare necorespunzătoare, accidente, intervenții ale terților
sau forță majoră, dacă nu se convine altfel în scris.

Preț și plată | Facturare: {billing}. Plata se face conform celor de mai sus. Pentru întârziere se datorează dobânda
prevăzută de Directiva 2011/7/UE.

Durată și încetare | Contractul este valabil {time}. Fiecare parte îl poate denunța în scris cu un preaviz de 60 de
zile, sau imediat dacă cealaltă parte nu remediază o încălcare gravă în 30 de zile de la solicitare.

Confidențialitate și date | Părțile păstrează confidențialitatea informațiilor reciproce și prelucrează datele
personale numai pentru executarea prezentului contract.

Legea și instanța | Se aplică legea de la sediul Prestatorului; competente sunt instanțele de la sediul
Prestatorului ({city}). Modificările se fac în scris.
""",
    "cs": """
Rozsah plnění | {scope}

Požadavky | Zákazník žádá o zásah telefonicky, e-mailem nebo na stránce dodavatele a uvede výrobek a jeho výrobní
číslo. Dodavatel odpoví do jednoho pracovního dne a dohodne termín.

Přístup | Zákazník zajistí přístup k výrobkům, bezpečné pracoviště a osobu, která podepíše výkaz práce.

Výluky | Škody způsobené nesprávným užíváním, nehodou, zásahem třetích osob nebo vyšší mocí nejsou kryty, není-li
písemně dohodnuto jinak.

Cena a platba | Fakturace: {billing}. Splatnost je uvedena výše. Při prodlení se platí úrok podle směrnice
2011/7/EU.

Trvání a výpověď | Smlouva platí {time}. Každá strana ji může písemně vypovědět s výpovědní dobou 60 dnů, okamžitě
pak tehdy, neodstraní-li druhá strana závažné porušení do 30 dnů od výzvy.

Mlčenlivost a údaje | Strany zachovávají mlčenlivost o vzájemných informacích a osobní údaje používají jen k plnění
této smlouvy.

Právo a soud | Platí právo sídla dodavatele; příslušné jsou soudy podle sídla dodavatele ({city}). Změny vyžadují
písemnou formu.
""",
}


def conditions(kind: ContractType, *, time: str, billing: str, city: str, language: str) -> tuple[Condition, ...]:
    """The paragraphs of a contract of this type. time, billing: in words of the language."""
    spoken = language_of(language)
    scope = dict(_paragraphs(_SCOPES[spoken]))[kind.value]
    values = {"scope": scope, "time": time, "billing": billing, "city": city}
    return tuple(
        Condition(str(number), heading, text.format_map(values))
        for number, (heading, text) in enumerate(_paragraphs(_COMMON[spoken]), start=1)
    )


def _paragraphs(block: str) -> list[tuple[str, str]]:
    divided = (" ".join(paragraph.split()).split(" | ", 1) for paragraph in block.strip().split("\n\n"))
    return [(heading, text) for heading, text in divided]
