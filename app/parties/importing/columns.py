"""Which column of a file is which field of a party, by its heading in English, Italian, Romanian or Czech. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.parties.names import plain_words


@dataclass(frozen=True)
class Field:
    """A field that a file may bring. headings: the plain words by which it is known; longest: characters."""

    name: str
    label: str
    longest: int
    headings: tuple[str, ...]


def _field(name: str, label: str, longest: int, headings: str) -> Field:
    return Field(name, label, longest, tuple(headings.split("|")))


FIELDS = (
    _field(
        "name",
        "Name",
        200,
        "name|company|company name|organisation|organization|party|customer|client|business name|"
        "ragione sociale|denominazione|nome|azienda|cliente|denumire|denumire firma|nume|firma|partener|"
        "nazev|jmeno|nazev firmy|spolecnost|zakaznik|obchodni jmeno",
    ),
    _field(
        "external_id",
        "Number in other systems",
        60,
        "number in other systems|external id|id|code|customer number|customer code|codice|codice cliente|"
        "cod|cod client|cod partener|kod|cislo zakaznika|kod zakaznika",
    ),
    _field(
        "country",
        "Country",
        100,
        "country|country code|nation|paese|nazione|stato|tara|cod tara|zeme|stat",
    ),
    _field(
        "vat_number",
        "VAT number",
        30,
        "vat number|vat|vat no|vat id|partita iva|p iva|piva|iva|part iva|cod tva|cod fiscal tva|cui|cif|"
        "cod unic de inregistrare|dic|danove identifikacni cislo",
    ),
    _field(
        "fiscal_code",
        "Fiscal code",
        30,
        "fiscal code|tax code|tax number|codice fiscale|cod fisc|c f|cf|cod fiscal|cnp|ico|ic|rodne cislo",
    ),
    _field(
        "roles",
        "Roles",
        100,
        "roles|role|type|ruolo|tipo|rol|tip|role partnera|typ",
    ),
    _field(
        "kind",
        "Kind",
        40,
        "kind|legal kind|natura|forma|druh",
    ),
    _field(
        "email",
        "E-mail",
        254,
        "e mail|email|mail|e mail address|email address|posta elettronica|indirizzo e mail|adresa e mail|"
        "adresa de e mail|e mailova adresa",
    ),
    _field(
        "phone",
        "Phone",
        40,
        "phone|telephone|phone number|tel|telefono|cellulare|telefon|numar de telefon|mobil|telefonni cislo",
    ),
    _field(
        "website",
        "Web site",
        200,
        "web site|website|web|url|homepage|sito|sito web|sito internet|pagina web|site|webove stranky|www",
    ),
    _field(
        "street",
        "Street",
        200,
        "street|address|street address|via|indirizzo|adresa|strada|ulice",
    ),
    _field(
        "postal_code",
        "Postal code",
        20,
        "postal code|post code|postcode|zip|zip code|cap|codice postale|cod postal|psc",
    ),
    _field(
        "city",
        "City",
        100,
        "city|town|locality|citta|comune|localita|oras|localitate|localitatea|mesto|obec",
    ),
    _field(
        "county",
        "County",
        100,
        "county|province|region|state|provincia|prov|regione|judet|judetul|kraj|okres",
    ),
    _field(
        "language",
        "Language",
        40,
        "language|lingua|limba|jazyk",
    ),
    _field(
        "currency",
        "Currency",
        3,
        "currency|valuta|divisa|moneda|mena",
    ),
    _field(
        "payment_terms_days",
        "Payment within, days",
        20,
        "payment within days|payment terms|payment terms days|payment days|termini di pagamento|"
        "giorni pagamento|pagamento|termen de plata|termen plata zile|splatnost|splatnost dny",
    ),
    _field(
        "sales_rep",
        "Sales representative",
        100,
        "sales representative|sales rep|salesperson|agente|venditore|commerciale|agent|agent vanzari|"
        "reprezentant vanzari|obchodnik|obchodni zastupce",
    ),
    _field(
        "service_rep",
        "Service representative",
        100,
        "service representative|service rep|tecnico|responsabile assistenza|reprezentant service|servisni technik",
    ),
    _field(
        "industry",
        "Industry",
        100,
        "industry|sector|settore|attivita|domeniu|domeniu de activitate|obor|odvetvi",
    ),
    _field(
        "turnover",
        "Turnover",
        40,
        "turnover|revenue|annual revenue|fatturato|cifra de afaceri|obrat",
    ),
    _field(
        "employees",
        "Employees",
        20,
        "employees|number of employees|staff|dipendenti|numero dipendenti|angajati|numar angajati|"
        "zamestnanci|pocet zamestnancu",
    ),
    _field(
        "notes",
        "Notes",
        5000,
        "notes|note|remarks|comment|osservazioni|annotazioni|observatii|poznamka|poznamky",
    ),
    _field(
        "contact_name",
        "Contact person",
        200,
        "contact person|contact|contact name|referente|contatto|persona di riferimento|persoana de contact|"
        "contact persoana|kontaktni osoba|kontakt",
    ),
    _field(
        "contact_function",
        "Contact person: function",
        100,
        "contact person function|contact function|function|job title|title|funzione|ruolo referente|"
        "qualifica|functia|functie|funkce|pozice",
    ),
    _field(
        "contact_email",
        "Contact person: e-mail",
        254,
        "contact person e mail|contact e mail|contact email|e mail referente|email referente|"
        "e mail persoana de contact|e mail kontaktni osoby",
    ),
    _field(
        "contact_phone",
        "Contact person: phone",
        40,
        "contact person phone|contact phone|telefono referente|telefon persoana de contact|telefon kontaktni osoby",
    ),
)
BY_NAME = {field.name: field for field in FIELDS}
_BY_HEADING = {heading: field.name for field in reversed(FIELDS) for heading in field.headings}


def proposed_mapping(headings: Sequence[str]) -> dict[int, str]:
    """Field by number of the column, for the headings that are known; of two that mean the same the first."""
    mapping: dict[int, str] = {}
    for column, heading in enumerate(headings):
        field = _BY_HEADING.get(plain_words(heading))
        if field is not None and field not in mapping.values():
            mapping[column] = field
    return mapping


def twice_mapped(mapping: Mapping[int, str]) -> list[str]:
    """Labels of the fields that two columns are said to be."""
    fields = list(mapping.values())
    return sorted({BY_NAME[name].label for name in fields if fields.count(name) > 1})
