"""stagelight_events: tickets for concerts, plays and sport. camelCase columns in plural tables, declared keys, ISO date-times with a T, euros, fees and shares in percent,
0/1 flags; parallel keys (former hall, gift for), events inside festivals; NULL = not paid, refunded, scanned or moved, no age limit."""
import os, random, sqlite3, sys
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE venues (venueId INTEGER PRIMARY KEY, venueName TEXT NOT NULL, city TEXT NOT NULL, country TEXT, capacity INTEGER, openedYear INTEGER, isOpenAir INTEGER, parkingSpaces INTEGER, rentPercent REAL);
CREATE TABLE halls (hallId INTEGER PRIMARY KEY, venueId INTEGER NOT NULL REFERENCES venues(venueId), hallName TEXT NOT NULL, seats INTEGER, standingPlaces INTEGER, isAccessible INTEGER);
CREATE TABLE promoters (promoterId INTEGER PRIMARY KEY, promoterName TEXT, homeCity TEXT, feePercent REAL);
CREATE TABLE events (eventId INTEGER PRIMARY KEY, title TEXT NOT NULL, category TEXT NOT NULL, genre TEXT, promoterId INTEGER REFERENCES promoters(promoterId), festivalId INTEGER REFERENCES events(eventId), minimumAge INTEGER, runningMinutes INTEGER);
CREATE TABLE performances (performanceId INTEGER PRIMARY KEY, eventId INTEGER NOT NULL REFERENCES events(eventId), hallId INTEGER NOT NULL REFERENCES halls(hallId), formerHallId INTEGER REFERENCES halls(hallId),
  startsAt TEXT NOT NULL, onSaleFrom TEXT, status TEXT NOT NULL);
CREATE TABLE performers (performerId INTEGER PRIMARY KEY, stageName TEXT NOT NULL, kind TEXT, country TEXT, foundedYear INTEGER);
CREATE TABLE lineups (eventId INTEGER REFERENCES events(eventId), performerId INTEGER REFERENCES performers(performerId), part TEXT, guarantee REAL, sharePercent REAL, PRIMARY KEY (eventId, performerId));
CREATE TABLE ticketTypes (typeCode TEXT PRIMARY KEY, typeName TEXT, isReduced INTEGER, bookingFeePercent REAL);
CREATE TABLE prices (performanceId INTEGER REFERENCES performances(performanceId), typeCode TEXT REFERENCES ticketTypes(typeCode), price REAL NOT NULL, quota INTEGER, PRIMARY KEY (performanceId, typeCode));
CREATE TABLE buyers (buyerId INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, email TEXT, homeCity TEXT, birthDate TEXT, joinedAt TEXT, wantsNews INTEGER);
CREATE TABLE sales (saleId INTEGER PRIMARY KEY, buyerId INTEGER NOT NULL REFERENCES buyers(buyerId), giftForId INTEGER REFERENCES buyers(buyerId), performanceId INTEGER NOT NULL, typeCode TEXT NOT NULL, quantity INTEGER NOT NULL, pricePerTicket REAL NOT NULL,
  discountPercent REAL, soldAt TEXT, paidAt TEXT, scannedAt TEXT, channel TEXT, FOREIGN KEY (performanceId, typeCode) REFERENCES prices(performanceId, typeCode));
