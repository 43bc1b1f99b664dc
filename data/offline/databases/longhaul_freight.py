"""longhaul_freight: a haulage firm. Tables prefixed tbl_, every column with its table's prefix, keys not declared but named alike (shp_from_dep_id belongs to dep_id),
dates as ISO texts, 0/1 flags, weights in kg, distances in km, money in euros; drivers who train drivers; NULL = not yet left, arrived, paid, sold or out of the workshop."""
import os, random, sqlite3, sys
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

SCHEMA = """
CREATE TABLE tbl_depot (dep_id INTEGER PRIMARY KEY, dep_name TEXT NOT NULL, dep_city TEXT NOT NULL, dep_country TEXT, dep_bays INTEGER, dep_opened_on TEXT, dep_manager TEXT, dep_has_workshop INTEGER);
CREATE TABLE tbl_truck_type (typ_code TEXT PRIMARY KEY, typ_label TEXT NOT NULL);
CREATE TABLE tbl_truck (trk_id INTEGER PRIMARY KEY, trk_plate TEXT NOT NULL, trk_make TEXT, trk_model TEXT, trk_typ_code TEXT, trk_dep_id INTEGER, trk_payload_kg INTEGER, trk_bought_on TEXT, trk_purchase_price REAL, trk_odometer_km INTEGER, trk_sold_on TEXT);
CREATE TABLE tbl_driver (drv_id INTEGER PRIMARY KEY, drv_first_name TEXT, drv_last_name TEXT, drv_dep_id INTEGER, drv_born_on TEXT, drv_hired_on TEXT, drv_left_on TEXT, drv_licence_until TEXT, drv_has_adr INTEGER, drv_pay_per_km REAL, drv_mentor_drv_id INTEGER);
CREATE TABLE tbl_client (cli_id INTEGER PRIMARY KEY, cli_name TEXT NOT NULL, cli_trade TEXT, cli_city TEXT, cli_country TEXT, cli_billing_city TEXT, cli_credit_limit INTEGER, cli_since TEXT, cli_on_hold INTEGER);
CREATE TABLE tbl_shipment (shp_id INTEGER PRIMARY KEY, shp_cli_id INTEGER, shp_from_dep_id INTEGER, shp_to_dep_id INTEGER, shp_trk_id INTEGER, shp_drv_id INTEGER, shp_codriver_drv_id INTEGER, shp_booked_on TEXT, shp_left_on TEXT, shp_due_on TEXT, shp_arrived_on TEXT,
  shp_status TEXT, shp_distance_km INTEGER, shp_weight_kg INTEGER, shp_price REAL, shp_toll REAL);
CREATE TABLE tbl_consignment (csg_shp_id INTEGER, csg_no INTEGER, csg_goods TEXT, csg_pallets INTEGER, csg_weight_kg INTEGER, csg_declared_value REAL, csg_is_hazardous INTEGER, csg_is_damaged INTEGER, PRIMARY KEY (csg_shp_id, csg_no));
CREATE TABLE tbl_fuel_stop (fst_id INTEGER PRIMARY KEY, fst_trk_id INTEGER, fst_drv_id INTEGER, fst_on TEXT, fst_station TEXT, fst_country TEXT, fst_litres REAL, fst_price_per_litre REAL);
CREATE TABLE tbl_invoice (inv_no TEXT PRIMARY KEY, inv_shp_id INTEGER, inv_issued_on TEXT, inv_due_on TEXT, inv_amount REAL, inv_paid_on TEXT, inv_reminders INTEGER);
CREATE TABLE tbl_repair (rep_id INTEGER PRIMARY KEY, rep_trk_id INTEGER, rep_dep_id INTEGER, rep_kind TEXT, rep_in_on TEXT, rep_out_on TEXT, rep_cost REAL);
CREATE VIEW vw_unpaid_invoice AS SELECT inv_no, cli_name, inv_amount, inv_due_on, inv_reminders FROM tbl_invoice JOIN tbl_shipment ON shp_id = inv_shp_id JOIN tbl_client ON cli_id = shp_cli_id WHERE inv_paid_on IS NULL;
"""
DEPOTS = [("Antwerp Port", "Antwerp", "Belgium", 24, "1991-04-02", "Pieter Claes", 1, 51.2, 4.4, 10), ("Duisburg Hafen", "Duisburg", "Germany", 18, "1998-09-14", "Silke Reuter", 1, 51.4, 6.8, 9), ("Lyon Sud", "Lyon", "France", 14, "2003-03-03", "Didier Lacombe", 0, 45.7, 4.8, 7),
          ("Milano Nord", "Milan", "Italy", 12, "2006-06-19", "Ornella Sala", 1, 45.5, 9.2, 6), ("Poznań Franowo", "Poznań", "Poland", 16, "2010-01-11", "Marek Wrona", 1, 52.4, 16.9, 6), ("Zaragoza Plaza", "Zaragoza", "Spain", 9, "2013-10-07", "Inés Lafuente", 0, 41.6, -0.9, 4),
          ("Malmö Hamn", "Malmö", "Sweden", 8, "2015-05-18", "Karin Öberg", 0, 55.6, 13.0, 3), ("Brno Slatina", "Brno", "Czech Republic", 10, "2018-02-26", None, 0, 49.2, 16.6, 4), ("Graz Süd", "Graz", "Austria", 6, "2024-11-04", "Lukas Moser", 0, 47.1, 15.4, 0)]
