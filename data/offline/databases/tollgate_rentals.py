"""tollgate_rentals: a car-rental firm. snake_case, plural tables, keys declared, ISO date texts, money as REAL in euros, distances in km, 0/1 flags, a text code per class,
a pick-up and a return branch, staff under staff, customers who brought customers; NULL = not yet returned, repaired, sold, no car given."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE branches (branch_id INTEGER PRIMARY KEY, branch_name TEXT NOT NULL, city TEXT, country TEXT, kind TEXT, opened_on TEXT, parking_spaces INTEGER, open_sundays INTEGER);
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, job TEXT, branch_id INTEGER REFERENCES branches(branch_id), reports_to INTEGER REFERENCES staff(staff_id), hired_on TEXT, left_on TEXT, monthly_salary REAL);
CREATE TABLE car_classes (class_code TEXT PRIMARY KEY, class_name TEXT, seats INTEGER, daily_rate REAL, deposit REAL, free_km_per_day INTEGER, min_driver_age INTEGER);
CREATE TABLE cars (car_id INTEGER PRIMARY KEY, plate TEXT UNIQUE, make TEXT, model TEXT, class_code TEXT REFERENCES car_classes(class_code), home_branch_id INTEGER REFERENCES branches(branch_id), fuel TEXT, gearbox TEXT, colour TEXT,
  bought_on TEXT, purchase_price REAL, mileage_km INTEGER, next_service_km INTEGER, sold_on TEXT, sale_price REAL);
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, company TEXT, email TEXT, city TEXT, country TEXT, birth_date TEXT, licence_since TEXT, is_blacklisted INTEGER NOT NULL, referred_by INTEGER REFERENCES customers(customer_id));
CREATE TABLE bookings (booking_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(customer_id), class_code TEXT REFERENCES car_classes(class_code), car_id INTEGER REFERENCES cars(car_id),
  pickup_branch_id INTEGER REFERENCES branches(branch_id), return_branch_id INTEGER REFERENCES branches(branch_id), agent_id INTEGER REFERENCES staff(staff_id), channel TEXT, booked_on TEXT, pickup_date TEXT, due_date TEXT, returned_on TEXT,
  status TEXT, rate_per_day REAL, start_km INTEGER, end_km INTEGER, total_price REAL);
CREATE TABLE extras (extra_id INTEGER PRIMARY KEY, extra_name TEXT, price_per_day REAL);
CREATE TABLE booking_extras (booking_id INTEGER REFERENCES bookings(booking_id), extra_id INTEGER REFERENCES extras(extra_id), quantity INTEGER, price_per_day REAL, PRIMARY KEY (booking_id, extra_id));
CREATE TABLE damages (damage_id INTEGER PRIMARY KEY, car_id INTEGER REFERENCES cars(car_id), booking_id INTEGER REFERENCES bookings(booking_id), reported_by INTEGER REFERENCES staff(staff_id), found_on TEXT, part TEXT, severity TEXT, repair_cost REAL, repaired_on TEXT, charged_to_customer INTEGER);
CREATE TABLE payments (payment_id INTEGER PRIMARY KEY, booking_id INTEGER REFERENCES bookings(booking_id), paid_on TEXT, amount REAL, method TEXT);
CREATE VIEW cars_out_now AS SELECT b.booking_id, c.plate, c.model, u.last_name, b.due_date FROM bookings b JOIN cars c ON c.car_id = b.car_id JOIN customers u ON u.customer_id = b.customer_id WHERE b.status IN ('on rent', 'overdue');
"""
BRANCHES = [tuple(int(v) if v.isdigit() else v for v in x.split("/")) for x in """Porto Airport/Porto/Portugal/airport/2012-03-01/74/1/15
Porto Baixa/Porto/Portugal/city/2015-06-15/18/0/7
Lisbon Airport/Lisbon/Portugal/airport/2013-05-02/96/1/21
Lisbon Oriente/Lisbon/Portugal/station/2017-09-04/30/1/8
Faro Airport/Faro/Portugal/airport/2014-04-10/81/1/17
Vigo Harbour/Vigo/Spain/harbour/2019-02-18/22/0/4
Seville Santa Justa/Seville/Spain/station/2018-10-01/35/1/9
Madrid Atocha/Madrid/Spain/station/2016-11-21/41/1/12
Malaga Airport/Malaga/Spain/airport/2020-07-06/66/1/13
Coimbra Station/Coimbra/Portugal/station/2025-05-12/12/0/0""".split("\n")]
CLASSES = [("MIN", "mini", 4, 24, 300, 150, 19, 12), ("ECO", "economy", 5, 31, 400, 200, 19, 24), ("COM", "compact", 5, 39.5, 500, 250, 21, 20), ("EST", "estate", 5, 52, 700, 300, 23, 9), ("SUV", "off-road", 5, 64, 900, 300, 25, 12), ("VAN", "minibus", 9, 92, 1200, 250, 25, 6),
           ("CAB", "convertible", 2, 88, 1500, 200, 27, 4), ("ELE", "electric", 5, 57, 800, 200, 23, 8), ("LUX", "luxury", 5, 135, 2500, 250, 30, 3), ("CMP", "camper", 4, 149, 2000, 300, 28, 0)]