CREATE TABLE refunds (refundId INTEGER PRIMARY KEY, saleId INTEGER NOT NULL REFERENCES sales(saleId), ticketsReturned INTEGER, reason TEXT, requestedAt TEXT, refundedAt TEXT, keptPercent REAL, outcome TEXT);
"""
VENUES = [("Harbour Arena", "Rotterdam", "Netherlands", 14200, 1998, 0, 2100, 12), ("Teatro Corallo", "Genoa", "Italy", 1340, 1887, 0, None, 9.5), ("Parkside Bowl", "Antwerp", "Belgium", 9600, 1974, 1, 850, 14), ("The Tin Foundry", "Ghent", "Belgium", 780, 2009, 0, 60, 8), ("Königssaal", "Cologne", "Germany", 2150, 1931, 0, 240, 11),
          ("Volkspark Stadium", "Cologne", "Germany", 31500, 1964, 1, 4800, 15), ("Cellar 22", "Rotterdam", "Netherlands", 240, 2016, 0, None, 7.5), ("Playhouse on the Quay", "Antwerp", "Belgium", 620, 1952, 0, 35, 10), ("Riviera Dome", "Genoa", "Italy", 5400, 2021, 0, 640, 13), ("Old Brewery Yard", "Ghent", "Belgium", 1900, 2013, 1, 120, 8.5)]
HALLS = "1:Main Floor:9400:4300:1|1:Studio:650:200:1|2:Grand Auditorium:1180::0|2:Ridotto:160::1|3:Lawn:2200:7400:1|4:Casting Room::600:1|4:Mezzanine Bar:90:60:0|5:Great Hall:1720:130:1|5:Chamber Hall:300::1|6:Pitch and Stands:26800:4700:1|7:Cellar:70:170:0|8:Main Stage:480::1|8:Black Box:140::0|9:Dome:3900:1500:1|10:Yard::1900:1"
PROM = [("Lantern Live", "Antwerp", 6.5), ("Blue Door Concerts", "Rotterdam", 8), ("Sipario Produzioni", "Genoa", 7.25), ("Kurtain & Sons", "Cologne", 5), ("Northbank Sports", "Cologne", 4.5), ("Fifth Row", "Ghent", 9)]
EVENTS = "Quayside Summer Festival:concert:::14:5,15|Velvet Harbour:concert:indie:1::11,6|Nine Tin Soldiers:concert:rock:1:16:15,1|Night of Choirs:concert:classical:1::8,3|Low Country Jazz Days:concert:::: 6|Marta Oyelaran Trio:concert:jazz:5::6,11,7|Brass on Fire:concert:jazz:5::6,15|Glasshouse Tour:concert:pop:::1,14,10|Requiem by Candlelight:concert:classical:::8,3|Static Bloom:concert:indie::16:11,6,2|Harvest Moon Folk Night:concert:folk:::15,12|Iron Lullaby World Tour:concert:metal::18:1,10|The Lighthouse Keeper:play:drama::12:12,3,13|Two Wives for Arlecchino:play:comedy:::3,4,12|A Winter Debt:play:drama::14:12,13,9|The Paper Crown:play:musical:::8,14,3|Crimes in the Pantry:play:comedy::12:13,12|Salt and Ash:play:drama::16:13|Little Bear Goes North:play:children:::12,4,9|The Cartographer:play:musical:::3,8|Rhine Derby:sport:football:::10|Lowlands Volleyball Cup:sport:volleyball:::1,14|Harbour Boxing Gala:sport:boxing::16:1,2|Dome Tennis Masters:sport:tennis:::14|Indoor Athletics Night:sport:athletics:::1|Handball Super Final:sport:handball:::14,1|Laugh Till Late:comedy:stand-up::18:11,7,13|One Woman and a Kettle:comedy:stand-up::16:13,9,11|Improv Sundays:comedy:improv:::7,13|Echo Park Reunion:concert:rock:1:16:5,15|Tango at the Yard:concert:world:1::15"
ACTS = "Velvet Harbour:band:Belgium:2014:2|Nine Tin Soldiers:band:Netherlands:2007:3|Cantica Nova:choir:Belgium:1979:4|Kölner Knabenstimmen:choir:Germany:1921:4,9|Marta Oyelaran:solo artist:Nigeria:1985:6,5|Dirk Vanhove:solo artist:Belgium:1971:6|Brass Brigade Gent:band:Belgium:2011:7,5|Juno Aster:solo artist:Sweden:1996:8|The Understudies:band:Ireland:2018:8,10|Orchestra del Golfo:orchestra:Italy:1954:9,16|Static Bloom:band:Germany:2019:10|Willow & Wren:duo:Ireland:2012:11,1|Iron Lullaby:band:Finland:1994:12|Grave Orchard:band:Germany:2015:12,3|Compagnia Corallo:theatre company:Italy:1903:14,20|Quay Players:theatre company:Belgium:1948:13,17,18|Ingrid Maassen:actor:Netherlands:1968:13,15|Pietro Salviati:actor:Italy:1959:14|Ensemble Rheinbogen:theatre company:Germany:1990:15,16|Puppet Wagon:theatre company:Belgium:2002:19|Cologne Rovers:team:Germany:1908:21|Rhine United:team:Germany:1899:21|Rotterdam Spikers:team:Netherlands:1972:22|Volley Genova:team:Italy:1966:22|Kees Blok:athlete:Netherlands:1993:23|Luca Ferrante:athlete:Italy:1997:23|Elif Sarıgül:athlete:Turkey:2000:24|Noor Teeuwen:athlete:Netherlands:2001:24,25|HC Schelde:team:Belgium:1983:26|Dome Eagles:team:Italy:2005:26|Bo Kruger:comedian:South Africa:1988:27|Saskia Thoen:comedian:Belgium:1991:27,28|Half Cast:duo:United Kingdom:2016:29|Echo Park:band:United Kingdom:1989:30|Trio Arrabal:band:Argentina:2004:31,5|Fennel Street:band:Belgium:2020:2,3,10,30|DJ Oblong:solo artist:Netherlands:1990:1,8|The Spare Tyres:band:Belgium:1999:"
TYPES = [("STD", "standard seat", 0, 8), ("PRM", "premium seat", 0, 10), ("STN", "standing", 0, 8), ("STU", "student", 1, 4), ("KID", "child", 1, 0), ("VIP", "VIP package", 0, 12.5)]
FN = "Annelies Bastiaan Dieter Eveline Fabrizio Hugo Ilse Jeroen Klara Lorenzo Mieke Nadine Paola Roel Silvia Timo Veerle Wout".split()
LN = "Aerts Bianchi Claes De_Wilde Engels Fontana Goossens Hofmann Jacobs Kuipers Leone Mertens Schreiber Visser Wouters".split()


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(733); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    T0 = datetime(2023, 1, 10); END = datetime(2025, 5, 25, 20); iso = lambda d: d.strftime("%Y-%m-%dT%H:%M:%S") if d else None; num = lambda s: int(s) if s.strip() else None
    put("venues", [(i, *v) for i, v in enumerate(VENUES, 1)]); put("promoters", [(i, *p) for i, p in enumerate(PROM, 1)]); put("ticketTypes", TYPES)
    halls = [(i, int(a), n, num(s), num(t), int(x)) for i, (a, n, s, t, x) in enumerate((h.split(":") for h in HALLS.split("|")), 1)]; put("halls", halls)
    evs = [e.split(":") for e in EVENTS.split("|")]; dur = {"concert": 110, "play": 135, "sport": 120, "comedy": 80}
    put("events", [(i, e[0], e[1], e[2] or "festival", 5 if e[1] == "sport" else r.choice([3, 4, 6]) if e[1] == "play" else r.choice([1, 2, 2, 6, None]), num(e[3]), num(e[4]), dur[e[1]] + 5 * r.randint(-5, 9) if e[2] else None) for i, e in enumerate(evs, 1)])
    perf, prices = [], []; pull = [r.paretovariate(2.2) for _ in evs]
    for i, e in enumerate(evs, 1):
        hs = [int(h) for h in e[5].split(",")]; n = r.randint(3, 9) if e[1] in ("play", "comedy") else r.randint(1, 4); run = T0 + timedelta(r.randint(0, 820))
        for k in range(n):
            d = run + timedelta(k * r.choice([1, 7, 30, 80]) + r.randint(0, 20)); h = hs[k % len(hs)]
            if halls[h - 1][1] in (3, 6, 10): d = d.replace(month=r.randint(5, 9), day=r.randint(1, 28))
            d += timedelta((r.choice([4, 4, 5, 5, 5, 6, 3]) - d.weekday()) % 7); d = d.replace(hour=r.choice([14, 15, 16] if e[2] in ("children", "football") else [19, 19, 20, 20, 21]), minute=r.choice([0, 0, 30]))
            perf.append((d, i, h, r.choice([x for x in hs if x != h] or [None]) if r.random() < .13 else None))
    perf.sort(key=lambda p: p[0]); rows = []
    for i, (d, e, h, f) in enumerate(perf, 1):
        rows.append((i, e, h, f, iso(d), iso((d - timedelta(r.randint(40, 190))).replace(hour=10, minute=0)), "scheduled" if d > END else r.choices(["held", "cancelled"], [91, 9])[0]))
        if i > 1 and d > END and r.random() < .2: rows[-1] = rows[-1][:6] + ("postponed",)
        base = {"play": 34, "comedy": 22, "sport": 38, "concert": 41}[evs[e - 1][1]] * (halls[h - 1][3] or halls[h - 1][4]) ** .12 / 2.1 * r.uniform(.85, 1.2); hl = halls[h - 1]
        for t, m, q in [("STD", 1, .7), ("PRM", 1.6, .2), ("STN", .75, 1), ("STU", .6, .08), ("KID", .5, .05), ("VIP", 3.1, .02)]:
            if (t in ("STD", "PRM", "KID") and not hl[3]) or (t == "STN" and not hl[4]) or (t == "KID" and evs[e - 1][4]) or (t == "VIP" and (hl[3] or 0) < 1000): continue
            prices.append((i, t, round(base * m * 2) / 2, max(20, int((hl[4] if t == "STN" else hl[3] or hl[4]) * q))))
    put("performances", rows); put("prices", prices)
    acts = [a.split(":") for a in ACTS.split("|")]; put("performers", [(i, a[0], a[1], a[2], int(a[3])) for i, a in enumerate(acts, 1)])
    link = [(int(e), i, a[1]) for i, a in enumerate(acts, 1) for e in a[4].split(",") if e]; seen, ln = set(), []
    for e, i, k in link:
        part = {"actor": "lead", "athlete": "competitor", "team": "competitor", "theatre company": "cast"}.get(k, "support" if e in seen else "headliner"); seen.add(e)
        ln.append((e, i, part, round(r.uniform(6, 60)) * 250.0 * (3 if part == "headliner" else 1) if r.random() < .85 else None, r.choice([None, None, 2.5, 5, 7.5, 10, 12.5])))
    put("lineups", ln)
    bs = []
    for i in range(1, 146):
        f, l = r.choice(FN), r.choice(LN).replace("_", " "); j = T0 - timedelta(200) + timedelta(int(900 * i / 146) + r.randint(0, 6), minutes=r.randint(400, 1400))
        bs.append((i, f, l, f"{f}.{l}{i}@mail.example".lower().replace(" ", "") if r.random() < .9 else None, r.choices(["Antwerp", "Ghent", "Rotterdam", "Cologne", "Genoa", None], [24, 19, 20, 15, 11, 5])[0], iso(datetime(1948, 1, 1) + timedelta(r.randint(0, 21500)))[:10] if r.random() < .85 else None, iso(j), int(r.random() < .4)))
    put("buyers", bs); fan = [r.paretovariate(1.3) if r.random() > .1 else 0 for _ in bs]; sales = []
    for _ in range(880):
        p = r.choices(rows, [pull[x[1] - 1] * (.6 if x[6] in ("scheduled", "postponed") else 1) for x in rows])[0]; w = datetime.fromisoformat(p[4]); o = datetime.fromisoformat(p[5])
        at = o + timedelta(seconds=int((min(w, END) - o).total_seconds() * r.random() ** 1.6)) if o < END else None
        if not at: continue
        can = [k for k, b in enumerate(bs) if b[6] < iso(at)]; wt = [fan[k] for k in can]
        if not sum(wt): continue
        k = r.choices(can, wt)[0]; opt = [x for x in prices if x[0] == p[0]]; t = r.choices(opt, [{"STD": 9, "PRM": 3, "STN": 6, "STU": 2, "KID": 1.5, "VIP": .7}[x[1]] for x in opt])[0]
        paid = at + timedelta(minutes=r.choice([1, 2, 4, 60 * 30, 60 * 70])) if r.random() < .955 else None
        sales.append((at, k + 1, r.choice(can) + 1 if r.random() < .09 else None, p[0], t[1], r.choices([1, 2, 3, 4, 6, 10], [22, 46, 12, 14, 4, 2])[0], t[2], r.choices([0, 5, 10, 15], [80, 8, 8, 4])[0], iso(at), iso(paid), iso(w - timedelta(minutes=r.randint(2, 75))) if p[6] == "held" and paid and r.random() < .9 else None, r.choices(["website", "app", "box office", "phone"], [44, 29, 19, 8])[0]))
    sales.sort(key=lambda s: s[0]); sales = [(i, s[1], None if s[2] == s[1] else s[2], *s[3:]) for i, s in enumerate(sales, 70001)]; put("sales", sales)
    ref = []
    for s in sales:
        gone = rows[s[3] - 1][6] == "cancelled"
        if s[9] and not s[10] and r.random() < (.85 if gone else .3):
            at = datetime.fromisoformat(s[9]) + timedelta(hours=r.randint(30, 900)); ok = gone or r.random() < .6; back = at + timedelta(days=r.randint(2, 21), minutes=r.randint(0, 600)) if ok and r.random() < .85 else None
            ref.append((at, s[0], s[5] if gone else r.randint(1, s[5]), "cancelled show" if gone else r.choice(["illness", "cannot come", "cannot come", "bought twice", "wrong date"]), iso(at), iso(back), 0 if gone else r.choice([0, 10, 10, 20]), "granted" if back else "pending" if ok else "rejected"))
    ref.sort(key=lambda x: x[0]); put("refunds", [(i, *x[1:]) for i, x in enumerate(ref, 1)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