TYPES = [("CU", "curtainsider"), ("RF", "refrigerated"), ("TK", "tanker"), ("FB", "flatbed"), ("BX", "box truck")]
MAKES = [("Scania", "R 450", 24000, 118), ("Scania", "S 500", 25200, 136), ("Volvo", "FH 460", 24600, 121), ("Volvo", "FM 330", 17800, 96), ("MAN", "TGX 18", 24300, 109), ("DAF", "XF 480", 24900, 112), ("DAF", "LF 290", 11200, 74), ("Iveco", "S-Way", 23800, 99)]
NAMES = {"Belgium": ("Bart Joris Wim Lotte Koen", "Claes Maes Wouters Goossens De Smet"), "Germany": ("Uwe Holger Nadine Torsten Jan", "Reuter Lindner Schuster Kappel Brinkmann"), "France": ("Didier Yann Sandrine Thierry", "Lacombe Pichon Vidal Roussel"), "Italy": ("Ivano Fabio Nadia Renzo", "Sala Ferraris Donati Bruni"),
         "Poland": ("Marek Piotr Agnieszka Zbigniew Darek", "Wrona Sikora Kowal Dudek Zając"), "Spain": ("Íñigo Pilar Ramón", "Lafuente Cuesta Barrio"), "Sweden": ("Ulf Karin Sten", "Öberg Hedlund Ström"), "Czech Republic": ("Pavel Jitka Tomáš", "Dvořák Beran Kolář"), "Austria": ("Lukas Vroni", "Moser Pichler")}