MODELS = {"MIN": "Fiat Panda|Kia Picanto", "ECO": "Seat Ibiza|Opel Corsa|Peugeot 208", "COM": "Volkswagen Golf|Ford Focus", "EST": "Skoda Octavia Combi", "SUV": "Nissan Qashqai|Dacia Duster|Toyota RAV4", "VAN": "Ford Tourneo|Renault Trafic", "CAB": "Mazda MX-5|Mini Cabrio", "ELE": "Renault Zoe|Tesla Model 3", "LUX": "BMW 530d|Mercedes E 300"}
EXTRAS = [("child seat", 6.5), ("booster seat", 4), ("GPS", 7), ("second driver", 5.5), ("full insurance", 14.9), ("snow chains", 3.5), ("roof box", 8), ("bike rack", 7.5), ("wifi hotspot", 4.5)]
FOLK = {"Portugal": ("Porto Lisbon Braga Faro", "Inês Tiago Beatriz Rui Duarte Marta", "Almeida Carvalho Teixeira Fonseca Lobo Matos"), "Spain": ("Madrid Seville Malaga", "Lucía Álvaro Carmen Hugo Noelia Gonzalo", "Ortega Navarro Vidal Cano Prieto"), "Germany": ("Munich Bremen Dresden", "Anke Lukas Birgit Torsten", "Albrecht Fiedler Hagen"),
        "United Kingdom": ("Leeds Bristol London", "Gareth Imogen Nigel Poppy", "Hollis Fenwick Marlow"), "France": ("Lyon Lille", "Capucine Yannick Solène", "Lemoine Tessier Vasseur")}
