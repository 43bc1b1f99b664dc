"""greenleaf_nursery: a plant nursery with a garden centre. snake_case in the plural, keys declared, dates as texts like 2023-05-14, 0/1 flags, heights and pots in cm, temperatures in Celsius, money in pounds,
a discount in percent on each line, staff with managers, plants that go well together; NULL = raised from own seed or cuttings, grown outdoors, not yet ready, delivered or paid, walk-in buyer."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE species (species_id INTEGER PRIMARY KEY, common_name TEXT NOT NULL, latin_name TEXT, plant_type TEXT, light_need TEXT, min_temp_c INTEGER, full_height_cm INTEGER, is_evergreen INTEGER, is_native INTEGER);
CREATE TABLE companions (species_id INTEGER REFERENCES species(species_id), companion_id INTEGER REFERENCES species(species_id), reason TEXT, PRIMARY KEY (species_id, companion_id));
CREATE TABLE suppliers (supplier_id INTEGER PRIMARY KEY, supplier_name TEXT NOT NULL, town TEXT, country TEXT, is_organic INTEGER, lead_days INTEGER, email TEXT);
CREATE TABLE greenhouses (greenhouse_id INTEGER PRIMARY KEY, greenhouse_name TEXT NOT NULL, area_sqm INTEGER, is_heated INTEGER, target_temp_c REAL, built_year INTEGER);
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL, job TEXT, hired_on TEXT, left_on TEXT, hourly_wage REAL, is_seasonal INTEGER, manager_id INTEGER REFERENCES staff(staff_id));
CREATE TABLE batches (batch_id INTEGER PRIMARY KEY, species_id INTEGER NOT NULL REFERENCES species(species_id), supplier_id INTEGER REFERENCES suppliers(supplier_id), greenhouse_id INTEGER REFERENCES greenhouses(greenhouse_id), grower_id INTEGER REFERENCES staff(staff_id),
  started_on TEXT, ready_on TEXT, pot_cm INTEGER, height_cm INTEGER, plants_started INTEGER, plants_lost INTEGER, plants_left INTEGER, cost_per_plant REAL, selling_price REAL);
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, customer_name TEXT NOT NULL, customer_type TEXT, town TEXT, email TEXT, joined_on TEXT, has_loyalty_card INTEGER, wants_newsletter INTEGER);
CREATE TABLE sales (sale_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(customer_id), sold_by_id INTEGER NOT NULL REFERENCES staff(staff_id), packed_by_id INTEGER REFERENCES staff(staff_id), sold_on TEXT NOT NULL, channel TEXT, payment_method TEXT, paid_on TEXT);
CREATE TABLE sale_lines (sale_id INTEGER REFERENCES sales(sale_id), line_no INTEGER, batch_id INTEGER NOT NULL REFERENCES batches(batch_id), quantity INTEGER NOT NULL, unit_price REAL NOT NULL, discount_pct INTEGER NOT NULL, PRIMARY KEY (sale_id, line_no));
CREATE TABLE deliveries (delivery_id INTEGER PRIMARY KEY, sale_id INTEGER NOT NULL REFERENCES sales(sale_id), driver_id INTEGER REFERENCES staff(staff_id), delivery_town TEXT, promised_on TEXT, delivered_on TEXT, distance_km REAL, fee REAL, had_damage INTEGER);
CREATE TABLE watering_logs (log_id INTEGER PRIMARY KEY, greenhouse_id INTEGER NOT NULL REFERENCES greenhouses(greenhouse_id), staff_id INTEGER NOT NULL REFERENCES staff(staff_id), watered_on TEXT, litres INTEGER, air_temp_c REAL, was_fed INTEGER);
CREATE VIEW stock_by_species AS SELECT s.common_name, s.plant_type, SUM(b.plants_left) AS plants_left, ROUND(SUM(b.plants_left * b.selling_price), 2) AS stock_value FROM batches b JOIN species s ON s.species_id = b.species_id GROUP BY s.species_id;
"""
PLANTS = """English lavender:Lavandula angustifolia:shrub:s:-15:60:e|Rosemary:Salvia rosmarinus:herb:s:-8:120:e|Thyme:Thymus vulgaris:herb:s:-18:25:e|Sweet basil:Ocimum basilicum:herb:s:10:45|Peppermint:Mentha piperita:herb:h:-25:70:n|Chives:Allium schoenoprasum:herb:h:-28:30:n|Flat parsley:Petroselinum crispum:herb:h:-7:40
Catmint:Nepeta faassenii:perennial:s:-22:55|Purple coneflower:Echinacea purpurea:perennial:s:-30:95|Hosta Blue Angel:Hosta sieboldiana:perennial:d:-32:85|Foxglove:Digitalis purpurea:perennial:h:-24:150:n|Lady's mantle:Alchemilla mollis:perennial:h:-26:48|Oxeye daisy:Leucanthemum vulgare:perennial:s:-27:65:n|Geum Totally Tangerine:Geum chiloense:perennial:h:-16:75|Soft shield fern:Polystichum setiferum:perennial:d:-19:90:en|Hart's tongue fern:Asplenium scolopendrium:perennial:d:-17:58:en
Panicle hydrangea:Hydrangea paniculata:shrub:h:-29:240|Mophead hydrangea:Hydrangea macrophylla:shrub:h:-14:155|Box:Buxus sempervirens:shrub:d:-21:310:en|Cherry laurel:Prunus laurocerasus:shrub:d:-13:480:e|Camellia Debbie:Camellia williamsii:shrub:h:-12:290:e|Dogwood Midwinter Fire:Cornus sanguinea:shrub:s:-23:165|Hawthorn:Crataegus monogyna:tree:s:-33:750:n|Silver birch:Betula pendula:tree:s:-38:1850:n|Japanese maple:Acer palmatum:tree:h:-20:520|Crab apple Evereste:Malus:tree:s:-31:610|Olive:Olea europaea:tree:s:-6:700:e|Rowan:Sorbus aucuparia:tree:s:-36:1200:n|Holly:Ilex aquifolium:tree:d:-15:1400:en
Clematis Nelly Moser:Clematis:climber:h:-25:280|Common ivy:Hedera helix:climber:d:-23:920:en|Honeysuckle:Lonicera periclymenum:climber:h:-22:630:n|Star jasmine:Trachelospermum jasminoides:climber:s:-9:640:e|Climbing rose New Dawn:Rosa:climber:s:-24:350|Swiss cheese plant:Monstera deliciosa:houseplant:h:13:210:e|Peace lily:Spathiphyllum wallisii:houseplant:d:12:72:e|Aloe vera:Aloe barbadensis:houseplant:s:5:62:e|Weeping fig:Ficus benjamina:houseplant:h:11:300:e|Moth orchid:Phalaenopsis:houseplant:h:15:64:e|Snowdrop:Galanthus nivalis:bulb:d:-34:14|English bluebell:Hyacinthoides non-scripta:bulb:d:-21:42:n|Tulip Queen of Night:Tulipa:bulb:s:-30:57|Allium Purple Sensation:Allium hollandicum:bulb:s:-26:88"""
SUPPLIERS = [("Boskoop Liners", "Boskoop", "Netherlands", 0, 9), ("Vivero Almenar", "Lleida", "Spain", 0, 16), ("Hillbrow Seeds", "Evesham", "United Kingdom", 1, 4), ("Pistoia Verde", "Pistoia", "Italy", 0, 18), ("Teesdale Natives", "Barnard Castle", "United Kingdom", 1, 6), ("Aalsmeer Tropics", "Aalsmeer", "Netherlands", 0, 7), ("Lisse Bulb House", "Lisse", "Netherlands", 1, 12), ("Jansen & Pruyn", "Ghent", "Belgium", 0, 10), ("Loire Vivaces", "Angers", "France", 1, 14)]
HOUSES = [("Palm House", 420, 1, 19.5, 1998), ("Propagation House", 260, 1, 21, 2006), ("North Tunnel", 610, 0, None, 2011), ("South Tunnel", 640, 0, None, 2012), ("Herb House", 180, 1, 14.5, 2016), ("Shade House", 350, 0, None, 2003), ("Orchid Room", 75, 1, 22.5, 2020)]
STAFF = "Rosalind Peake owner 24.5|Gareth Bloom head grower 19.8|Imogen Tate shop manager 18.9|Nikhil Rao grower 14.6|Wendy Garrod grower 15.1|Callum Frith grower 13.4|Beatrix Olney grower 14.2|Stefan Ilic driver 13.9|Maureen Dodd driver 13.6|Harriet Quill sales 12.7|Owen Pascoe sales 12.4|Priya Menon sales 13.1|Tobias Finch sales 12.1|Lottie Marsh sales 11.9|Kieran Lamb apprentice 9.8|Zofia Banas apprentice 9.5|Edwin Cole driver 14.8"
TOWNS = ["Ludlow", "Leominster", "Hereford", "Church Stretton", "Tenbury Wells", "Shrewsbury", "Kington", "Presteigne", "Bewdley"]


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(523); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    day = lambda a, n: a + timedelta(days=n); iso = lambda d: d.isoformat() if d else None; T0, END = date(2022, 3, 1), date(2025, 5, 31)
    sp = []
    for i, e in enumerate(PLANTS.replace("\n", "|").split("|"), 1):
        n, latin, kind, light, cold, high, *f = e.split(":"); f = f[0] if f else ""; sp.append((i, n, latin, kind, {"s": "full sun", "h": "half shade", "d": "shade"}[light], int(cold), int(high), int("e" in f), int("n" in f)))
    put("species", sp); pairs = set()
    while len(pairs) < 38:
        a, b = r.sample(sp, 2)
        if a[4] == b[4] and (b[0], a[0]) not in pairs and "houseplant" not in (a[3], b[3]): pairs.add((a[0], b[0]))
    put("companions", [(a, b, r.choice(["keeps pests away", "flowers together", "ground cover", "contrast of leaves", None])) for a, b in sorted(pairs)])
    put("suppliers", [(i, *s, f"orders@{s[0].split()[0].lower()}.example" if i != 4 else None) for i, s in enumerate(SUPPLIERS, 1)]); put("greenhouses", [(i, *h) for i, h in enumerate(HOUSES, 1)])
    staff = []
    for i, e in enumerate(STAFF.split("|"), 1):
        f, l, *job, wage = e.split(); job = " ".join(job); hired = date(1996, 2, 12) if i == 1 else day(date(2021, 9, 6), (i - 15) * 511) if job == "apprentice" else day(date(2008, 3, 3), r.randint(0, 5000)); left = {7: date(2024, 2, 23), 14: date(2024, 10, 11), 9: date(2023, 9, 30)}.get(i); boss = None if i == 1 else 1 if i in (2, 3) else 2 if job in ("grower", "apprentice") else 3
        staff.append((i, f, l, job, hired, left, float(wage), int(i in (13, 14, 17)), 4 if i == 16 else boss))
    put("staff", [(*s[:4], iso(s[4]), iso(s[5]), *s[6:]) for s in staff]); at_work = lambda s, d: s[4] <= d and not (s[5] and s[5] < d)
    pick = lambda jobs, d: r.choices([s for s in staff if s[3] in jobs and at_work(s, d)], [1 + (s[0] * 7 % 5) for s in staff if s[3] in jobs and at_work(s, d)])[0][0]
    bat, none = [], {7, 28, 39}
    for i, a in enumerate(sorted(day(date(2021, 9, 1), r.randint(0, 1350)) for _ in range(150)), 1):
        s = r.choices([x for x in sp if x[0] not in none], [3 if x[3] in ("herb", "perennial") else 2 for x in sp if x[0] not in none])[0]; k = s[3]
        sup = None if k in ("herb", "perennial") and r.random() < .55 else r.choice({"tree": [1, 4, 5], "shrub": [1, 4, 8], "herb": [3, 3, 9], "perennial": [9, 8, 3, 5], "climber": [1, 8], "houseplant": [6, 6, 2], "bulb": [7]}[k])
        sup = 2 if s[1] == "Olive" else sup; gh = {"houseplant": r.choice([1, 1, 7]) if s[1] != "Moth orchid" else 7, "herb": r.choice([5, 5, 2]), "tree": None, "shrub": r.choice([None, 3, 4]), "bulb": r.choice([3, None])}.get(k, 6 if s[4] == "shade" else r.choice([2, 3, 4]))
        ready = day(a, r.randint(28, 90) if k in ("herb", "bulb", "houseplant") else r.randint(70, 330)); n = r.randint(8, 60) if k == "tree" else r.randint(30, 340); lost = int(n * min(.6, r.expovariate(13) + (.06 if gh in (None, 3) else 0))); pot = {"tree": 30, "shrub": 20, "houseplant": 15, "climber": 18, "bulb": 9}.get(k, r.choice([9, 11, 13]))
        cost = round({"tree": 16, "shrub": 5.2, "houseplant": 6.1, "climber": 4.9, "bulb": .8}.get(k, 1.3) * r.uniform(.7, 1.7), 2); price = round(cost * r.uniform(1.9, 3.1) + 1.2, 1) + .05 * r.choice([1, 1, -1]); h = int(min(s[6] * r.uniform(.25, .7), pot * r.uniform(1.6, 6)))
        bat.append([i, s[0], sup, gh, pick(["grower", "head grower"], a), a, ready if ready <= END else None, pot, max(4, h), n, lost, n - lost, cost, round(price, 2)])
    F, L = "Agnes Bernard Celia Dylan Elspeth Francis Gwen Hugo Isla Jasper Kath Leonard Mabel Neil Olwen Percy Rhys Sian Trevor Una".split(), "Ashby Beddoes Corfield Deakin Evans Gough Hotchkiss Jarvis Lloyd Mapp Nock Preece Rudge Speake Tudor Weaver".split()
    firms = [(f"{n} {w}", t) for t, ns, w in [("landscaper", "Wyre Clun Teme Mortimer Longmynd", "Landscapes"), ("garden shop", "Corve Arrow Severn", "Garden Shop"), ("hotel", "Feathers Castle Riverside", "Hotel")] for n in ns.split()] + [("Ludlow Town Council", "council"), ("Hereford Parks Department", "council"), ("Kington Primary School", "school")]; names = set()
    while len(names) < 100: names.add(f"{r.choice(F)} {r.choice(L)}")
    who = [(n, "private") for n in sorted(names)] + firms; r.shuffle(who); cus = []
    for i, (n, t) in enumerate(who, 1): live = r.choices(TOWNS, [20, 12, 14, 9, 8, 10, 4, 4, 3])[0]; cus.append((i, n, t, next((x for x in TOWNS if n.startswith(x)), live), f"{n.lower().replace(' ', '.')}@mail.example" if r.random() < .8 else None, day(date(2019, 4, 1), int(2200 * r.random() ** .8)), int(t == "private" and r.random() < .55), int(r.random() < .4)))
    put("customers", [(*c[:5], iso(c[5]), *c[6:]) for c in cus]); fame = [r.paretovariate(1.4) * (4 if c[2] != "private" else 1) if r.random() > .1 else 0 for c in cus]; sales, lines, dels = [], [], []; love = {s[0]: r.uniform(.3, 3) for s in sp}
    season = [0, .25, .4, 1, 1.6, 2, 1.5, .9, .7, .9, .8, .45, .5]; days = [day(T0, k) for k in range((END - T0).days)]; when = sorted(r.choices(days, [season[d.month] * (1.8 if d.weekday() > 4 else 1) * (1 + (d.year - 2022) * .12) for d in days], k=520))
    for i, d in enumerate(when, 1001):
        can = [k for k, c in enumerate(cus) if c[5] <= d]; k = None if r.random() < .3 else r.choices(can, [fame[x] + .001 for x in can])[0] if sum(fame[x] for x in can) else None; c = cus[k] if k is not None and fame[k] else None; trade = c is not None and c[2] != "private"
        ok = [b for b in bat if b[6] and b[6] <= d and b[11] > 0 and (d - b[6]).days < 600] or [b for b in bat if b[6] and b[6] <= d and b[11] > 0]
        if not ok: continue
        ch = r.choices(["till", "web", "phone"], [1, 6, 9] if trade else [60, 18, 5] if c else [1, 0, 0])[0]; pay = "account" if trade else r.choice(["card", "card", "card", "cash", "voucher"]) if ch == "till" else "card"; n = 0
        for b in {x[0]: x for x in r.choices(ok, [love[x[1]] for x in ok], k=r.choices([1, 2, 3, 5], [34, 32, 22, 12])[0])}.values():
            q = min(b[11], r.randint(6, 40) if trade else r.choices([1, 2, 3, 4, 6, 9], [40, 24, 14, 9, 8, 5])[0]); n += 1; b[11] -= q
            lines.append((i, n, b[0], q, b[13], r.choice([10, 15, 20]) if trade else r.choices([0, 5, 10, 50], [74, 9, 13, 4])[0] if c and c[6] else r.choices([0, 50], [95, 5])[0]))
        paid = d if pay != "account" else day(d, int(r.gauss(27, 11))); paid = None if pay == "account" and (paid > END or r.random() < .16) else max(d, paid)
        sales.append((i, c and c[0], pick(["sales", "sales", "shop manager", "apprentice"], d), pick(["sales", "grower", "apprentice"], d) if ch != "till" else None, iso(d), ch, pay, iso(paid)))
        if ch != "till" or r.random() < .12 and c:
            p = day(d, r.randint(1, 7)); came = day(p, r.choices([-1, 0, 1, 2, 5], [14, 56, 16, 9, 5])[0]); came = None if came > END or r.random() < .02 else max(came, d); town = c[3] if r.random() < .8 else r.choice(TOWNS); km = [2.5, 19, 38, 26, 17, 46, 41, 30, 35][TOWNS.index(town)] + round(r.uniform(0, 6), 1)
            dels.append((i, pick(["driver"], d), town, iso(p), iso(came), round(km, 1), 0 if trade and r.random() < .5 else round(3 + km * .22, 2), int(came is not None and r.random() < .08)))
    put("batches", [(*b[:5], iso(b[5]), iso(b[6]), *b[7:]) for b in bat]); put("sales", sales); put("sale_lines", lines); put("deliveries", [(i, *x) for i, x in enumerate(dels, 1)]); logs = []
    for d in sorted(day(END, -int(500 * r.random())) for _ in range(430)):
        g = r.choices(range(1, 8), [6, 8, 7, 7, 5, 4, 3])[0]; h = HOUSES[g - 1]; hot = 11 + 9 * (1 - abs(d.month - 7) / 3.5); logs.append((g, pick(["grower", "apprentice", "head grower"], d), iso(d), int(h[1] * r.uniform(.5, 1.6) * (.6 + max(hot, 4) / 22)), round((h[3] + r.gauss(0, 1.4) if h[3] else hot + r.gauss(2, 3)), 1) if r.random() < .95 else None, int(r.random() < .2)))
    put("watering_logs", [(i, *x) for i, x in enumerate(logs, 1)]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