CLIENTS = """Brabo Chemicals:c:Antwerp:1|Scheldt Breweries:d:Ghent:1:Antwerp|Vlaamse Fruitveiling:f:Hasselt:1|Ruhr Stahlhandel:s:Essen:2:Duisburg|Hellweg Baustoffe:b:Dortmund:2|Sauerland Möbel:u:Arnsberg:2:Cologne|Autoteile Bergmann:p:Wuppertal:2|Fromageries du Forez:f:Saint-Étienne:3:Lyon|Cartonnages Rhône:a:Vienne:3|Verreries de Tain:b:Tain:3|Alpes Électro:e:Grenoble:3|Pâtes Bellecour:f:Lyon:3|Brianza Arredi:u:Monza:4:Milan|Officine Bresciane:s:Brescia:4|Ceramiche Panaro:b:Modena:4|Lombarda Ricambi:p:Bergamo:4:Milan
Wielkopolska Meble:u:Poznań:5|Warta Papier:a:Konin:5:Poznań|Gniezno Foods:f:Gniezno:5|Odra Opony:p:Wrocław:5|Huerta del Ebro:f:Zaragoza:6|Bodegas Cariñena Alta:d:Cariñena:6:Zaragoza|Cerámicas Jalón:b:Calatayud:6:Madrid|Skåne Dairy Union:f:Lund:7:Malmö|Öresund Papper:a:Helsingborg:7|Nordvik Elektronik:e:Malmö:7|Moravské Pivo:d:Brno:8|Zlín Plast:c:Zlín:8:Brno|Tatra Díly:p:Kopřivnice:8|Steirer Kürbiskern:f:Graz:9|Murtal Holz:t:Leoben:9"""
TRADES = {"c": ("chemicals", "TK TK CU", "solvents*|paint*|fertiliser|plastic granulate"), "d": ("drinks", "CU CU BX", "beer|mineral water|wine"), "t": ("timber", "FB FB CU", "sawn timber|wood pellets|plywood"), "b": ("building materials", "FB CU CU", "roof tiles|window glass|cement"),
          "f": ("food", "RF RF CU", "cheese|frozen vegetables|flour|meat|apples"), "s": ("steel", "FB", "steel coils|steel pipes|wire"), "u": ("furniture", "BX CU", "wardrobes|kitchen cabinets|sofas"), "p": ("car parts", "CU BX", "tyres|gearboxes|batteries*"), "a": ("paper", "CU", "newsprint|cardboard"), "e": ("electronics", "BX CU", "washing machines|televisions")}
STATIONS = [("Elten A3", "Germany", 1.62), ("Beaune Relais", "France", 1.71), ("Wommelgem Truck Park", "Belgium", 1.64), ("Słubice Border", "Poland", 1.44), ("La Jonquera", "Spain", 1.47), ("Fiorenzuola Est", "Italy", 1.73), ("Mikulov D52", "Czech Republic", 1.51), ("Svedala", "Sweden", 1.79)]
KINDS = [("tyres", 420, 2600, 9), ("brakes", 380, 1900, 8), ("engine", 900, 9800, 4), ("bodywork", 250, 4200, 5), ("inspection", 180, 520, 9), ("cooling unit", 300, 3600, 10)]