FIRMS = ["Quinta Velha Wines", "Atlas Tiles", "Nordlicht Film", "Solmar Hotels", "Cork & Barrel"]
PARTS = [("front bumper", 240, 900), ("rear bumper", 220, 800), ("windscreen", 260, 620), ("left door", 300, 1100), ("wing mirror", 60, 280), ("alloy wheel", 110, 420), ("tyre", 70, 190), ("seat cover", 50, 260), ("headlight", 120, 540), ("gearbox", 1400, 3600)]


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(8642); con = sqlite3.connect(path); con.executescript(SCHEMA); iso = lambda d: d.isoformat() if d else None
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    T0, TODAY = date(2023, 1, 2), date(2025, 6, 20); OUT = ("returned", "on rent", "overdue"); day = lambda a, b: T0 + timedelta(days=r.randint(a, b))
    put("branches", [(i, *b[:7]) for i, b in enumerate(BRANCHES, 1)]); put("car_classes", [c[:7] for c in CLASSES]); put("extras", [(i, *e) for i, e in enumerate(EXTRAS, 1)])
    staff = [(1, "Helena", "Quintas", "managing director", None, None, "2012-01-09", None, 7400.0)]; heads = {}; used = {("Helena", "Quintas")}
    for b, br in enumerate(BRANCHES, 1):
        for k, job in enumerate(["branch manager"] + ["desk agent"] * (1 + br[7] // 5) + (["mechanic"] if br[3] == "airport" else [])):
            f = l = None
            while (f, l) in used or not f: t, f, l = (x.split() for x in FOLK[br[2]]); f, l = r.choice(f), r.choice(l)
            used.add((f, l)); hired = min(date.fromisoformat(br[4]) + timedelta(days=r.randint(-20, 60) if not k else r.randint(10, 1900)), TODAY - timedelta(days=r.randint(8, 60)))
            gone = hired + timedelta(days=r.randint(300, 1500)) if k and r.random() < .24 else None; gone = gone if gone and gone < TODAY else None
            if not k: heads[b] = len(staff) + 1
            staff.append((len(staff) + 1, f, l, job, b, 1 if not k else heads[b], iso(hired), iso(gone), float({"branch manager": 3100, "desk agent": 1650, "mechanic": 1980}[job] + r.randint(0, 46) * 10)))
    put("staff", staff); on = lambda b, d: [s[0] for s in staff if s[4] == b and s[3] != "branch manager" and s[6] <= iso(d) < (s[7] or "9")]
    cars = []
    for c in CLASSES:
        for _ in range(c[7]):
            mk, md = r.choice(MODELS[c[0]].split("|")).split(" ", 1); b = r.choices(range(1, 10), [x[7] for x in BRANCHES[:9]])[0]
            bought = day(-1000, 620); fuel = "electric" if c[0] == "ELE" else r.choice(["diesel", "diesel", "petrol", "hybrid"]) if c[0] in ("EST", "SUV", "LUX", "VAN") else r.choices(["petrol", "diesel", "hybrid"], [6, 2, 1])[0]
            plate = f"{r.choice('ABCFHJLNPRTV')}{r.choice('ABDEGKMSXZ')}-{r.randint(10, 99)}-{r.choice('ACEHJMPQRTUVX')}{r.choice('BDFGKLNOSVZ')}"
            cars.append([len(cars) + 1, plate, mk, md, c[0], b, fuel, "automatic" if c[0] in ("ELE", "LUX") or r.random() < .18 else "manual", r.choice(["white", "white", "grey", "black", "red", "blue", "silver"]), bought, round((c[3] * 390 + 5000) * r.uniform(.9, 1.1) / 10) * 10.0, max(12, (T0 - bought).days * r.randint(38, 66)) if bought < T0 else r.randint(8, 40), None, None, None])
    for c in r.sample(cars, 36):
        if c[9] < date(2022, 9, 1) and c[4] not in ("CAB", "LUX"): c[13] = day(560, 880); c[14] = round(c[10] * r.uniform(.7, 1.1) / 100) * 50.0
    cust = []
    for i in range(1, 171):
        k = r.choices(list(FOLK), [40, 34, 26, 28, 16])[0]; t, f, l = (x.split() for x in FOLK[k]); f, l = r.choice(f), r.choice(l); born = date(1948, 1, 1) + timedelta(days=r.randint(0, 20500))
        cust.append((i, f, l, r.choice(FIRMS) if r.random() < .17 else None, f"{f}.{l}{i}@{r.choice(['mail', 'post'])}.example".lower() if r.random() < .9 else None, r.choice(t), k, iso(born), iso(born + timedelta(days=r.choice([18, 18, 19, 21, 26]) * 365 + r.randint(20, 360))), int(r.random() < .05), r.choice([4, 9, 9, 9, 17, 17, r.randint(1, i - 1)]) if i > 20 and r.random() < .2 else None))
    put("customers", cust); fan = [min(9, r.paretovariate(1.2)) if r.random() > .1 else 0 for _ in cust]
    season = [0, .35, .4, .55, .75, .7, .85, 1.2, 1.4, .9, .6, .35, .6]; free = {c[0]: c[9] for c in cars}; bk, bx, pay, dam = [], [], [], []; i = 70100
    for pick in sorted(r.choices([T0 + timedelta(days=n) for n in range(940)], [season[(T0 + timedelta(days=n)).month] * (1 + n / 900) for n in range(940)], k=640)):
        i += r.randint(1, 4); n = r.choices([1, 2, 3, 4, 5, 7, 9, 14, 21], [9, 16, 18, 10, 9, 16, 5, 7, 2])[0]; due = pick + timedelta(days=n); cl = r.choices(CLASSES, [16, 28, 22, 8, 14, 6, 4 if pick.month in (5, 6, 7, 8, 9) else 1, 7, 2, 0])[0]; u = r.choices(range(len(cust)), fan)[0]
        p = r.choices(range(1, 10), [x[7] for x in BRANCHES[:9]])[0]; back = p if r.random() < .79 else r.choices(range(1, 10), [x[7] for x in BRANCHES[:9]])[0]; ch = r.choices(["website", "desk", "phone", "broker", "app"], [34, 17, 11, 24, 14])[0]
        booked = pick if ch == "desk" and r.random() < .7 else pick - timedelta(days=1 + int(r.expovariate(1 / 24))); booked = min(booked, TODAY - timedelta(days=r.randint(0, 9))); rate = round(cl[3] * r.choice([1, 1, 1, .9, .85, 1.15 if pick.month in (7, 8) else 1]), 2)
        st = "reserved" if pick > TODAY else r.choices(["returned", "cancelled", "no-show"], [85, 11, 4])[0]; st = r.choices([st, "cancelled"], [9, 1])[0] if st == "reserved" else st
        late = r.choices([0, -1, 1, 2, 3, 6], [80, 7, 7, 3, 2, 1])[0] + (r.choice([0, 14]) if 0 < (TODAY - due).days < 13 else 0); ret = max(pick, due + timedelta(days=late)) if st == "returned" else None
        if ret and ret > TODAY: st, ret = ("overdue" if due < TODAY else "on rent"), None
        ok = [c for c in cars if c[4] == cl[0] and free[c[0]] < pick and (not c[13] or c[13] > due + timedelta(days=9))] if st in OUT else []
        if st in OUT and not ok: st, ret = "cancelled", None
        car = r.choices(ok, [4 if c[5] == p else 1 for c in ok])[0] if ok else None; a = r.choice([x for x in on(p, booked) if staff[x - 1][3] == "desk agent"]) if ch in ("desk", "phone") else None
        days = max(1, ((ret or due) - pick).days); km = km2 = tot = None; ext = []
        if st not in ("cancelled", "no-show"):
            for e in dict.fromkeys(r.choices(range(len(EXTRAS)), [9, 5, 10, 11, 16, 2 if pick.month in (12, 1, 2) else 0, 3, 3, 4], k=r.choices([0, 1, 2, 3], [46, 32, 15, 7])[0])): ext.append((i, e + 1, r.choice([1, 1, 2]) if e in (0, 1) else 1, EXTRAS[e][1]))
        if car:
            km = car[11]; free[car[0]] = ret or due + timedelta(days=30)
            if ret: km2 = km + int(days * r.uniform(40, 390)) + r.randint(2, 60); car[11] = km2 + r.randint(0, 14)
        if ret: tot = round(days * rate + sum(x[2] * x[3] * days for x in ext) + (45.0 if back != p else 0), 2)
        bk.append((i, u + 1, cl[0], car and car[0], p, back, a, ch, iso(booked), iso(pick), iso(due), iso(ret), st, rate, km, km2, tot)); bx += ext; m = r.choices(["card", "PayPal", "cash", "bank transfer"], [62, 16, 9, 13])[0]
        if tot:
            x = r.random()
            if x < .24: d = round(tot * r.choice([.2, .3, .5]), 2); pay.append((i, booked, d, m)); x < .215 and pay.append((i, ret + timedelta(days=r.randint(0, 12)), round(tot - d, 2), m))
            elif x < .93: pay.append((i, ret + timedelta(days=r.choice([0, 0, 0, 1, 4, 16])) if m != "bank transfer" else ret + timedelta(days=r.randint(3, 38)), tot, m))
        elif st in ("on rent", "overdue") and r.random() < .7: pay.append((i, pick, round(days * rate * .5, 2), m))
        if car and ret and r.random() < .16:
            t, lo, hi = r.choices(PARTS, [14, 15, 7, 9, 12, 12, 9, 5, 6, 1])[0]; fix = ret + timedelta(days=r.randint(1, 30)) if r.random() < .8 else None; cost = round(r.uniform(lo, hi), 2)
            dam.append((car[0], i if r.random() < .86 else None, r.choice(on(back, ret)), iso(ret), t, "severe" if cost > 900 else "moderate" if cost > 330 else "minor", cost if fix or r.random() < .5 else None, iso(fix) if fix and fix <= TODAY else None, int(r.random() < .55)))
    for c in cars: c[12] = (c[11] // 15000 + 1) * 15000 - (15000 if c[11] % 15000 < 900 and c[11] > 15000 else 0); c[9] = iso(c[9]); c[13] = iso(c[13])
    put("cars", cars); put("bookings", bk); put("booking_extras", bx); put("damages", [(n, *d) for n, d in enumerate(dam, 1)])
    pay = sorted((p for p in pay if p[1] <= TODAY), key=lambda p: p[1]); put("payments", [(n, b, iso(d), a, m) for n, (b, d, a, m) in enumerate(pay, 1)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