def km(a, b):
    p, q, r, s = (radians(x) for x in (a[7], a[8], b[7], b[8]))
    return 1.27 * 12742 * asin(sqrt(sin((r - p) / 2) ** 2 + cos(p) * cos(r) * sin((s - q) / 2) ** 2))


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(1887); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO tbl_{t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    day = lambda a, n: a + timedelta(days=n); iso = lambda d: d.isoformat() if d else None; T0, END = date(2022, 1, 3), date(2025, 6, 22); nd = len(DEPOTS)
    put("depot", [(i, *d[:7]) for i, d in enumerate(DEPOTS, 1)]); put("truck_type", TYPES)
    trucks = []
    for i in range(1, 45):
        m = r.choices(MAKES, [8, 3, 7, 3, 6, 5, 3, 4])[0]; ty = r.choices(TYPES, [14, 10, 5, 6, 6])[0][0] if m[2] > 12000 else "BX"; dep = r.choices(range(1, nd + 1), [d[9] + .3 for d in DEPOTS])[0]; got = day(date(2012, 3, 1), int(4700 * r.random() ** .7)); sold = day(date(2023, 2, 1), r.randint(0, 700)) if got.year < 2017 and r.random() < .45 else None
        years = ((sold or END) - got).days / 365; abc = "".join(r.choice("ABCDEFGHKLMNPRTVXZ") for _ in range(3)); trucks.append((i, f"{abc}-{r.randint(100, 999)}", m[0], m[1], ty, dep, m[2] - r.randint(0, 14) * 50 - (1300 if ty == "RF" else 0), got, round(m[3] * r.uniform(930, 1090) * (1.2 if ty in ("RF", "TK") else 1), -1), int(years * r.uniform(58000, 121000)) + r.randint(900, 4000), sold))
    put("truck", [(*t[:7], iso(t[7]), *t[8:10], iso(t[10])) for t in trucks])
    drivers, seen = [], set()
    while len(drivers) < 60:
        dep = r.choices(range(1, nd + 1), [d[9] + .2 for d in DEPOTS])[0]; f, l = (x.split() for x in NAMES[DEPOTS[dep - 1][2]]); f, l = r.choice(f), r.choice(l)
        if (f, l) in seen: continue
        seen.add((f, l)); hired = day(date(2001, 5, 1), int(8600 * r.random() ** .55)); left = day(max(hired, date(2022, 8, 1)), r.randint(60, 900)) if r.random() < .17 else None
        drivers.append([0, f, l, dep, day(hired, -r.randint(21 * 365, 47 * 365)), hired, left if left and left < END else None, day(END, r.randint(-60, 1600)), int(r.random() < .34), r.choice([.19, .21, .22, .23, .25, .27, .28, .31]), None])
    drivers.sort(key=lambda d: d[5])
    for i, d in enumerate(drivers, 1):
        d[0] = i; old = [x for x in drivers[:i - 1] if x[3] == d[3]] or drivers[:min(i - 1, 8)]
        if i > 9 and r.random() < .72: d[10] = r.choices(old, [1 / (k + 1) for k in range(len(old))])[0][0]
    put("driver", [(*d[:4], iso(d[4]), iso(d[5]), iso(d[6]), iso(d[7]), *d[8:]) for d in drivers])
    cli = []
    for i, c in enumerate(CLIENTS.replace("\n", "|").split("|"), 1):
        n, trade, city, k, *bill = c.split(":"); cli.append((i, n, TRADES[trade][0], city, DEPOTS[int(k) - 1][2], bill[0] if bill else city, r.choice([5000, 8000, 10000, 15000, 20000, 25000, 40000, 60000]) if r.random() < .88 else None, iso(day(date(2004, 1, 1), r.randint(0, 6500))), int(r.random() < .1)))
    put("client", cli); fame = [r.paretovariate(1.5) if c[1] not in ("Murtal Holz", "Cerámicas Jalón", "Öresund Papper") else 0 for c in cli]; home = {d[2]: i for i, d in enumerate(DEPOTS, 1)}
    ships, cons, invs = [], [], []; zeal = [r.uniform(.2, 1.8) for _ in drivers]; lent = [r.uniform(.2, 1.7) if r.random() > .07 else 0 for _ in trucks]
    when = sorted(day(T0, int(1250 * r.random() ** .85) if k > 20 else r.randint(1251, 1264)) for k in range(540))
    for i, w in enumerate(when, 20001):
        while w.weekday() == 6 or (w.month in (1, 8) and r.random() < .25): w = day(w, 1)
        c = r.choices(cli, fame)[0]; trade = next(x for x in TRADES.values() if x[0] == c[2]); frm = home[c[4]] if r.random() < .78 else r.randint(1, nd); frm = frm if frm < nd or w > date(2024, 11, 4) else 4
        to = r.choices([k for k in range(1, nd + 1) if k != frm and (k < nd or w > date(2024, 11, 4))], [DEPOTS[k - 1][9] + 1 for k in range(1, nd + 1) if k != frm and (k < nd or w > date(2024, 11, 4))])[0]
        dist = int(km(DEPOTS[frm - 1], DEPOTS[to - 1])) + r.randint(-18, 45); left = day(w, r.choice([1, 2, 2, 3, 4, 6]) + 4 * (w > day(END, -5))); run = max(1, round(dist / 620)); due = day(left, run + r.choice([0, 1, 1, 2])); body = r.choice(trade[1].split())
        st = "cancelled" if r.random() < .055 else "planned" if left > END else "delivered"; late = r.choices([-1, 0, 0, 1, 2, 4, 7], [10, 40, 20, 12, 6, 3, 1])[0]; arr = max(day(due, late), day(left, run)); st = "on the road" if st == "delivered" and arr > END else st
        ok = [t for t in trucks if t[7] <= left and not (t[10] and t[10] < left)]; fit = [t for t in ok if t[4] == body] or ok; t = r.choices(fit, [lent[x[0] - 1] * (3 if x[5] == frm else 1) + .001 * (x[0] % 9 > 1) for x in fit])[0]
        men = [d for d in drivers if d[5] <= left and not (d[6] and d[6] < left)]; d = r.choices(men, [zeal[x[0] - 1] * (4 if x[3] == frm else 1) for x in men])[0]; two = r.choice([x for x in men if x[0] != d[0]])[0] if dist > 1250 and r.random() < .6 else None
        goods = trade[2].split("|"); load, n = 0, r.choices([1, 2, 3, 4], [38, 34, 18, 10])[0]
        for k in range(1, n + 1):
            g = r.choice(goods); wt = min(int(r.uniform(.16, .96) * t[6] / n), t[6] - load); load += wt; cons.append((i, k, g.rstrip("*"), max(1, wt // r.randint(420, 830)), wt, round(wt * r.uniform(.7, 9.5), 2) if r.random() < .86 else None, int(g.endswith("*")), int(st == "delivered" and r.random() < .045)))
        gone = st in ("delivered", "on the road"); price = round(dist * r.uniform(1.25, 1.85) * (.55 + load / 42000) + r.uniform(40, 210), 2)
        ships.append((i, c[0], frm, to, t[0] if st != "planned" else None, d[0] if st != "planned" else None, two if gone else None, iso(w), iso(left) if gone else None, iso(due), iso(arr) if st == "delivered" else None, st, dist, load, price, round(dist * r.uniform(.09, .24), 2) if gone else None))
        out = day(arr, r.randint(1, 9))
        if st == "delivered" and r.random() < .96 and out <= END:
            pay = day(out, 30); slow = {2: 1.7, 7: 2.2, 11: .6}.get(c[0] % 13, 1); paid = day(out, int(r.gauss(29, 9) * slow)) if r.random() < (.93 if c[0] % 7 else .72) else None; paid = max(paid, day(out, 2)) if paid else None; paid = paid if paid and paid <= END else None
            invs.append((out, i, iso(out), iso(pay), round(price * (1 if r.random() < .9 else .95), 2), iso(paid), 0 if paid and paid <= pay else r.choice([0, 1, 1, 2, 3])))
    put("shipment", ships); put("consignment", cons); invs.sort(); put("invoice", [(f"LF{x[0].year}-{k:04d}", *x[1:]) for k, x in enumerate(invs, 1)])
    fuel = []
    for s in ships:
        if s[8] and r.random() < .8:
            for _ in range(1 + (s[12] > 1100)):
                st = r.choices(STATIONS, [9, 7, 6, 7, 2, 3, 3, 1])[0]; on = day(date.fromisoformat(s[8]), r.randint(0, 1 + s[12] // 900)); fuel.append((s[4], s[5], iso(on), st[0], st[1], round(r.uniform(95, 690), 1), round(st[2] + r.uniform(-.13, .13) + (.16 if on.year == 2022 else 0), 3)))
    fuel.sort(key=lambda f: f[2]); put("fuel_stop", [(k, *f) for k, f in enumerate(fuel, 1)]); rep = []
    for _ in range(120):
        t = r.choices(trucks, [max(0, 2026 - x[7].year) + (9 if x[2] == "Iveco" else 0) for x in trucks])[0]; a = day(max(T0, t[7]), r.randint(20, 1250)) if r.random() < .94 else day(END, -r.randint(1, 8)); k = r.choices(KINDS, [x[3] for x in KINDS])[0]
        if a > (t[10] or END) or (k[0] == "cooling unit" and t[4] != "RF"): continue
        b = day(a, r.choice([1, 1, 2, 3, 5, 8, 13])) if a < day(END, -14) else None; rep.append((t[0], r.choice([1, 1, 2, 4, 5]), k[0], iso(a), iso(b), round(r.uniform(k[1], k[2]), 2) if b else None))
    rep.sort(key=lambda x: x[3]); put("repair", [(k, *x) for k, x in enumerate(rep, 1)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
